from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class PlanningConfig(AppConfig):
    """Annual work plan and shifts."""

    name = "propertyservice.planning"
    label = "planning"
    verbose_name = _("Planning")

    def ready(self) -> None:
        from propertyservice.planning import registration

        registration.register()
