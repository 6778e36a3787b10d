from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ArchivesConfig(AppConfig):
    """Household and subject files (4.4)."""

    name = "archives"
    verbose_name = _("Archives")
