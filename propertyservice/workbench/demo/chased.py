"""Whom the minute-by-minute chase would have told until now, and when it goes on."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta

from propertyservice.audit.models import Run
from propertyservice.organisation.models import Staff
from propertyservice.workbench.demo.house import Demo
from propertyservice.workflow.models import (
    Chase,
    Deadline,
    DeadlineState,
    Notice,
    NoticeKind,
    NoticeLine,
)

READ_AFTER = timedelta(minutes=50)
STALE = timedelta(hours=10)
DAY = timedelta(days=1)
REMIND, DUE, ESCALATE = 0, 1, 2


def catch_up(demo: Demo) -> int:
    """Write the notices of running limits and set the chase to what comes next."""
    told: dict[datetime, dict[Staff, list[tuple[Deadline, int]]]] = {}
    chases = []
    for deadline in _running():
        level = REMIND
        for level, at in _times(deadline):
            if at > demo.now:
                break
            for person in _whom(demo, deadline, level):
                told.setdefault(at, {}).setdefault(person, []).append((deadline, level))
        chases.append(_chase(deadline, level, at))
    Chase.objects.bulk_update(chases, ["level", "next_at"])
    for at in sorted(told):
        _tell(demo, at, told[at])
    return sum(map(len, told.values()))


def _running() -> list[Deadline]:
    running = Deadline.objects.filter(state=DeadlineState.RUNNING)
    return list(running.select_related("case__holder", "chase").order_by("pk"))


def _times(deadline: Deadline) -> Iterator[tuple[int, datetime]]:
    """Reminder, due time, escalation, then once a day."""
    assert deadline.due_at is not None  # noqa: S101 the table says so
    due = _minute(deadline.due_at)
    if deadline.remind_at:
        yield REMIND, _minute(deadline.remind_at)
    yield DUE, due
    at, level = _minute(deadline.escalate_at or due + DAY), ESCALATE
    while True:
        yield level, at
        at, level = at + DAY, level + 1


def _whom(demo: Demo, deadline: Deadline, level: int) -> set[Staff]:
    if level == ESCALATE:
        return _on_post(demo, deadline, deadline.manager_post)
    case, post = deadline.case, deadline.holder_post
    people = {case.holder} if case.holder and not post else set()
    people = people or _on_post(demo, deadline, post or case.holder_post)
    if level >= DUE:
        people = people | _on_post(demo, deadline, deadline.supervisor_post)
    return people


def _on_post(demo: Demo, deadline: Deadline, post: str) -> set[Staff]:
    return set(Staff.objects.on_post(post, deadline.case.office_id, demo.now.date()))


def _chase(deadline: Deadline, level: int, at: datetime) -> Chase:
    deadline.chase.level, deadline.chase.next_at = level, at
    return deadline.chase


def _tell(
    demo: Demo, at: datetime, people: dict[Staff, list[tuple[Deadline, int]]]
) -> None:
    """One run: one notice a person, listing his cases."""
    run = Run.objects.create(
        job="workflow.chase",
        started_at=at,
        finished_at=at,
        counts={"notices": len(people)},
    )
    for person in sorted(people, key=lambda each: each.pk):
        notice = Notice.objects.create(
            recipient=person,
            kind=NoticeKind.CHASE,
            run=run,
            created_at=at,
            read_at=at + READ_AFTER if demo.now - at > STALE else None,
        )
        NoticeLine.objects.bulk_create(
            NoticeLine(
                notice=notice, case=deadline.case, deadline=deadline, level=level
            )
            for deadline, level in people[person]
        )


def _minute(at: datetime) -> datetime:
    """The run that saw it: the next full minute."""
    whole = at.replace(second=0, microsecond=0)
    return whole if whole == at else whole + timedelta(minutes=1)
