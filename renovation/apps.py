from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class RenovationConfig(AppConfig):
    """Renovation formalities and acceptance (4.7)."""

    name = "renovation"
    verbose_name = _("Renovation")
