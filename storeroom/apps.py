from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class StoreroomConfig(AppConfig):
    """Storeroom receipts, issues and counts (4.1)."""

    name = "storeroom"
    verbose_name = _("Storeroom")
