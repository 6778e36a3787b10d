from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class CallbacksConfig(AppConfig):
    """Callbacks at the prescribed time and rate (4.3)."""

    name = "callbacks"
    verbose_name = _("Callbacks")
