from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ApprovalsConfig(AppConfig):
    """One approval queue for every clause."""

    name = "propertyservice.approvals"
    label = "approvals"
    verbose_name = _("Approvals")

    def ready(self) -> None:
        from propertyservice.approvals import registration

        registration.register()
