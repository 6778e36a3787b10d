"""On site: arriving, containing, quoting, starting (RULES 2.1)."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy

from propertyservice.files.storage import attach
from propertyservice.ledger.money import yuan
from propertyservice.workflow.transitions import Move, Refused, transition
from repairs.models import ChargeType, Repair, Result, Status, TaskSheet
from repairs.rules import deadlines as limits
from repairs.signals import repair_closed
from repairs.transitions import guards


def sheet_of(repair: Repair) -> TaskSheet:
    """The task sheet of the present round."""
    if repair.sheet is None:
        raise Refused(_("No task sheet was made yet."), code="no_sheet")
    return repair.sheet


def keep(repair: Repair, move: Move, photos: Sequence[Any], kind: str) -> None:
    """Attach photos that prove a step."""
    for photo in photos:
        attach(repair.register, photo, by=move.person, kind=kind)
    if photos:
        move.note(photos=len(photos))


@transition(
    label=lazy("Record arrival"),
    sources=[Status.ACCEPTED],
    target=Status.ON_SITE,
    right="repairs.work",
    guards=[guards.own_task],
    of="technician",
    asks=False,
    order=1,
)
def arrive(repair: Repair, move: Move) -> None:
    """The repairer is there."""
    sheet = sheet_of(repair)
    sheet.arrived_at = sheet.arrived_at or move.at
    sheet.save()
    move.deadlines.meet([limits.ARRIVE, limits.ARRIVE_URGENT], move.at)


@transition(
    label=lazy("Record contained"),
    sources=[Status.ON_SITE, Status.IN_PROGRESS],
    right="repairs.work",
    guards=[guards.own_task, guards.something_to_contain],
    of="technician",
    asks=False,
    order=3,
)
def contain(repair: Repair, move: Move) -> None:
    """The water is off, the danger is over; restoring goes on."""
    sheet = sheet_of(repair)
    sheet.contained_at = move.at
    sheet.save()
    move.deadlines.meet([limits.CONTAIN], move.at)


@transition(
    label=lazy("Record the quote"),
    sources=[Status.ON_SITE, Status.IN_PROGRESS, Status.SUSPENDED],
    right="repairs.work",
    guards=[guards.own_task, guards.is_household],
    of="technician",
    order=4,
)
def quote(
    repair: Repair, move: Move, *, price_item: str, amount: Decimal, accepted_by: str
) -> None:
    """Paid work: the price shown and the resident's acceptance, before the work."""
    sheet = sheet_of(repair)
    sheet.price_item, sheet.quote_amount = price_item, yuan(amount)
    sheet.quote_accepted_sign, sheet.quote_accepted_at = accepted_by, move.at
    sheet.save()
    repair.charge_type = ChargeType.PAID
    move.note(price_item=price_item, amount=str(yuan(amount)))


@transition(
    label=lazy("Quote refused, close"),
    sources=[Status.ON_SITE, Status.SUSPENDED],
    target=Status.CLOSED,
    right="repairs.work",
    guards=[guards.own_task, guards.is_household],
    of="technician",
    announces=repair_closed,
    destructive=True,
    order=80,
)
def refuse_quote(repair: Repair, move: Move) -> None:
    """The resident refuses the price after the travel: no charge (edge case 8)."""
    sheet = sheet_of(repair)
    sheet.result = Result.NO_CHARGE_QUOTE_REFUSED
    sheet.save()
    move.deadlines.resume(move.at)
    move.deadlines.drop_all(move.at)
    repair.suspend_reason = ""
    repair.register.holder, repair.register.holder_post = None, ""


@transition(
    label=lazy("Start work"),
    sources=[Status.ON_SITE],
    target=Status.IN_PROGRESS,
    right="repairs.work",
    guards=[guards.own_task, guards.paid_work_is_quoted],
    of="technician",
    order=2,
)
def start(repair: Repair, move: Move, *, cause: str) -> None:
    """The cause is found and the work begins."""
    sheet = sheet_of(repair)
    sheet.cause, sheet.started_at = cause, sheet.started_at or move.at
    sheet.save()
    move.note(cause=cause)
