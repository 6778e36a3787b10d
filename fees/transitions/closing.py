"""Closing a cashier's day: count, hand in, sign, bank, reconcile, lock (4.8.4; 4.6)."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from decimal import Decimal
from typing import Any

from django.db.models import Sum
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy

from fees.models import (
    Account,
    CashierDay,
    DayStatus,
    Entry,
    Matter,
    MatterKind,
    MatterStatus,
)
from fees.models.sql import CHAIN
from fees.rules import deadlines as limits
from fees.transitions.matters import DECIDE
from fees.transitions.paying import CHARGE
from propertyservice.approvals import requests
from propertyservice.approvals.models import Decision, Request, TierDecision
from propertyservice.ledger.models import ChainHead
from propertyservice.organisation.models import Staff
from propertyservice.workflow.transitions import Move, Refused, transition

SIGN = "fees.sign_day"
RECONCILE = "fees.reconcile"
DENOMINATIONS = (
    *("100", "50", "20", "10", "5", "1"),
    *("0.5", "0.1", "0.01"),
)
"""Notes and coins, in yuan."""


def own_day(user: Staff | None, day: CashierDay) -> str | None:
    """Only the cashier closes his own day."""
    if user is None or user.pk == day.cashier_id:
        return None
    return _("Only %(name)s closes this day.") % {"name": day.cashier}


def another(user: Staff | None, day: CashierDay) -> str | None:
    """Nobody checks his own day."""
    if user is None or user.pk != day.cashier_id:
        return None
    return _("Nobody checks his own day.")


def not_waiting(user: Staff | None, day: CashierDay) -> str | None:
    """It was handed in already, and waits for its signature."""
    if Request.objects.filter(case=day.register, kind=SIGN).waiting().exists():
        return _("It waits for its signature.")
    return None


def counted_of(notes: Mapping[str, int]) -> Decimal:
    """The yuan of so many notes and coins of each kind."""
    return sum((Decimal(kind) * count for kind, count in notes.items()), Decimal())


def cash_of(day: CashierDay) -> Decimal:
    """The cash that the journal took in on this day, in yuan."""
    found = Entry.objects.filter(voucher__day=day, account=Account.CASH)
    total: Decimal | None = found.aggregate(total=Sum("amount"))["total"]
    return total or Decimal("0.00")


@transition(
    label=lazy("Count the cash"),
    sources=[DayStatus.OPEN],
    target=[DayStatus.COUNTED, DayStatus.DISCREPANCY],
    right=CHARGE,
    guards=[own_day],
    order=1,
)
def count(
    day: CashierDay,
    move: Move,
    *,
    notes: dict[str, int],
    float_counted: Decimal,
    taken_over_by: Staff | None = None,
) -> str:
    """Blind: the system's sum is reckoned only now, with the day locked.

    ``notes`` are the takings by denomination, without the float. Whoever takes over at
    midday counts along (edge case 89).
    """
    asked = Matter.objects.filter(
        kind=MatterKind.VOID, status=MatterStatus.ASKED, voucher__day=day
    )
    if waiting := asked.select_related("register").first():
        raise Refused(
            _("%(number)s still asks to void a receipt of this day. Have it decided.")
            % {"number": waiting.register.number}
        )
    if taken_over_by == day.cashier:
        raise Refused(_("Somebody else takes over."), code="taken_over_by")
    day.notes = notes
    day.counted = counted_of(notes)
    day.float_counted = float_counted
    day.expected = cash_of(day)
    day.counted_at = move.at
    day.taken_over_by = taken_over_by
    move.note(counted=f"{day.counted:,.2f}", expected=f"{day.expected:,.2f}")
    short = day.counted != day.expected or float_counted != day.float_amount
    return DayStatus.DISCREPANCY if short else DayStatus.COUNTED


@transition(
    label=lazy("Hand in"),
    sources=[DayStatus.COUNTED, DayStatus.DISCREPANCY],
    right=CHARGE,
    guards=[own_day, not_waiting],
    order=2,
)
def hand_in(day: CashierDay, move: Move, *, explanation: str = "") -> None:
    """Cash, stubs and report go to the supervisor; a difference is explained.

    Who signs follows the size of the difference (RULES 4.6). It is never netted with
    another day, and no receipt is changed for it.
    """
    if day.status == DayStatus.DISCREPANCY and not explanation.strip():
        raise Refused(_("Explain the difference first."), code="explanation")
    day.explanation = explanation
    move.deadlines.meet([limits.HAND_IN], move.at)
    day.register.cashierday = day
    requests.ask(
        day.register,
        SIGN,
        by=move.person,
        reason=explanation or str(_("Counted, no difference.")),
        details={},
    )
    move.note(explanation=explanation)


@transition(
    label=lazy("Sign the daily report"),
    sources=[DayStatus.COUNTED, DayStatus.DISCREPANCY],
    target=DayStatus.SUBMITTED,
    right=DECIDE,
    guards=[another],
)
def sign(day: CashierDay, move: Move) -> None:
    """The report is signed; it carries the end of the office's chain."""
    # The day is closed, so every voucher of it lies at or before this head.
    head = ChainHead.objects.filter(ledger=CHAIN.ledger, office=day.office_id).first()
    day.chain_link, day.chain_hash = (head.link, head.hash) if head else (0, "")
    day.signed_by, day.submitted_at = move.person, move.at
    move.deadlines.start(limits.DEPOSIT, move.at, rule=limits.DEPOSIT)
    day.register.holder = day.cashier
    move.note(chain=day.chain_hash[:16])


@transition(
    label=lazy("Deposit at the bank"),
    sources=[DayStatus.SUBMITTED, DayStatus.CARRIED],
    target=DayStatus.DEPOSITED,
    right=CHARGE,
    guards=[own_day],
    order=3,
)
def deposit(day: CashierDay, move: Move, *, bank: str = "", slip_no: str = "") -> None:
    """The takings are at the bank, whole, with the slip's number."""
    if day.counted and not (bank.strip() and slip_no.strip()):
        raise Refused(_("Enter the bank's slip first."), code="slip_no")
    day.bank, day.slip_no, day.deposited_at = bank, slip_no, move.at
    move.deadlines.meet([limits.DEPOSIT, limits.DEPOSIT_CARRIED], move.at)
    move.deadlines.start(limits.RECONCILE, move.at, rule=limits.RECONCILE)
    day.register.holder, day.register.holder_post = None, "FINANCE"
    move.note(bank=bank, slip_no=slip_no)


@transition(
    label=lazy("Carry over to the next bank day"),
    sources=[DayStatus.SUBMITTED],
    target=DayStatus.CARRIED,
    right=CHARGE,
    guards=[own_day],
    order=4,
)
def carry(
    day: CashierDay, move: Move, *, carried_with: Staff, carried_reason: str
) -> None:
    """After the bank's hours: in the safe by two people; the date stays (90)."""
    if carried_with == day.cashier:
        raise Refused(
            _("Cash is carried over by two people. Name the second."),
            code="carried_with",
        )
    day.carried_with, day.carried_reason = carried_with, carried_reason
    move.deadlines.drop([limits.DEPOSIT], move.at)
    next_day = move.deadlines.start(
        limits.DEPOSIT_CARRIED, move.at, rule=limits.DEPOSIT_CARRIED
    )
    day.deposit_due_on = _local_day(next_day.due_at)
    move.note(carried_with=carried_with.name, carried_reason=carried_reason)


@transition(
    label=lazy("Reconciled with the bank"),
    sources=[DayStatus.DEPOSITED],
    target=DayStatus.RECONCILED,
    right=RECONCILE,
    guards=[another],
    order=5,
)
def reconcile(day: CashierDay, move: Move, *, words: str = "") -> None:
    """Finance finds the sum on the bank's statement, and says which line it is."""
    if day.counted and not words.strip():
        raise Refused(
            _("Enter the line of the bank's statement that shows the sum."),
            code="words",
        )
    day.reconciled_by, day.reconciled_at = move.person, move.at
    move.deadlines.meet([limits.RECONCILE], move.at)
    move.note(words=words)


@transition(
    label=lazy("Lock the day"),
    sources=[DayStatus.RECONCILED],
    target=DayStatus.LOCKED,
    right=RECONCILE,
    guards=[another],
    order=6,
    asks=False,
)
def lock(day: CashierDay, move: Move) -> None:
    """Nothing of this day is open any more."""
    day.register.holder, day.register.holder_post = None, ""


def _local_day(moment: datetime | None) -> Any:
    return timezone.localdate(moment) if moment else None


def of(request: Request) -> CashierDay:
    """The day that a request is about."""
    return CashierDay.objects.get(pk=request.case_id)


def carry_out(request: Request, by: Staff) -> None:
    """The last of those who sign has signed."""
    sign(of(request), by=by, reason=request.opinion)


def level_of(request: Request) -> Decimal:
    """How large the difference is, whichever way."""
    day = request.case.cashierday
    float_off = (day.float_counted or Decimal()) - day.float_amount
    return max(abs(day.difference or Decimal()), abs(float_off))


def facts(request: Request) -> list[tuple[str, str]]:
    """Enough to sign: what was counted, what the journal says, why they differ."""
    day = of(request)
    return [
        (_("Cashier"), str(day.cashier)),
        (_("Business date"), f"{day.date:%Y-%m-%d}"),
        (_("Cash counted"), f"{day.counted:,.2f}"),
        (_("Cash due"), f"{day.expected:,.2f}"),
        (_("Over or short"), f"{day.difference:+,.2f}"),
        (
            _("Float counted"),
            _("%(counted)s of %(float)s")
            % {
                "counted": f"{day.float_counted or 0:,.2f}",
                "float": f"{day.float_amount:,.2f}",
            },
        ),
        (_("Explanation"), day.explanation or "—"),
    ]


def signers(day: CashierDay) -> list[Staff]:
    """Who signed the report so far, tier by tier."""
    asked = Request.objects.filter(case=day.register, kind=SIGN)
    valid = asked.filter(decision__in=[Decision.WAITING, Decision.APPROVED])
    rulings = TierDecision.objects.filter(request__in=valid).order_by("pk")
    signed = [each.decided_by for each in rulings.select_related("decided_by")]
    return signed or [each for each in [day.signed_by] if each]


STEPS = (count, hand_in, deposit, carry, reconcile, lock)
