"""What RULES 2.0.3 and 0.5 say about time limits, sentence by sentence."""

from __future__ import annotations

from datetime import datetime, time, timedelta

import pytest

from propertyservice.policy.calendar import MissingYear, WorkCalendar, shipped
from propertyservice.workflow.clocks import (
    SHANGHAI,
    Clock,
    Interval,
    Limit,
    ServiceWindows,
    closed,
    due_at,
    remaining,
    share_used,
)

CALENDAR = shipped()
NO_CALENDAR = WorkCalendar()
ALWAYS = ServiceWindows.always()
GRADE_3 = ServiceWindows(((time(9), time(17)),))
TWO_WINDOWS = ServiceWindows(((time(8), time(12)), (time(14), time(18))))
DAY = timedelta(days=1)


def at(text: str) -> datetime:
    """A time in Shanghai; "24:00" may be written for the end of a day."""
    day, _, hour = text.partition(" ")
    if hour == "24:00":
        return datetime.fromisoformat(day).replace(tzinfo=SHANGHAI) + DAY
    return datetime.fromisoformat(text).replace(tzinfo=SHANGHAI)


def due(
    limit: Limit,
    start: str,
    *pauses: tuple[str, str | None],
    windows: ServiceWindows = GRADE_3,
    calendar: WorkCalendar = CALENDAR,
) -> datetime | None:
    """``due_at`` with times as text."""
    intervals = [Interval(at(a), at(b) if b else None) for a, b in pauses]
    return due_at(
        limit, at(start), windows=windows, calendar=calendar, pauses=intervals
    )


NATURAL_DAYS = {n: Limit(days=n) for n in range(4)}
SHIFTING = {n: Limit(days=n, shift_if_holiday=True) for n in range(4)}
WORKING = {n: Limit(clock=Clock.WORKING_DAYS, days=n) for n in range(4)}


@pytest.mark.edge(33)
@pytest.mark.parametrize(
    ("limit", "expected"),
    [
        (NATURAL_DAYS[2], "2026-02-15 24:00"),
        (NATURAL_DAYS[3], "2026-02-16 24:00"),
        (SHIFTING[2], "2026-02-24 24:00"),
        (SHIFTING[3], "2026-02-24 24:00"),
        (WORKING[3], "2026-02-25 24:00"),
        (SHIFTING[1], "2026-02-14 24:00"),
        (Limit(minutes=48 * 60), "2026-02-15 10:00"),
    ],
)
def test_a_complaint_before_spring_festival_2026(limit: Limit, expected: str) -> None:
    assert due(limit, "2026-02-13 10:00") == at(expected)


@pytest.mark.edge(17)
def test_a_call_after_hours_counts_from_the_next_opening() -> None:
    service = Limit(clock=Clock.SERVICE_HOURS, minutes=120)
    natural = Limit(minutes=120, start_at_service=True)
    emergency = Limit(minutes=120)
    assert due(service, "2026-03-17 21:00") == at("2026-03-18 11:00")
    assert due(natural, "2026-03-17 21:00") == at("2026-03-18 11:00")
    assert due(natural, "2026-03-17 05:00") == at("2026-03-17 11:00")
    assert due(natural, "2026-03-17 16:00") == at("2026-03-17 18:00")
    assert due(natural, "2026-03-17 17:00") == at("2026-03-18 11:00")
    assert due(emergency, "2026-03-17 21:00") == at("2026-03-17 23:00")


@pytest.mark.edge(17)
def test_a_day_term_held_to_the_next_opening_counts_from_that_day() -> None:
    limit = Limit(days=1, start_at_service=True)
    assert due(limit, "2026-03-17 21:00") == at("2026-03-19 24:00")
    assert due(limit, "2026-03-17 16:00") == at("2026-03-18 24:00")


@pytest.mark.edge(15)
def test_an_emergency_runs_through_spring_festival() -> None:
    limit = Limit(minutes=30)
    assert due(limit, "2026-02-17 02:10", calendar=NO_CALENDAR) == at(
        "2026-02-17 02:40"
    )


def test_a_limit_that_is_used_up_at_closing_is_due_at_closing() -> None:
    limit = Limit(clock=Clock.SERVICE_HOURS, minutes=8 * 60)
    assert due(limit, "2026-03-17 09:00") == at("2026-03-17 17:00")
    assert due(limit, "2026-03-17 17:00") == at("2026-03-18 17:00")
    assert due(limit, "2026-03-17 08:00") == at("2026-03-17 17:00")


def test_several_windows_a_day_are_counted_one_after_the_other() -> None:
    limit = Limit(clock=Clock.SERVICE_HOURS, minutes=5 * 60)
    found = due(limit, "2026-03-17 11:00", windows=TWO_WINDOWS)
    assert found == at("2026-03-17 18:00")


def test_service_hours_run_on_days_off_too() -> None:
    limit = Limit(clock=Clock.SERVICE_HOURS, minutes=60)
    assert due(limit, "2026-02-15 08:00") == at("2026-02-15 10:00")


def test_hours_count_from_the_minute_and_drop_the_seconds() -> None:
    assert due(Limit(minutes=30), "2026-03-17 09:57:40") == at("2026-03-17 10:27")


def test_the_next_working_day_at_ten_skips_the_weekend() -> None:
    limit = Limit(clock=Clock.WORKING_DAYS, days=1, ends_at=time(10))
    assert due(limit, "2026-03-20 16:30") == at("2026-03-23 10:00")
    assert due(limit, "2026-02-13 16:30") == at("2026-02-14 10:00")


def test_the_same_day_ends_at_midnight_at_an_hour_or_at_closing() -> None:
    start = "2026-03-17 10:00"
    assert due(Limit(days=0), start) == at("2026-03-17 24:00")
    assert due(Limit(days=0, ends_at=time(18)), start) == at("2026-03-17 18:00")
    assert due(Limit(days=0, until_closing=True), start) == at("2026-03-17 17:00")


def test_the_same_day_past_its_hour_is_the_next_day() -> None:
    limit = Limit(days=0, ends_at=time(18))
    assert due(limit, "2026-03-17 18:00") == at("2026-03-18 18:00")
    assert due(WORKING[0], "2026-03-21 18:00") == at("2026-03-23 24:00")


def test_a_make_up_saturday_is_a_working_day_and_no_rest_day() -> None:
    assert due(WORKING[1], "2026-02-27 10:00") == at("2026-02-28 24:00")
    assert due(SHIFTING[1], "2026-02-27 10:00") == at("2026-02-28 24:00")
    assert due(WORKING[1], "2026-03-06 10:00") == at("2026-03-09 24:00")


def test_pauses_are_half_open_and_count_overlaps_once() -> None:
    limit = Limit(minutes=60)
    start = "2026-03-17 10:00"
    overlapping = (
        ("2026-03-17 10:10", "2026-03-17 10:30"),
        ("2026-03-17 10:20", "2026-03-17 10:40"),
    )
    assert due(limit, start, *overlapping) == at("2026-03-17 11:30")
    at_the_end = ("2026-03-17 11:00", "2026-03-17 15:00")
    assert due(limit, start, at_the_end) == at("2026-03-17 11:00")
    just_before = ("2026-03-17 10:59", "2026-03-17 15:00")
    assert due(limit, start, just_before) == at("2026-03-17 15:01")


def test_a_pause_outside_service_hours_takes_nothing() -> None:
    limit = Limit(clock=Clock.SERVICE_HOURS, minutes=120)
    night = ("2026-03-17 17:00", "2026-03-18 09:00")
    assert due(limit, "2026-03-17 16:00", night) == at("2026-03-18 10:00")


def test_a_day_clock_moves_by_the_days_that_began_in_the_pause() -> None:
    start = "2026-03-16 10:00"
    within_a_day = ("2026-03-17 08:00", "2026-03-17 20:00")
    over_a_night = ("2026-03-17 20:00", "2026-03-18 00:01")
    to_midnight = ("2026-03-17 20:00", "2026-03-18 00:00")
    assert due(NATURAL_DAYS[3], start, within_a_day) == at("2026-03-19 24:00")
    assert due(NATURAL_DAYS[3], start, over_a_night) == at("2026-03-20 24:00")
    assert due(NATURAL_DAYS[3], start, to_midnight) == at("2026-03-19 24:00")


def test_a_last_day_that_falls_in_a_pause_gives_way_to_the_first_day_after() -> None:
    pause = ("2026-03-17 10:00", "2026-03-19 15:00")
    assert due(NATURAL_DAYS[1], "2026-03-16 10:00", pause) == at("2026-03-20 24:00")
    evening = ("2026-03-17 17:00", "2026-03-17 20:00")
    limit = Limit(days=1, ends_at=time(18))
    assert due(limit, "2026-03-16 10:00", evening) == at("2026-03-18 18:00")


def test_a_pause_that_ends_at_the_due_time_leaves_it() -> None:
    pause = ("2026-03-17 10:00", "2026-03-17 18:00")
    limit = Limit(days=1, ends_at=time(18))
    assert due(limit, "2026-03-16 10:00", pause) == at("2026-03-17 18:00")


@pytest.mark.parametrize(
    ("pause", "expected"),
    [
        (("2026-03-17 00:00", "2026-03-17 00:01"), "2026-03-19 24:00"),
        (("2026-03-17 00:01", "2026-03-18 00:00"), "2026-03-18 24:00"),
    ],
)
def test_a_working_day_is_taken_by_its_first_instant(
    pause: tuple[str, str], expected: str
) -> None:
    assert due(WORKING[2], "2026-03-16 10:00", pause) == at(expected)


def test_a_last_day_is_not_shifted_to_a_day_that_a_pause_took() -> None:
    over_sunday_night = ("2026-03-22 20:00", "2026-03-23 08:00")
    start = "2026-03-20 10:00"
    assert due(SHIFTING[1], start) == at("2026-03-23 24:00")
    assert due(SHIFTING[1], start, over_sunday_night) == at("2026-03-24 24:00")


def test_a_pause_that_begins_at_the_due_time_changes_nothing() -> None:
    pause = ("2026-03-18 00:00", "2026-03-25 00:00")
    assert due(NATURAL_DAYS[1], "2026-03-16 10:00", pause) == at("2026-03-17 24:00")


def test_an_open_pause_leaves_the_end_unknown_until_it_is_closed() -> None:
    limit = Limit(minutes=60)
    pause = ("2026-03-17 10:30", None)
    assert due(limit, "2026-03-17 10:00", pause) is None
    still_open = [Interval(at("2026-03-17 10:30"))]
    as_of_noon = closed(still_open, at("2026-03-17 12:00"))
    assert due_at(
        limit,
        at("2026-03-17 10:00"),
        windows=ALWAYS,
        calendar=NO_CALENDAR,
        pauses=as_of_noon,
    ) == at("2026-03-17 12:30")
    after_the_end = ("2026-03-17 11:00", None)
    assert due(limit, "2026-03-17 10:00", after_the_end) == at("2026-03-17 11:00")


def test_a_year_without_a_calendar_is_refused_only_where_it_is_needed() -> None:
    start = "2026-12-30 10:00"
    assert due(WORKING[1], start) == at("2026-12-31 24:00")
    with pytest.raises(MissingYear) as refused:
        due(WORKING[2], start)
    assert refused.value.year == 2027
    assert refused.value.code == "missing_year"
    with pytest.raises(MissingYear):
        due(SHIFTING[2], start)
    assert due(NATURAL_DAYS[2], start) == at("2027-01-01 24:00")
    assert due(Limit(minutes=4000), start, calendar=NO_CALENDAR)


def test_a_time_without_a_zone_is_refused() -> None:
    naive = datetime(2026, 3, 17, 10)  # noqa: DTZ001
    with pytest.raises(ValueError, match="time zone"):
        due_at(Limit(minutes=5), naive, windows=ALWAYS, calendar=NO_CALENDAR)


def test_the_ring_shows_the_share_of_counted_time() -> None:
    limit = Limit(clock=Clock.SERVICE_HOURS, minutes=8 * 60)
    office = {"windows": GRADE_3, "calendar": NO_CALENDAR}
    start, end = at("2026-03-17 13:00"), at("2026-03-18 13:00")
    night = at("2026-03-17 22:00")
    assert remaining(limit, night, end, **office) == timedelta(hours=4)
    assert share_used(limit, start, night, end, **office) == 0.5
    assert share_used(limit, start, end, end, **office) == 1.0


def test_years_are_counted_without_walking_through_them() -> None:
    limit = Limit(clock=Clock.SERVICE_HOURS, minutes=60 * 8 * 3650)
    assert due(limit, "2026-01-01 09:00") == at("2035-12-29 17:00")
