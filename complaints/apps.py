from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ComplaintsConfig(AppConfig):
    """Receiving, judging, handling and answering complaints (4.6)."""

    name = "complaints"
    verbose_name = _("Complaints")

    def ready(self) -> None:
        from complaints import receivers, registration  # noqa: F401 connect themselves

        registration.register()
