from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class KeysConfig(AppConfig):
    """Keys, loans and the emergency spare set (4.5)."""

    name = "keys"
    verbose_name = _("Keys")
