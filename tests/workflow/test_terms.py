"""Limits and service windows: what they accept, and where months end."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta

import pytest

from propertyservice.policy.calendar import WorkCalendar
from propertyservice.workflow.clocks import (
    SHANGHAI,
    Clock,
    Limit,
    ServiceWindows,
    due_at,
)
from propertyservice.workflow.terms import corresponding_day

NO_CALENDAR = WorkCalendar()
ALWAYS = ServiceWindows.always()
DAY = timedelta(days=1)


def test_windows_are_merged_and_an_office_that_never_serves_is_refused() -> None:
    overlapping = ServiceWindows(((time(9), time(12)), (time(11), time(17))))
    assert overlapping.minutes == ((540, 1020),)
    assert ALWAYS.a_day == DAY
    with pytest.raises(ValueError, match="without service hours"):
        ServiceWindows(())
    with pytest.raises(ValueError, match="close after it opens"):
        ServiceWindows(((time(12), time(9)),))


@pytest.mark.parametrize(
    ("start", "count", "expected"),
    [
        (date(2026, 1, 31), 1, date(2026, 2, 28)),
        (date(2028, 1, 31), 1, date(2028, 2, 29)),
        (date(2026, 3, 15), 2, date(2026, 5, 15)),
        (date(2026, 11, 30), 3, date(2027, 2, 28)),
        (date(2024, 2, 29), 60, date(2029, 2, 28)),
        (date(2026, 12, 31), 12, date(2027, 12, 31)),
    ],
)
def test_months_end_on_the_corresponding_day(
    start: date, count: int, expected: date
) -> None:
    assert corresponding_day(start, count) == expected
    end = datetime.combine(expected, time(0), SHANGHAI) + DAY
    begin = datetime.combine(start, time(10), SHANGHAI)
    limit = Limit(months=count)
    assert due_at(limit, begin, windows=ALWAYS, calendar=NO_CALENDAR) == end


@pytest.mark.parametrize(
    "wrong",
    [
        {},
        {"minutes": 5, "days": 1},
        {"minutes": 0},
        {"days": -1},
        {"months": 0},
        {"minutes": 5, "clock": Clock.WORKING_DAYS},
        {"days": 1, "clock": Clock.SERVICE_HOURS},
        {"months": 1, "clock": Clock.WORKING_DAYS},
        {"minutes": 5, "shift_if_holiday": True},
        {"days": 1, "ends_at": time(10), "until_closing": True},
    ],
)
def test_a_limit_that_makes_no_sense_is_refused(wrong: dict[str, object]) -> None:
    with pytest.raises(ValueError, match="Limit"):
        Limit(**wrong)
