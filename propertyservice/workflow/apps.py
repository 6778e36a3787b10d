from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class WorkflowConfig(AppConfig):
    """Transitions, deadlines, notices."""

    name = "propertyservice.workflow"
    label = "workflow"
    verbose_name = _("Workflow")

    def ready(self) -> None:
        from propertyservice.workflow import registration

        registration.register()
