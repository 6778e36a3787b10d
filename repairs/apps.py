from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class RepairsConfig(AppConfig):
    """Taking, passing on, chasing and finishing repairs (4.2)."""

    name = "repairs"
    verbose_name = _("Repairs")

    def ready(self) -> None:
        from repairs import receivers, registration  # noqa: F401 they connect themselves

        registration.register()
