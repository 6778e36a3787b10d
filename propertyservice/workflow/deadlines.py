"""The deadlines of one case: started, met, paused, extended, replaced; saved at once.

A step works on the book in memory; ``save`` writes what changed in two statements and
``next_due`` is what the register's ``due_at`` repeats.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import TYPE_CHECKING, Any

from django.utils import timezone

from propertyservice.policy import in_force as policy
from propertyservice.workflow import kinds
from propertyservice.workflow.clocks import Interval, ServiceWindows, closed, due_at
from propertyservice.workflow.limits import chase_times, limit_of
from propertyservice.workflow.models import Deadline, DeadlineState, Pause

if TYPE_CHECKING:
    from propertyservice.cases.models import Case
    from propertyservice.organisation.models import Office, Staff

CHANGING = (
    "due_at",
    "remind_at",
    "escalate_at",
    "state",
    "ended_at",
    "limit",
    "basis",
)


class DeadlineBook:
    """The deadlines and pauses of one case.

    Rules are those in force on the day the case began: open cases keep theirs.
    """

    def __init__(self, office: Office, began_at: datetime, case: Case | None) -> None:
        self.office = office
        self.case = case
        self.rules = policy.in_force(office, timezone.localdate(began_at))
        self.windows = ServiceWindows(policy.service_hours(office))
        self.deadlines: list[Deadline] = []
        self.pauses: list[Pause] = []
        self._changed: set[int] = set()
        self._changed_pauses: list[Pause] = []

    @classmethod
    def of(cls, case: Case) -> DeadlineBook:
        """The book of a case that stands, without side limits; two statements."""
        deadlines = case.deadlines.filter(holder_post="").select_related("rule_version")
        return cls.loaded(case, deadlines, case.pauses.all())

    @classmethod
    def loaded(
        cls, case: Case, deadlines: Iterable[Deadline], pauses: Iterable[Pause]
    ) -> DeadlineBook:
        """The book of a case whose deadlines and pauses are read already."""
        book = cls(case.office, case.opened_at, case)
        book.deadlines, book.pauses = list(deadlines), list(pauses)
        return book

    def running(self, *codes: str) -> list[Deadline]:
        """Deadlines still to be met, of these kinds or of all."""
        return [
            d for d in self.deadlines if d.is_running and (not codes or d.kind in codes)
        ]

    @property
    def next(self) -> Deadline | None:
        """The earliest running deadline of the case itself with a known due time."""
        own = [d for d in self.running() if not d.holder_post]
        known = [d for d in own if d.due_at is not None]
        return min(known, key=lambda d: d.due_at or timezone.now(), default=None)

    def kept(self, codes: Sequence[str]) -> bool | None:
        """Whether the limits of these kinds were kept: None until one has ended.

        What is done twice has two: it was late when one of them was missed.
        """
        states = {d.state for d in self.deadlines if d.kind in codes}
        if DeadlineState.MISSED in states:
            return False
        return True if DeadlineState.MET in states else None

    def start(
        self,
        kind: str,
        at: datetime,
        *,
        rule: str,
        fixed: datetime | None = None,
        now: datetime | None = None,
        chased: Sequence[str] = (),
    ) -> Deadline:
        """Start a clock at ``at``; a running one of the same kind is replaced ``now``.

        ``rule`` is the key of the limit; with ``fixed`` the due time is as agreed and
        the rule only names the tolerance. ``chased``, the posts of holder,
        supervisor and manager, makes it a side limit.

        Raises MissingYear and ValueError.
        """
        self.replace([kind], now or at)
        facts = kinds.get(kind)
        version = self.rules.version(rule)
        holder, supervisor, manager = chased or (
            "",
            facts.supervisor_post,
            facts.manager_post,
        )
        deadline = Deadline(
            kind=kind,
            rule_key=rule,
            rule_version=version,
            limit=self.rules[rule],
            starts_at=at,
            pausable=facts.pausable,
            holder_post=holder,
            supervisor_post=supervisor,
            manager_post=manager,
            basis={"fixed": fixed.isoformat()} if fixed else {},
        )
        self._set_due(deadline, self._compute(deadline))
        self.deadlines.append(deadline)
        return deadline

    def meet(self, codes: Iterable[str], at: datetime) -> None:
        """End these deadlines: met unless ``at`` is after the due time, then missed."""
        for deadline in self.running(*codes):
            late = at > self._due_as_of(deadline, at)
            self._end(deadline, DeadlineState.MISSED if late else DeadlineState.MET, at)

    def drop(self, codes: Iterable[str], at: datetime) -> None:
        """End deadlines that are not needed any more; one already late stays missed."""
        self._drop(self.running(*codes), at, DeadlineState.VOID)

    def drop_all(self, at: datetime) -> None:
        """End whatever is running (cancelled, referred: edge case 6)."""
        self._drop(self.running(), at, DeadlineState.VOID)

    def replace(self, codes: Iterable[str], at: datetime) -> None:
        """End deadlines that a new one takes the place of (edge case 7)."""
        self._drop(self.running(*codes), at, DeadlineState.REPLACED)

    def pause(self, reason: str, at: datetime, by: Staff | None) -> None:
        """Stop the pausable clocks from ``at`` on."""
        pause = Pause(case=self.case, reason=reason, started_at=at, by=by)
        self.pauses.append(pause)
        self._changed_pauses.append(pause)
        self.recompute()

    def resume(self, at: datetime) -> None:
        """Let the clocks run again from ``at`` on; nothing happens without a pause."""
        for pause in self.pauses:
            if pause.ended_at is None:
                pause.ended_at = max(at, pause.started_at)
                self._changed_pauses.append(pause)
        self.recompute()

    def extend(self, kind: str, to: datetime, reason: str) -> None:
        """Move a running deadline's due time by permission; reported separately."""
        for deadline in self.running(kind):
            self._log_change(deadline, to, reason)
            deadline.basis["fixed"] = to.isoformat()
            self._set_due(deadline, to)

    def recompute(self, reason: str = "") -> None:
        """Compute running due times anew from the same limits (pause, calendar)."""
        for deadline in self.running():
            due = self._compute(deadline)
            if due != deadline.due_at:
                if reason:
                    self._log_change(deadline, due, reason)
                self._set_due(deadline, due)

    def correct(self, reason: str, rule: str = "") -> list[Deadline]:
        """Compute anew after a correction of the calendar, or of ``rule``; what moved.

        A limit of a corrected rule takes the value that holds now for the day the case
        began. Raises MissingYear.
        """
        for deadline in self.running():
            if rule and deadline.rule_key == rule:
                deadline.limit = self.rules[rule]
                deadline.rule_version = self.rules.version(rule)
                self._touch(deadline)
        self.recompute(reason)
        return [d for d in self.deadlines if d.pk in self._changed]

    def save(self, case: Case) -> None:
        """Write what is new and what changed."""
        new = [d for d in self.deadlines if d.pk is None]
        for deadline in new:
            deadline.case = case
        changed = [d for d in self.deadlines if d.pk in self._changed]
        # Ended ones first: a new one of the same kind may take their place.
        if changed:
            Deadline.objects.bulk_update(changed, CHANGING)
        if new:
            Deadline.objects.bulk_create(new)
        for pause in self._changed_pauses:
            pause.case = case
            pause.save()
        self._changed_pauses.clear()
        self._changed.clear()

    # ── inside ──────────────────────────────────────────────────────────

    def _intervals(self, deadline: Deadline) -> list[Interval]:
        if not deadline.pausable:
            return []
        return [Interval(p.started_at, p.ended_at) for p in self.pauses]

    def _compute(self, deadline: Deadline) -> datetime | None:
        if "fixed" in deadline.basis:
            return datetime.fromisoformat(deadline.basis["fixed"])
        return self._count(deadline, self._intervals(deadline))

    def _count(self, deadline: Deadline, pauses: list[Interval]) -> datetime | None:
        return due_at(
            limit_of(deadline.limit),
            deadline.starts_at,
            windows=self.windows,
            calendar=policy.work_calendar(),
            pauses=pauses,
        )

    def _due_as_of(self, deadline: Deadline, at: datetime) -> datetime:
        """The due time, as if an open pause ended now."""
        if deadline.due_at is not None:
            return deadline.due_at
        due = self._count(deadline, list(closed(self._intervals(deadline), at)))
        return due or at

    def _set_due(self, deadline: Deadline, due: datetime | None) -> None:
        deadline.due_at = due
        deadline.state = DeadlineState.RUNNING if due else DeadlineState.PAUSED
        deadline.remind_at = deadline.escalate_at = None
        if due:
            times = chase_times(deadline.starts_at, due, self.rules)
            deadline.remind_at = times.remind_at
            deadline.escalate_at = times.escalate_at
        self._touch(deadline)

    def _drop(self, found: list[Deadline], at: datetime, state: DeadlineState) -> None:
        for deadline in found:
            late = at > self._due_as_of(deadline, at)
            self._end(deadline, DeadlineState.MISSED if late else state, at)

    def _end(self, deadline: Deadline, state: DeadlineState, at: datetime) -> None:
        deadline.due_at = self._due_as_of(deadline, at)
        deadline.state = state
        deadline.ended_at = at
        self._touch(deadline)

    def _log_change(self, deadline: Deadline, to: datetime | None, why: str) -> None:
        change: dict[str, Any] = {
            "at": timezone.now().isoformat(),
            "from": deadline.due_at and deadline.due_at.isoformat(),
            "to": to and to.isoformat(),
            "why": why,
        }
        deadline.basis.setdefault("changes", []).append(change)

    def _touch(self, deadline: Deadline) -> None:
        if deadline.pk is not None:
            self._changed.add(deadline.pk)
