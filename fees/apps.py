from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class FeesConfig(AppConfig):
    """Charging, receipts and the day's close (4.8)."""

    name = "fees"
    verbose_name = _("Fees")

    def ready(self) -> None:
        from fees import receivers, registration  # noqa: F401

        registration.register()
