from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class AftersalesConfig(AppConfig):
    """The six after-sales stages (S0-S6)."""

    name = "aftersales"
    verbose_name = _("After-sales")
