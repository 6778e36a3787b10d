"""Writing how calls ended, some at once: rows, limits, steps."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime, timedelta
from typing import Any

import pgtrigger

from callbacks.demo.calls import Called
from callbacks.models import Attempt, AttemptResult, Callback, Method, Outcome, Status
from callbacks.rules.deadlines import CALL
from propertyservice.cases.models import Case, Step, StepKind
from propertyservice.workflow.models import Deadline, DeadlineState

ENDED = {
    Outcome.ANSWERED: ("complete", Status.COMPLETED),
    Outcome.UNREACHABLE: ("unreachable", Status.UNREACHABLE),
    Outcome.REFUSED: ("refuse", Status.REFUSED),
}
WRITTEN = (
    *("status", "caller", "called_at", "interviewee", "method", "rating", "comments"),
    *("outcome", "timeliness", "quality", "attitude", "cleanliness", "reviewed_by"),
    *("reviewed_at", "review_note", "released_at", "due_at", "due_kind", "follow_up"),
)
HELD = ("holder", "holder_post", "is_open", "closed_at", "last_step_at", "due_at")


def write(calls: Sequence[Called]) -> None:
    """Those that are over as they ended; the others as assigned."""
    if not calls:
        return
    steps = [step for call in calls for step in _steps(call)]
    attempts = [each for call in calls for each in _attempts(call)]
    for call in calls:
        _fill(call)
    # They move several steps at once; only the owner may let them.
    with pgtrigger.ignore("callbacks.Callback:callbacks_status_jump"):
        Callback.objects.bulk_update([call.callback for call in calls], WRITTEN)
    Case.objects.bulk_update([call.callback.register for call in calls], HELD)
    Step.objects.bulk_create(steps)
    Attempt.objects.bulk_create(attempts)
    _end_limits(calls)


def _fill(call: Called) -> None:
    row, case = call.callback, call.callback.register
    row.caller, row.status = call.officer, Status.ASSIGNED
    case.holder, case.holder_post = call.officer, row.caller_post
    case.last_step_at = call.night
    if not call.is_over:
        return
    row.outcome, row.status = call.outcome, ENDED[Outcome(call.outcome)][1]
    row.comments = call.comments
    row.due_at, row.due_kind, case.due_at = None, "", None
    case.holder, case.holder_post, case.last_step_at = None, "CS_SUPERVISOR", call.at
    if call.outcome == Outcome.ANSWERED:
        row.called_at, row.method = call.at, Method.PHONE
        row.rating, row.interviewee = call.rating, row.resident_name or "住户"
        row.timeliness = row.quality = row.attitude = call.rating
        row.cleanliness = "A"
    else:
        row.released_at = call.at
        if call.outcome == Outcome.REFUSED:
            row.called_at, row.method = call.at, Method.PHONE
    if call.is_reviewed:
        row.status, row.reviewed_by = Status.CLOSED, call.supervisor
        row.reviewed_at = _evening(call)
        row.review_note = "已约谈" if call.rating == "C" else ""
        case.is_open, case.closed_at = False, row.reviewed_at
        case.holder_post, case.last_step_at = "", row.reviewed_at
        if call.rating == "C":
            row.follow_up = row.source_case
    elif call.rating == "C":
        row.status, row.follow_up = Status.FOLLOW_UP, row.source_case


def _steps(call: Called) -> Iterator[Step]:
    yield _step(call, "assign", "PLANNED", "ASSIGNED", call.night, None, call.officer)
    if not call.is_over:
        return
    for at in call.tries:
        step = _step(call, "attempt", "ASSIGNED", "ASSIGNED", at, call.officer)
        step.kind = StepKind.NOTE
        step.details = {"result": str(AttemptResult.NO_ANSWER.label)}
        yield step
    name, status = ENDED[Outcome(call.outcome)]
    step = _step(call, name, "ASSIGNED", status, call.at, call.officer)
    step.details = {"rating": call.rating, "words": call.comments}
    yield step
    before, evening = str(status), _evening(call)
    if call.rating == "C":
        yield _step(call, "follow_up", before, "FOLLOW_UP", call.at, None)
    if not call.is_reviewed:
        return
    if call.rating == "C":
        yield _step(call, "settle", "FOLLOW_UP", "CLOSED", evening, call.supervisor)
        return
    yield _step(call, "review", before, "REVIEWED", evening, call.supervisor)
    yield _step(call, "close", "REVIEWED", "CLOSED", evening, None)


def _step(
    call: Called,
    name: str,
    before: str,
    after: str,
    at: datetime,
    by: Any,
    caller: Any = None,
) -> Step:
    return Step(
        case=call.callback.register,
        name=name,
        from_status=before,
        to_status=after,
        by=by,
        occurred_at=at,
        recorded_at=at,
        details={"caller": caller.name} if caller else {},
    )


def _attempts(call: Called) -> Iterable[Attempt]:
    if not call.is_over:
        return
    for daypart, at in enumerate(call.tries):
        yield Attempt(
            callback=call.callback,
            at=at,
            by=call.officer,
            method=Method.PHONE,
            result=AttemptResult.NO_ANSWER,
            daypart=daypart,
        )


def _end_limits(calls: Sequence[Called]) -> None:
    over = {call.callback.pk: call for call in calls if call.is_over}
    rows = list(Deadline.objects.filter(case__in=over, kind=CALL, state="RUNNING"))
    for row in rows:
        call = over[row.case_id]
        row.ended_at = call.at
        met = DeadlineState.MET if not call.gives_up else DeadlineState.VOID
        assert row.due_at is not None  # noqa: S101 it runs
        row.state = met if call.at <= row.due_at else DeadlineState.MISSED
    Deadline.objects.bulk_update(rows, ["state", "ended_at"])


def _evening(call: Called) -> datetime:
    return call.at + timedelta(hours=3)
