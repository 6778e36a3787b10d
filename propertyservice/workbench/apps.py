from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class WorkbenchConfig(AppConfig):
    """Front desk, search, household page, to-do."""

    name = "propertyservice.workbench"
    label = "workbench"
    verbose_name = _("Workbench")

    def ready(self) -> None:
        from propertyservice.workbench import registration

        registration.register()
