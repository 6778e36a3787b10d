"""When work must wait: suspending, resuming, more time (RULES 2.1)."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy

from propertyservice.approvals import requests
from propertyservice.workflow.transitions import Move, Refused, transition
from repairs.models import Repair, Status, SuspendReason
from repairs.rules import deadlines as limits
from repairs.transitions import guards
from repairs.transitions.queue import EXTEND, SUSPEND, hand_to_queue
from repairs.transitions.site import keep


@transition(
    label=lazy("Ask to suspend"),
    sources=[Status.ACCEPTED, Status.ON_SITE, Status.IN_PROGRESS],
    right="repairs.work",
    guards=[guards.own_task],
    of="technician",
    order=10,
)
def ask_suspension(
    repair: Repair,
    move: Move,
    *,
    reason_code: str,
    next_action_on: date,
    photos: Sequence[Any] = (),
) -> None:
    """The repairer can't go on; the maintenance supervisor confirms."""
    keep(repair, move, photos, "DOOR")
    hand_to_queue(
        repair,
        move,
        SUSPEND,
        reason_code=reason_code,
        next_action_on=next_action_on.isoformat(),
    )


@transition(
    label=lazy("Suspend"),
    sources=[Status.ACCEPTED, Status.ON_SITE, Status.IN_PROGRESS],
    target=Status.SUSPENDED,
    right="repairs.confirm",
    order=11,
)
def suspend(
    repair: Repair,
    move: Move,
    *,
    reason_code: str,
    next_action_on: date,
    since: datetime | None = None,
) -> None:
    """Work waits; only the reasons of the rule stop the clocks, from ``since`` on."""
    repair.suspended_from = repair.status
    repair.suspend_reason = reason_code
    repair.next_action_on = next_action_on
    if reason_code in move.deadlines.rules["repair.pauses"]:
        move.deadlines.pause(reason_code, since or move.at, move.by)
    requests.withdraw(repair.register, SUSPEND, by=move.person)
    move.note(
        reason=str(SuspendReason(reason_code).label), next=next_action_on.isoformat()
    )


@transition(
    label=lazy("Resume"),
    sources=[Status.SUSPENDED],
    target=[Status.ACCEPTED, Status.IN_PROGRESS],
    right="repairs.work",
    guards=[guards.own_task],
    of="technician",
    asks=False,
    order=1,
)
def resume(repair: Repair, move: Move) -> str:
    """Work goes on, and the clocks run again."""
    move.deadlines.resume(move.at)
    repair.suspend_reason, repair.next_action_on = "", None
    working = repair.suspended_from == Status.IN_PROGRESS
    return Status.IN_PROGRESS if working else Status.ACCEPTED


@transition(
    label=lazy("Ask for more time"),
    sources=[Status.ACCEPTED, Status.ON_SITE, Status.IN_PROGRESS, Status.SUSPENDED],
    right="repairs.work",
    guards=[guards.own_task],
    of="technician",
    order=15,
)
def ask_extension(repair: Repair, move: Move, *, until: datetime) -> None:
    """Material or a contractor is late: the clock runs on, more time may be granted."""
    hand_to_queue(repair, move, EXTEND, until=until.isoformat())


@transition(
    label=lazy("Extend the limit"),
    sources=[Status.ACCEPTED, Status.ON_SITE, Status.IN_PROGRESS, Status.SUSPENDED],
    right="repairs.confirm",
    order=16,
)
def extend(repair: Repair, move: Move, *, until: datetime) -> None:
    """The supervisor grants more time; the report counts it apart."""
    running = move.deadlines.running(limits.FINISH)
    if not running or (running[0].due_at and until <= running[0].due_at):
        raise Refused(_("Enter a time after the present limit."), code="until")
    move.deadlines.extend(limits.FINISH, until, move.reason)
    requests.withdraw(repair.register, EXTEND, by=move.person)
    move.note(until=until.isoformat())
