"""The clocks once more, slow and plain: every minute is looked at in turn."""

from __future__ import annotations

from datetime import datetime, timedelta

from propertyservice.policy.calendar import WorkCalendar
from propertyservice.workflow.clocks import Clock, Interval, Limit, ServiceWindows
from propertyservice.workflow.terms import corresponding_day

MINUTE = timedelta(minutes=1)
DAY = timedelta(days=1)
HORIZON = 60 * 24 * 60


def open_minutes(windows: ServiceWindows) -> set[int]:
    """Minutes of the day at which the office serves, straight from the settings."""
    found: set[int] = set()
    for opens, closes in windows.windows:
        last = closes.hour * 60 + closes.minute or 1440
        found.update(range(opens.hour * 60 + opens.minute, last))
    return found


def paused_minutes(origin: datetime, pauses: list[Interval]) -> bytearray:
    """One byte a minute from ``origin``: whether a pause covers it."""
    grid = bytearray(HORIZON)
    for each in pauses:
        assert each.ends is not None
        for moment in range(
            max(int((each.starts - origin) / MINUTE), 0),
            min(int((each.ends - origin) / MINUTE), HORIZON),
        ):
            grid[moment] = 1
    return grid


def begin_of(limit: Limit, start: datetime, windows: ServiceWindows) -> datetime:
    if limit.start_at_service:
        served = open_minutes(windows)
        while start.hour * 60 + start.minute not in served:
            start += MINUTE
    return start


def oracle(
    limit: Limit,
    start: datetime,
    windows: ServiceWindows,
    calendar: WorkCalendar,
    pauses: list[Interval],
) -> datetime:
    """The due time, found by looking at every minute."""
    begin = begin_of(limit, start.replace(second=0, microsecond=0), windows)
    stopped = paused_minutes(begin, pauses)
    if limit.minutes is not None:
        return _minutes_oracle(limit, begin, windows, stopped)
    return _days_oracle(limit, begin, windows, calendar, stopped)


def _minutes_oracle(
    limit: Limit, begin: datetime, windows: ServiceWindows, stopped: bytearray
) -> datetime:
    everything = limit.clock == Clock.NATURAL
    served = set(range(1440)) if everything else open_minutes(windows)
    first = begin.hour * 60 + begin.minute
    counted = 0
    for moment in range(HORIZON):
        if not stopped[moment] and (first + moment) % 1440 in served:
            counted += 1
        if counted == limit.minutes:
            return begin + (moment + 1) * MINUTE
    raise AssertionError("the horizon of the oracle is too near")


def _days_oracle(
    limit: Limit,
    begin: datetime,
    windows: ServiceWindows,
    calendar: WorkCalendar,
    stopped: bytearray,
) -> datetime:
    """Walk the minutes; count days as they begin; look for the end as they end."""
    needed = limit.days or 0
    if limit.months is not None:
        needed = (corresponding_day(begin.date(), limit.months) - begin.date()).days
    end_minute = 1440
    if limit.ends_at is not None:
        end_minute = limit.ends_at.hour * 60 + limit.ends_at.minute
    elif limit.until_closing:
        end_minute = max(open_minutes(windows)) + 1
    day, minute, count = begin.date(), begin.hour * 60 + begin.minute, 0
    working = limit.clock == Clock.WORKING_DAYS
    day_counts = not (minute == 0 and stopped[0])
    day_counts = day_counts and (not working or calendar.is_working(day))
    for moment in range(HORIZON):
        if minute == 1440:
            day, minute = day + DAY, 0
            day_counts = not stopped[moment]
            day_counts = day_counts and (not working or calendar.is_working(day))
            count += day_counts
        ends_now = (minute if end_minute < 1440 else minute + 1) == end_minute
        at_end = moment if end_minute < 1440 else moment + 1
        if (
            ends_now
            and at_end > 0
            and day_counts
            and count >= needed
            and not (stopped[at_end - 1] and stopped[at_end])
            and not (limit.shift_if_holiday and calendar.is_rest(day))
        ):
            return begin + at_end * MINUTE
        minute += 1
    raise AssertionError("the horizon of the oracle is too near")
