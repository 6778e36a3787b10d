"""One step as it is being taken, and when it may be said to have happened."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from functools import cached_property
from typing import Any

from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext as _

from propertyservice.cases.models import Step, StepKind
from propertyservice.organisation import posts, scope
from propertyservice.organisation.models import Staff
from propertyservice.policy.in_force import in_force
from propertyservice.workflow.deadlines import DeadlineBook

LATE_AFTER = "case.late_entry_after_hours"


class Refused(ValidationError):  # noqa: N818
    """The case can't take this step now; the message is written for the user."""


@dataclass(frozen=True)
class Refusal:
    """Why a step is not open, with a code for tests and a sentence for people."""

    code: str
    sentence: str


@dataclass
class Move:
    """One step as it is being taken: who (and for whom), when, and what it says."""

    record: Any
    by: Staff | None
    at: datetime
    reason: str = ""
    right: str = ""
    for_id: int | None = None
    kind: str = StepKind.STEP
    details: dict[str, Any] = field(default_factory=dict)

    @property
    def person(self) -> Staff:
        """Who acts, for steps that a job never takes."""
        if self.by is None:
            raise Refused(_("Somebody must take this step."), code="nobody")
        return self.by

    @cached_property
    def deadlines(self) -> DeadlineBook:
        """The case's deadlines; loaded when a step first asks."""
        return DeadlineBook.of(self.record.register)

    def note(self, **details: Any) -> None:
        """Add words to the timeline: values that people read, never phones."""
        self.details.update(details)

    def save_deadlines(self) -> None:
        """Write the book if the step opened it, and the register's next due time."""
        if "deadlines" not in self.__dict__:
            return
        self.deadlines.save(self.record.register)
        upcoming = self.deadlines.next
        self.record.due_at = upcoming.due_at if upcoming else None
        self.record.due_kind = upcoming.kind if upcoming else ""
        self.record.register.due_at = self.record.due_at
        if judged_by := self.record.JUDGED_BY:
            self.record.in_time = self.deadlines.kept(judged_by)  # type: ignore[attr-defined]

    def save_step(self, name: str, before: str) -> Step:
        """Write the line of the timeline."""
        now = timezone.now()
        running = scope.current()
        return Step.objects.create(
            case=self.record.register,
            kind=self.kind,
            name=name,
            from_status=before,
            to_status=self.record.status,
            by=self.by,
            on_behalf_of_id=self.for_id
            or _represented(self.by, self.record, self.right),
            occurred_at=self.at,
            recorded_at=now,
            is_late_entry=is_late(self, now),
            reason=self.reason,
            details=self.details,
            request_id=running.request_id if running else None,
        )


def check_time(move: Move) -> None:
    """Refuse times in the future, before the last step, or late without permission."""
    now = timezone.now()
    register = move.record.register
    if move.at > now + timedelta(minutes=1):
        raise Refused(
            _("This time is in the future. Enter when it really happened."),
            code="future",
        )
    if move.at < register.last_step_at.replace(second=0, microsecond=0):
        raise Refused(
            _("The step before was at %(time)s. Enter a time after that.")
            % {"time": _clock(register.last_step_at)},
            code="before_last_step",
        )
    late_right = f"{register.clause}.enter_late"
    allowed = move.by is None or move.by.may(late_right, move.record.office_id)
    if is_late(move, now) and not allowed:
        raise Refused(
            _(
                "This happened more than %(hours)s hours ago. "
                "Ask the supervisor to enter it."
            )
            % {"hours": late_hours(move)},
            code="late_entry",
        )


def late_hours(move: Move) -> int:
    """After how many hours an entry is a late one (补录; RULES 2.0.5)."""
    today = timezone.localdate()
    return int(in_force(move.record.office, today)[LATE_AFTER])


def is_late(move: Move, now: datetime) -> bool:
    """Whether what happened at ``move.at`` is entered late."""
    return now - move.at > timedelta(hours=late_hours(move))


def _represented(by: Staff | None, record: Any, right: str) -> int | None:
    """The holder for whom a deputy acts, when only that post gives him the right."""
    if by is None or not by.represents:
        return None
    return by.represented(posts.holders(right), record.office_id)


def _clock(moment: datetime) -> str:
    return f"{timezone.localtime(moment):%Y-%m-%d %H:%M}"
