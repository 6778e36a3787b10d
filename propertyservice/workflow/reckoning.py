"""How a due time came about: what its pauses took and which days off it passed.

The facts behind "why Tuesday 14:30?"; ``explain`` says them in words.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta

from propertyservice.policy.calendar import DayKind, WorkCalendar
from propertyservice.workflow.clocks import begins_at, due_at, elapsed
from propertyservice.workflow.intervals import (
    DAY,
    NOTHING,
    Interval,
    first_day_from,
    merged,
    midnight,
    wall,
)
from propertyservice.workflow.terms import Clock, Limit
from propertyservice.workflow.windows import ServiceWindows


@dataclass(frozen=True)
class Taken:
    """A pause and what it took: counted time on an hour clock, days on a day clock."""

    pause: Interval
    took: timedelta | int


@dataclass(frozen=True)
class DayOff:
    """A day that did not count, or could not be the last one."""

    day: date
    kind: DayKind
    name: str


@dataclass(frozen=True)
class Reckoning:
    """A due time with what led to it; ``due`` is None while a pause is open."""

    begins: datetime
    due: datetime | None
    pauses: tuple[Taken, ...]
    days_off: tuple[DayOff, ...]


def reckon(
    limit: Limit,
    start: datetime,
    *,
    windows: ServiceWindows,
    calendar: WorkCalendar,
    pauses: Iterable[Interval] = (),
) -> Reckoning:
    """The due time and its account. Raises MissingYear as ``due_at`` does."""
    pauses = tuple(pauses)
    begins = begins_at(limit, start, windows)
    due = due_at(limit, start, windows=windows, calendar=calendar, pauses=pauses)
    first = _first_day_off(limit, begins, windows, calendar, pauses)
    counted = [
        each
        for each in merged(pauses)
        if each.ends is not None
        and each.ends > begins
        and (due is None or each.starts < due)
    ]
    return Reckoning(
        begins=begins,
        due=due,
        pauses=tuple(
            Taken(each, _took(limit, begins, each, windows, calendar))
            for each in counted
        ),
        days_off=_days_off(first, due, calendar) if first else (),
    )


def _took(
    limit: Limit,
    begins: datetime,
    pause: Interval,
    windows: ServiceWindows,
    calendar: WorkCalendar,
) -> timedelta | int:
    ends = pause.ends or pause.starts
    starts = max(pause.starts, begins)
    if limit.by_the_minute:
        plain = Limit(clock=limit.clock, minutes=limit.minutes)
        return elapsed(plain, starts, ends, windows=windows, calendar=calendar)
    day = max(first_day_from(wall(starts)), wall(begins).date() + DAY)
    taken = 0
    while midnight(day) < wall(ends):
        taken += limit.clock == Clock.NATURAL or calendar.is_working(day)
        day += DAY
    return taken


def _first_day_off(
    limit: Limit,
    begins: datetime,
    windows: ServiceWindows,
    calendar: WorkCalendar,
    pauses: tuple[Interval, ...],
) -> date | None:
    """The first day from which on a day off mattered to the term, if any did."""
    if limit.clock == Clock.WORKING_DAYS:
        return wall(begins).date() + (DAY if limit.days else NOTHING)
    if not limit.shift_if_holiday:
        return None
    plain = replace(limit, shift_if_holiday=False)
    due = due_at(plain, begins, windows=windows, calendar=calendar, pauses=pauses)
    return _last_day(due) if due else None


def _days_off(
    first: date, due: datetime | None, calendar: WorkCalendar
) -> tuple[DayOff, ...]:
    found = []
    last = _last_day(due) if due else first
    while first < last:
        if calendar.is_rest(first):
            found.append(DayOff(first, calendar.kind(first), calendar.name(first)))
        first += DAY
    return tuple(found)


def _last_day(due: datetime) -> date:
    return (wall(due) - timedelta.resolution).date()
