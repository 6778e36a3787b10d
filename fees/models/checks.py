"""What the daily reconciliation finds: a case for the manager, with a limit (4.8.5)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Self

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from propertyservice.audit.history import tracked
from propertyservice.cases.models import Case, CaseRecord
from propertyservice.workflow.status import guarded

if TYPE_CHECKING:
    from propertyservice.organisation.models import Staff


class Check(models.TextChoices):
    """What is checked every day (RULES 4.5, 4.6)."""

    BALANCE = "BALANCE", _("Entries and totals")
    SETTLED = "SETTLED", _("Debts against vouchers")
    PREPAID = "PREPAID", _("Prepayments against vouchers")
    HELD = "HELD", _("Deposits against vouchers")
    NUMBERS = "NUMBERS", _("Receipt numbers")
    NOT_CLOSED = "NOT_CLOSED", _("Day not closed")
    LATE_DEPOSIT = "LATE_DEPOSIT", _("Cash not at the bank")
    CHAIN = "CHAIN", _("Chain of vouchers")
    SIGNED = "SIGNED", _("Signed report against the chain")
    SHORTS = "SHORTS", _("Three times short in a month")
    UNMATCHED = "UNMATCHED", _("Payment not on a statement")
    STRANGE = "STRANGE", _("Line of a statement without payment")
    NO_COUNT = "NO_COUNT", _("No surprise count in the month")
    DRAWER = "DRAWER", _("Too much cash in the drawer")


class CheckStatus(models.TextChoices):
    """Where a finding stands."""

    OPEN = "OPEN", _("To be explained")
    SETTLED = "SETTLED", _("Explained")


MOVES: dict[str, tuple[str, ...]] = {"OPEN": ("SETTLED",), "SETTLED": ()}


class CheckFindingQuerySet(models.QuerySet[Any]):
    """Findings of the reconciliation."""

    def visible_to(self, user: Staff) -> Self:
        """Those of the offices whose findings this person may see."""
        return self.filter(register__in=Case.objects.visible_to(user, "fee_findings"))


@tracked()
class CheckFinding(CaseRecord):
    """Something that does not agree. ``subject`` tells it apart: found again the next
    night it is the same finding, not another. ``date`` is the day that was checked."""

    CLOSED_STATUSES = (CheckStatus.SETTLED,)

    check_code = models.CharField(_("check"), max_length=12, choices=Check)
    subject = models.CharField(_("subject"), max_length=80)
    date = models.DateField(_("date"))
    what = models.CharField(_("finding"), max_length=300)
    answer = models.CharField(_("explanation"), max_length=500, blank=True)

    objects = CheckFindingQuerySet.as_manager()

    class Meta:
        verbose_name = _("finding of the reconciliation")
        verbose_name_plural = _("findings of the reconciliation")
        constraints = [
            models.UniqueConstraint(
                fields=["office", "check_code", "subject"], name="fees_found_once"
            ),
            models.CheckConstraint(
                name="fees_settled_says_why",
                condition=Q(status=CheckStatus.OPEN) | ~Q(answer=""),
            ),
        ]
        triggers = guarded("fees_finding_status", MOVES, born=CheckStatus.OPEN)

    @property
    def status_words(self) -> str:
        """The status as people say it."""
        return str(CheckStatus(self.status).label)
