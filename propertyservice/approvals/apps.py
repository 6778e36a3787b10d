from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ApprovalsConfig(AppConfig):
    """One approval queue for every clause."""

    name = "propertyservice.approvals"
    label = "approvals"
    verbose_name = _("Approvals")

    def ready(self) -> None:
        from propertyservice.audit import refusals

        refusals.register(
            {
                "approvals_not_ones_own": _(
                    "This is your own request. Another person must decide it."
                ),
                "approvals_decided_by_somebody": _(
                    "A decision needs a person and a time."
                ),
                "approvals_one_waiting_of_a_kind": _(
                    "The same request waits for a decision already."
                ),
            }
        )
