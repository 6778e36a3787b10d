from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class OversightConfig(AppConfig):
    """Inspecting registers by sample, and asking the households (3.1, 3.2, 2.0.6)."""

    name = "propertyservice.oversight"
    verbose_name = _("Inspection and survey")

    def ready(self) -> None:
        from propertyservice.oversight import registration

        registration.register()
