from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ActivitiesConfig(AppConfig):
    """Community activities (4.1)."""

    name = "activities"
    verbose_name = _("Community activities")
