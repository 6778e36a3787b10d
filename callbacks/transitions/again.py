"""A second callback by hand: staff may add one, and never remove one (RULES 2.2)."""

from __future__ import annotations

from datetime import datetime

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy

from callbacks.models import Callback, DoNotCall, Status, Why
from callbacks.rules.deadlines import CALL
from callbacks.rules.defaults import key_of
from callbacks.rules.windows import window
from callbacks.transitions import guards
from callbacks.transitions.sampling.base import plan_of
from propertyservice.cases.models import Case, StepKind
from propertyservice.cases.opening import open_case
from propertyservice.numbering.numbers import SEALED
from propertyservice.organisation.posts import COMPANY_MANAGER, CS_SUPERVISOR
from propertyservice.workflow.deadlines import DeadlineBook
from propertyservice.workflow.transitions import Move, Refused, transition

SAME = (
    *("source", "source_case_id", "party", "unit_id", "location", "resident_name"),
    *("phone", "content", "rated_id", "hidden_from_id", "caller_post"),
)
"""What a second callback has in common with the first."""


@transition(
    label=lazy("Call a second time"),
    sources=[Status.FOLLOW_UP, Status.CLOSED],
    right="callbacks.add",
    guards=[guards.not_being_called_again],
    order=70,
)
def call_again(callback: Callback, move: Move) -> None:
    """What was reviewed isn't edited: it is called a second time instead.

    The second one stands beside the sample and holds no place in it.
    """
    if not move.reason.strip():
        raise Refused(_("Say why."), code="reason")
    second = _opened(callback, move)
    move.kind = StepKind.NOTE
    move.note(second=second.number)


def _opened(first: Callback, move: Move) -> Callback:
    """The line of the register, its window by the rule of today, its first step."""
    today = timezone.localdate(move.at)
    plan = plan_of(first.office, first.source, today)
    until = window(today, plan, timezone.get_current_timezone()).until
    supervisor = COMPANY_MANAGER if first.hidden_from_id else CS_SUPERVISOR
    second = Callback(
        register=_case(first, move.at, until, supervisor),
        office=first.office,
        status=Status.PLANNED,
        due_at=until,
        due_kind=CALL,
        why=Why.SECOND,
        window_from=move.at,
        window_until=until,
        do_not_call=_wished(first, move.at),
        follows=first,
        **{name: getattr(first, name) for name in SAME},
    )
    second.save(force_insert=True)
    book = DeadlineBook(first.office, move.at, second.register)
    limit = book.start(CALL, move.at, rule=key_of(first.source), fixed=until)
    limit.limit = {"clock": "NATURAL", "days": plan.days}
    limit.supervisor_post = supervisor
    book.save(second.register)
    made = Move(record=second, by=move.by, at=move.at, reason=move.reason)
    made.note(why=Why.SECOND.value, source_no=str(first.source_case))
    made.save_step("second", "")
    return second


def _case(first: Callback, at: datetime, until: datetime, supervisor: str) -> Case:
    source = first.source_case
    return open_case(
        clause="callbacks",
        kind="HF",
        office=first.office,
        title=first.content,
        opened_at=at,
        holder_post=supervisor,
        unit=first.unit,
        place=source.place,
        person=source.person,
        due_at=until,
        hidden_from=first.hidden_from,
        words=(first.location, first.resident_name),
        series_code=SEALED if first.hidden_from_id else "",
    )


def _wished(first: Callback, at: datetime) -> bool:
    wishes = DoNotCall.objects.filter(unit=first.unit_id, since__lte=at)
    return wishes.exclude(until__lte=at).exists()
