"""A locked day opened again: only its bank part, never its money (RULES 4.6)."""

from __future__ import annotations

from django.core.exceptions import PermissionDenied
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy

from fees.models import CashierDay, DayStatus
from fees.transitions.closing import RECONCILE, another, of
from fees.transitions.matters import DECIDE
from propertyservice.approvals import requests
from propertyservice.approvals.models import Request
from propertyservice.organisation.models import Staff
from propertyservice.workflow.transitions import Move, Refused, transition

REOPEN = "fees.reopen_day"
ASK = "fees.ask_reopen"


def ask_reopen(day: CashierDay, *, by: Staff, reason: str) -> Request:
    """Ask to open a locked day again; manager and finance decide.

    Its receipts stay closed for good: what is wrong with them is a red reversal.
    """
    if not by.may(ASK, day.office_id):
        raise PermissionDenied(_("Your post does not include this act."))
    if day.status != DayStatus.LOCKED:
        raise Refused(_("Only a locked day is reopened."), code="day")
    if not reason.strip():
        raise Refused(_("Say why."), code="reason")
    day.register.cashierday = day
    return requests.ask(day.register, REOPEN, by=by, reason=reason, details={})


@transition(
    label=lazy("Reopen the day"),
    sources=[DayStatus.LOCKED],
    target=DayStatus.REOPENED,
    right=DECIDE,
    guards=[another],
)
def reopen(day: CashierDay, move: Move) -> None:
    """Approved; finance corrects the bank's part. What stood before is kept."""
    day.register.holder_post = "FINANCE"
    move.note(bank=day.bank, slip_no=day.slip_no)


@transition(
    label=lazy("Correct the bank's part"),
    sources=[DayStatus.REOPENED],
    target=DayStatus.RECONCILED,
    right=RECONCILE,
    guards=[another],
    order=7,
)
def correct(
    day: CashierDay, move: Move, *, bank: str, slip_no: str, words: str
) -> None:
    """Finance enters what the bank really has; the day is locked again afterwards."""
    day.bank, day.slip_no = bank, slip_no
    day.reconciled_by, day.reconciled_at = move.person, move.at
    move.note(bank=bank, slip_no=slip_no, words=words)


def carry_out(request: Request, by: Staff) -> None:
    """Manager and finance agreed."""
    reopen(of(request), by=by, reason=request.opinion)
