"""What is asked about money and decided by others (退款/减免审批单; RULES 4.3)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Self

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from fees.models.codes import MatterKind, MatterStatus
from propertyservice.audit.history import tracked
from propertyservice.cases.models import Case, CaseRecord
from propertyservice.workflow.status import guarded

if TYPE_CHECKING:
    from propertyservice.organisation.models import Staff

MOVES: dict[str, tuple[str, ...]] = {
    MatterStatus.ASKED: (
        MatterStatus.APPROVED,
        MatterStatus.DONE,
        MatterStatus.REFUSED,
        MatterStatus.WITHDRAWN,
    ),
    MatterStatus.APPROVED: (MatterStatus.DONE, MatterStatus.WITHDRAWN),
}


class MatterQuerySet(models.QuerySet[Any]):
    """Matters."""

    def visible_to(self, user: Staff) -> Self:
        """Those of the offices whose money this person may see."""
        return self.filter(register__in=Case.objects.visible_to(user, "fee_matters"))


@tracked()
class Matter(CaseRecord):
    """Something about money that is asked by one and decided by others.

    ``voucher`` is the receipt in question, ``charge`` the bill line, ``deposit`` what
    is held, ``item`` what was paid ahead or is passed on; ``amount`` yuan. Its voucher
    moves exactly that, once.
    The approvals queue decides; what follows is carried out by it (void, waiver) or
    afterwards by whoever has the means (the cashier writes the red receipt).
    """

    CLOSED_STATUSES = (
        MatterStatus.DONE,
        MatterStatus.REFUSED,
        MatterStatus.WITHDRAWN,
    )

    kind = models.CharField(_("kind"), max_length=10, choices=MatterKind)
    asked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+"
    )
    voucher = models.ForeignKey(
        "fees.Voucher", models.PROTECT, null=True, related_name="matters"
    )
    charge = models.ForeignKey(
        "fees.Charge", models.PROTECT, null=True, related_name="matters"
    )
    deposit = models.ForeignKey(
        "fees.Deposit", models.PROTECT, null=True, related_name="matters"
    )
    item = models.ForeignKey(
        "fees.FeeItem", models.PROTECT, null=True, related_name="+"
    )
    amount = models.DecimalField(
        _("amount"), max_digits=14, decimal_places=2, null=True
    )
    reason = models.CharField(_("reason"), max_length=500)
    details = models.JSONField(_("details"), default=dict, blank=True)

    objects = MatterQuerySet.as_manager()

    class Meta:
        verbose_name = _("fee matter")
        verbose_name_plural = _("fee matters")
        indexes = [models.Index(fields=["office", "kind", "status"])]
        constraints = [
            models.UniqueConstraint(
                fields=["voucher"],
                condition=Q(
                    kind__in=[MatterKind.VOID, MatterKind.REVERSAL],
                    status__in=[MatterStatus.ASKED, MatterStatus.APPROVED],
                ),
                name="fees_receipt_asked_once",
            ),
            models.UniqueConstraint(
                fields=["voucher"],
                condition=Q(
                    kind=MatterKind.REFUND,
                    status__in=[
                        MatterStatus.ASKED,
                        MatterStatus.APPROVED,
                        MatterStatus.DONE,
                    ],
                ),
                name="fees_paid_back_once",
            ),
            models.UniqueConstraint(
                fields=["charge", "kind"],
                condition=Q(
                    charge__isnull=False,
                    status__in=[MatterStatus.ASKED, MatterStatus.APPROVED],
                ),
                name="fees_line_asked_once",
            ),
            models.CheckConstraint(
                name="fees_matter_amount",
                condition=Q(kind__in=[MatterKind.DISPUTE, MatterKind.DELIVERY])
                | Q(amount__gt=0),
            ),
            models.CheckConstraint(
                name="fees_matter_has_reason", condition=~Q(reason="")
            ),
        ]
        triggers = guarded("fees_matter_status", MOVES, born=MatterStatus.ASKED)

    @property
    def status_words(self) -> str:
        """The status as people say it."""
        return str(MatterStatus(self.status).label)
