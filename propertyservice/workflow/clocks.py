"""When a term is over: the pure arithmetic of RULES 2.0.3 and 0.5.

No database and no "now": instants go in, instants come out. Everything counts by
the minute in Asia/Shanghai: the seconds of a start and of a pause are dropped.

A day clock counts days, not hours: the day of the start is not counted, nor a day
whose first instant lies in a pause. The last day is a counted day, and its end
doesn't lie inside a pause, else the term goes on to the next counted day.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from propertyservice.policy.calendar import WorkCalendar
from propertyservice.workflow.intervals import (
    DAY,
    NOTHING,
    SHANGHAI,
    Interval,
    aware,
    closed,
    exact_wall,
    first_day_from,
    gaps,
    merged,
    midnight,
    paused,
    stretches_from,
    wall,
)
from propertyservice.workflow.terms import Clock, Limit, corresponding_day
from propertyservice.workflow.windows import ServiceWindows

__all__ = [
    "SHANGHAI",
    "Clock",
    "Interval",
    "Limit",
    "ServiceWindows",
    "begins_at",
    "closed",
    "due_at",
    "elapsed",
    "left",
    "merged",
    "paused",
    "remaining",
    "share_used",
]

Stretches = Sequence[tuple[datetime, datetime]]
ALWAYS = ServiceWindows.always()


def due_at(
    limit: Limit,
    start: datetime,
    *,
    windows: ServiceWindows,
    calendar: WorkCalendar,
    pauses: Iterable[Interval] = (),
) -> datetime | None:
    """The earliest instant at which the counted time equals the limit.

    None while a pause without an end holds the term open (``closed(pauses, now)``
    makes it "if it went on now"). A pause that begins at or after the due time
    changes nothing. Raises MissingYear where a year of the calendar is needed.
    """
    pauses = tuple(pauses)
    begin = wall(begins_at(limit, start, windows))
    ended = stretches_from(begin, pauses)
    if limit.by_the_minute:
        due = _due_by_minute(limit, begin, windows, ended)
    else:
        due = _DayCount(limit, begin, windows, calendar, ended).due()
    if any(each.ends is None and wall(each.starts) < due for each in pauses):
        return None
    return aware(due)


def begins_at(limit: Limit, start: datetime, windows: ServiceWindows) -> datetime:
    """When counting begins: the minute of the start, or the next opening."""
    if limit.start_at_service:
        return windows.next_opening(start)
    return aware(wall(start))


def elapsed(
    limit: Limit,
    start: datetime,
    until: datetime,
    *,
    windows: ServiceWindows,
    calendar: WorkCalendar,
    pauses: Iterable[Interval] = (),
) -> timedelta:
    """Counted time in ``[start, until)`` on the limit's clock, pauses taken out.

    Working days count with all their 24 hours, from the day after the start on.
    """
    begin = wall(begins_at(limit, start, windows))
    if limit.clock == Clock.WORKING_DAYS and limit.days:
        begin = midnight(begin.date()) + DAY
    last = exact_wall(until)
    total = NOTHING
    for opens, closes in gaps(begin, stretches_from(begin, closed(pauses, until))):
        if opens < min(closes, last):
            total += _counted(limit, opens, min(closes, last), windows, calendar)
    return total


def remaining(
    limit: Limit,
    now: datetime,
    due: datetime,
    *,
    windows: ServiceWindows,
    calendar: WorkCalendar,
) -> timedelta:
    """Counted time from ``now`` to ``due`` on the limit's clock; nothing once late."""
    opens, closes = exact_wall(now), exact_wall(due)
    if opens >= closes:
        return NOTHING
    return _counted(limit, opens, closes, windows, calendar)


def share_used(
    limit: Limit,
    start: datetime,
    now: datetime,
    due: datetime,
    *,
    windows: ServiceWindows,
    calendar: WorkCalendar,
    pauses: Iterable[Interval] = (),
) -> float:
    """The part of the counted time that is gone, 0 to 1, for the ring (LOOK 9)."""
    left = remaining(limit, now, due, windows=windows, calendar=calendar)
    if not left:
        return 1.0
    used = elapsed(limit, start, now, windows=windows, calendar=calendar, pauses=pauses)
    return used / (used + left)


def left(
    limit: Limit,
    now: datetime,
    due: datetime,
    *,
    windows: ServiceWindows,
    calendar: WorkCalendar,
) -> timedelta | int:
    """What a chip says is left: working days after today if there are any, else time.

    On SERVICE_HOURS the time is service time.
    """
    if limit.clock == Clock.WORKING_DAYS:
        day, last = exact_wall(now).date() + DAY, exact_wall(due) - timedelta.resolution
        days = 0
        while day <= last.date():
            days += calendar.is_working(day)
            day += DAY
        return days or max(due - now, NOTHING)
    return remaining(limit, now, due, windows=windows, calendar=calendar)


def _due_by_minute(
    limit: Limit, begin: datetime, windows: ServiceWindows, pauses: Stretches
) -> datetime:
    hours = windows if limit.clock == Clock.SERVICE_HOURS else ALWAYS
    left = timedelta(minutes=limit.minutes or 0)
    for opens, closes in gaps(begin, pauses):
        before = hours.counted_to(opens)
        here = hours.counted_to(closes) - before
        if here >= left:
            return hours.earliest(before + left)
        left -= here
    raise OverflowError(f"{limit} does not end")


@dataclass(frozen=True)
class _DayCount:
    """The day clock of one term, whose first instant is ``begin`` (wall time)."""

    limit: Limit
    begin: datetime
    windows: ServiceWindows
    calendar: WorkCalendar
    pauses: Stretches

    def due(self) -> datetime:
        day = self._last_day()
        while True:
            if self.limit.shift_if_holiday and self.calendar.is_rest(day):
                day = self.calendar.next_working_day(day)
            due = self._end_of(day)
            if due > self.begin and not (self._taken(day) or self._inside(due)):
                return due
            day = self._next_counted(day)

    def _last_day(self) -> date:
        day = self.begin.date()
        if self.limit.clock == Clock.NATURAL:
            return self._natural_last_day(day)
        if self.limit.days == 0 and self.calendar.is_working(day):
            return day
        for _ in range(self.limit.days or 1):
            day = self._next_counted(day)
        return day

    def _natural_last_day(self, start: date) -> date:
        if self.limit.months is None:
            last = start + timedelta(days=self.limit.days or 0)
        else:
            last = corresponding_day(start, self.limit.months)
        for starts, ends in self.pauses:
            first = max(first_day_from(starts), start + DAY)
            taken = first_day_from(ends) - first
            if first <= last and taken > NOTHING:
                last += taken
        return last

    def _next_counted(self, day: date) -> date:
        day += DAY
        while self._taken(day) or not self._counts(day):
            day += DAY
        return day

    def _counts(self, day: date) -> bool:
        natural = self.limit.clock == Clock.NATURAL
        return natural or self.calendar.is_working(day)

    def _taken(self, day: date) -> bool:
        return any(starts <= midnight(day) < ends for starts, ends in self.pauses)

    def _inside(self, due: datetime) -> bool:
        return any(starts < due < ends for starts, ends in self.pauses)

    def _end_of(self, day: date) -> datetime:
        if self.limit.ends_at is not None:
            return datetime.combine(day, self.limit.ends_at)
        if self.limit.until_closing:
            return midnight(day) + self.windows.closing
        return midnight(day) + DAY


def _counted(
    limit: Limit,
    opens: datetime,
    closes: datetime,
    windows: ServiceWindows,
    calendar: WorkCalendar,
) -> timedelta:
    if limit.clock == Clock.NATURAL:
        return closes - opens
    if limit.clock == Clock.SERVICE_HOURS:
        return windows.counted_to(closes) - windows.counted_to(opens)
    total, day = NOTHING, opens.date()
    while midnight(day) < closes:
        if calendar.is_working(day):
            total += min(closes, midnight(day) + DAY) - max(opens, midnight(day))
        day += DAY
    return total
