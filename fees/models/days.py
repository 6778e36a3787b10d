"""A cashier's day, from the first receipt to the bank (日收日清; 4.8.4, RULES 4.6)."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING, Any, Self

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from fees.models.codes import NOT_HANDED_IN, DayStatus
from propertyservice.audit.history import tracked
from propertyservice.cases.models import Case, CaseRecord
from propertyservice.workflow.status import guarded

if TYPE_CHECKING:
    from propertyservice.organisation.models import Staff

MOVES: dict[str, tuple[str, ...]] = {
    DayStatus.OPEN: (DayStatus.COUNTED, DayStatus.DISCREPANCY),
    DayStatus.COUNTED: (DayStatus.SUBMITTED,),
    DayStatus.DISCREPANCY: (DayStatus.SUBMITTED,),
    DayStatus.SUBMITTED: (DayStatus.DEPOSITED, DayStatus.CARRIED),
    DayStatus.CARRIED: (DayStatus.DEPOSITED,),
    DayStatus.DEPOSITED: (DayStatus.RECONCILED,),
    DayStatus.RECONCILED: (DayStatus.LOCKED,),
    DayStatus.LOCKED: (DayStatus.REOPENED,),
    DayStatus.REOPENED: (DayStatus.RECONCILED,),
}


class CashierDayQuerySet(models.QuerySet[Any]):
    """Cashiers' days."""

    def visible_to(self, user: Staff) -> Self:
        """Those of the offices whose money this person may see."""
        return self.filter(register__in=Case.objects.visible_to(user, "fees"))

    def not_handed_in(self) -> Self:
        """Those that keep a new day from opening."""
        return self.filter(status__in=NOT_HANDED_IN)


@tracked()
class CashierDay(CaseRecord):
    """One cashier's takings of one business date: the sheet 收款日报表 (kind RB).

    Money enters while the day is OPEN and never after: the journal's trigger asks.
    ``float_amount`` is the change money (备用金), counted apart. ``counted`` is what
    the blind count found without it, by denomination in ``notes``; ``expected`` what
    the journal says, fixed when the count stood. ``despite`` says why a manager let the
    day open though an older one was not handed in. ``chain_link`` and ``chain_hash``
    are the end of the office's chain as it stands on the signed report.
    """

    CLOSED_STATUSES = (DayStatus.LOCKED,)

    cashier = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        related_name="+",
        verbose_name=_("cashier"),
    )
    date = models.DateField(_("business date"))
    part = models.PositiveSmallIntegerField(_("part"), default=1)
    opened_at = models.DateTimeField(_("opened"))
    despite = models.CharField(_("opened despite"), max_length=300, blank=True)
    despite_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+"
    )
    float_amount = models.DecimalField(
        _("float"), max_digits=14, decimal_places=2, default=Decimal(0)
    )
    counted_at = models.DateTimeField(_("counted at"), null=True)
    notes = models.JSONField(_("denominations"), default=dict, blank=True)
    counted = models.DecimalField(
        _("cash counted"), max_digits=14, decimal_places=2, null=True
    )
    float_counted = models.DecimalField(
        _("float counted"), max_digits=14, decimal_places=2, null=True
    )
    expected = models.DecimalField(
        _("cash due"), max_digits=14, decimal_places=2, null=True
    )
    explanation = models.CharField(
        _("explanation of the difference"), max_length=500, blank=True
    )
    taken_over_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        related_name="+",
        verbose_name=_("taken over by"),
    )
    submitted_at = models.DateTimeField(_("handed in"), null=True)
    signed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        related_name="+",
        verbose_name=_("signed by"),
    )
    chain_link = models.PositiveBigIntegerField(null=True)
    chain_hash = models.CharField(max_length=64, blank=True)
    carried_with = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        related_name="+",
        verbose_name=_("second person"),
    )
    carried_reason = models.CharField(_("why carried"), max_length=300, blank=True)
    deposit_due_on = models.DateField(_("to the bank by"), null=True)
    deposited_at = models.DateTimeField(_("deposited"), null=True)
    bank = models.CharField(_("bank"), max_length=80, blank=True)
    slip_no = models.CharField(_("bank slip no."), max_length=60, blank=True)
    reconciled_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        related_name="+",
        verbose_name=_("reconciled by"),
    )
    reconciled_at = models.DateTimeField(_("reconciled"), null=True)

    objects = CashierDayQuerySet.as_manager()

    class Meta:
        verbose_name = _("cashier's day")
        verbose_name_plural = _("cashiers' days")
        indexes = [models.Index(fields=["office", "-date"])]
        constraints = [
            models.UniqueConstraint(
                fields=["office", "cashier", "date", "part"],
                name="fees_one_day_a_cashier",
            ),
            models.UniqueConstraint(
                fields=["office", "cashier"],
                condition=Q(status__in=NOT_HANDED_IN, despite=""),
                name="fees_older_day_first",
            ),
            models.UniqueConstraint(
                fields=["office", "cashier", "date"],
                condition=Q(status=DayStatus.OPEN),
                name="fees_one_open_day_a_date",
            ),
            models.CheckConstraint(
                name="fees_counted_day_has_count",
                condition=Q(status=DayStatus.OPEN)
                | Q(counted__isnull=False, expected__isnull=False),
            ),
            models.CheckConstraint(
                name="fees_difference_is_explained",
                condition=Q(status__in=NOT_HANDED_IN)
                | Q(counted=F("expected"))
                | ~Q(explanation=""),
            ),
            models.CheckConstraint(
                name="fees_carried_by_two",
                condition=~Q(status=DayStatus.CARRIED)
                | (Q(carried_with__isnull=False) & ~Q(carried_with=F("cashier"))),
            ),
            models.CheckConstraint(
                name="fees_deposit_has_slip",
                condition=~Q(
                    status__in=[
                        DayStatus.DEPOSITED,
                        DayStatus.RECONCILED,
                        DayStatus.LOCKED,
                        DayStatus.REOPENED,
                    ]
                )
                | Q(deposited_at__isnull=False),
            ),
            models.CheckConstraint(
                name="fees_reconciled_by_another",
                condition=Q(reconciled_by=None) | ~Q(reconciled_by=F("cashier")),
            ),
            models.CheckConstraint(
                name="fees_signed_by_another",
                condition=Q(signed_by=None) | ~Q(signed_by=F("cashier")),
            ),
            models.CheckConstraint(
                name="fees_despite_has_name",
                condition=Q(despite="") | Q(despite_by__isnull=False),
            ),
        ]
        triggers = guarded("fees_day_status", MOVES, born=DayStatus.OPEN)

    @property
    def status_words(self) -> str:
        """The status as people say it."""
        return str(DayStatus(self.status).label)

    @property
    def difference(self) -> Decimal | None:
        """Over (长款, above zero) or short (短款), in yuan; None before the count."""
        if self.counted is None or self.expected is None:
            return None
        return self.counted - self.expected
