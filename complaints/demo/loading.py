"""The complaints of every office: months of closed ones and some at every stage."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta
from typing import Any

import pgtrigger
from django.db import models
from django.utils import timezone

from complaints.demo.ending import settle
from complaints.demo.life import Enough, Life
from complaints.demo.words import MATTERS, Matter
from complaints.models import CLOSED, Complainant, Complaint, Level
from complaints.transitions import routing
from propertyservice.approvals import demo as approvals
from propertyservice.cases.models import Case, Step
from propertyservice.numbering.models import Counter as Series
from propertyservice.numbering.numbers import series
from propertyservice.organisation.models import Department
from propertyservice.workbench.demo import Demo, DemoOffice
from propertyservice.workflow.deadlines import DeadlineBook
from propertyservice.workflow.models import Deadline, Pause

A_MONTH = 0.02
"""Complaints of a household in a month."""
BATCH = 1000
# What stands open at the end: the last step, hours ago.
OPEN_NOW = (
    ("receive", 0),
    ("receive", 1),
    ("transfer", 2),
    ("investigate", 7),
    ("propose", 20),
    ("propose", 27),
    ("implement", 40),
    ("finish", 50),
    ("reply", 60),
    ("called_back", 90),
)
HIDDEN = Matter(
    "SERVICE",
    Level.MINOR,
    "OFFICE",
    "客服主管当众训斥住户，态度恶劣",
    "公开道歉",
    "",
    "",
    "",
)


def load(demo: Demo) -> dict[str, int]:
    """Tell the complaints of each office and write them; returns how many."""
    count = 0
    for house in demo.offices:
        lives = _told(demo, house)
        _write(lives)
        count += len(lives)
    return {"complaints": count}


def _told(demo: Demo, house: DemoOffice) -> list[Life]:
    code = house.office.code
    chance = demo.chance(code, "complaints")
    departments = {
        each.code: each for each in Department.objects.filter(office=house.office)
    }
    days = (demo.now - demo.begins).days
    count = round(len(house.units) * demo.months * A_MONTH)
    moments = [
        (demo.begins + timedelta(days=chance.randint(0, days))).replace(
            hour=chance.randint(8, 20), minute=chance.randint(0, 59)
        )
        for _n in range(count)
    ]
    wanted = [("", at) for at in moments if at < demo.now - timedelta(hours=3)]
    wanted += [
        (stop, demo.now - timedelta(hours=hours, minutes=chance.randint(5, 25)))
        for stop, hours in OPEN_NOW
    ]
    lives = []
    for number, (stop, at) in enumerate(wanted):
        own = demo.chance(code, "complaint", number)
        life = Life(
            demo, house, departments, own, at, own.choice(MATTERS), stop_at=stop
        )
        lives.append(_tell(life, anonymous=own.random() < 0.05))
    above = Life(
        demo,
        house,
        departments,
        demo.chance(code, "hidden"),
        demo.now - timedelta(hours=5),
        HIDDEN,
        stop_at="receive",
        respondent=house.people["supervisor"],
    )
    return [*lives, _tell(above, anonymous=False)]


def _tell(life: Life, *, anonymous: bool) -> Life:
    unit = None if anonymous else life.chance.choice(life.house.units)
    living = life.house.calling_from(unit, life.clock.date()) if unit else []
    caller = life.chance.choice(living) if living else None
    try:
        life.receive(unit if caller else None, caller)
        life.sort()
        life.work()
        settle(life)
    except Enough:
        pass
    return life


def _write(lives: Sequence[Life]) -> None:
    """Numbers in the order of the paper, then table by table."""
    _number(lives)
    for life in lives:
        _settle(life)
    _create(Case, (life.case for life in lives))
    for life in lives:
        life.complaint.register = life.case
    # They are born with the status they reached; only the owner may let them.
    with pgtrigger.ignore("complaints.Complaint:complaints_status_born"):
        _create(Complaint, (life.complaint for life in lives))
    for life in lives:
        rows: list[Any] = [*life.steps, *life.book.deadlines, *life.book.pauses]
        for row in rows:
            row.case = life.case
        for request in life.requests:
            request.case = life.case
            life.case.complaint = life.complaint
        for person in life.people:
            person.complaint = life.complaint
    _create(Complainant, (each for life in lives for each in life.people))
    steps: list[Any] = [step for life in lives for step in life.steps]
    steps.sort(key=lambda step: step.recorded_at)
    _create(Step, steps)
    _create(Deadline, (each for life in lives for each in life.book.deadlines))
    _create(Pause, (each for life in lives for each in life.book.pauses))
    approvals.write(each for life in lives for each in life.requests)


def _settle(life: Life) -> None:
    book: DeadlineBook = life.book
    upcoming = book.next
    life.complaint.due_at = life.case.due_at = upcoming.due_at if upcoming else None
    life.complaint.due_kind = upcoming.kind if upcoming else ""
    life.complaint.in_time = book.kept(life.complaint.JUDGED_BY)
    life.case.is_open = life.complaint.status not in CLOSED
    if not life.case.is_open:
        life.case.closed_at = life.steps[-1].occurred_at


def _number(lives: Sequence[Life]) -> None:
    """Allot the numbers as the desk would, and keep the counters."""
    used: Counter[str] = Counter()

    def following(life: Life, at: datetime) -> str:
        code = routing.series_of(life.house.office, life.respondent is not None)
        name = series(code, "TS", timezone.localdate(at))
        if name not in used:
            known = Series.objects.filter(series=name).values_list("value", flat=True)
            used[name] = known.first() or 0
        used[name] += 1
        return f"{name}-{used[name]:04d}"

    for life in sorted(lives, key=lambda each: each.case.recorded_at):
        life.case.number = following(life, life.case.recorded_at)
    Series.objects.bulk_create(
        [Series(series=name, value=value) for name, value in sorted(used.items())],
        update_conflicts=True,
        unique_fields=["series"],
        update_fields=["value"],
    )


def _create(model: type[models.Model], rows: Iterable[models.Model]) -> None:
    model._default_manager.bulk_create(list(rows), batch_size=BATCH)
