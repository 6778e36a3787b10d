"""The working-day calendar: what ships, what is refused, what a day is."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path

import chinese_calendar
import pytest

from propertyservice.policy.calendar import (
    DATA,
    CalendarDay,
    DayKind,
    MissingYear,
    WorkCalendar,
    read_csv,
    shipped,
)

CALENDAR = shipped()
YEARS = (2025, 2026)


def every_day(year: int) -> list[date]:
    first = date(year, 1, 1)
    count = (date(year + 1, 1, 1) - first).days
    return [first + timedelta(days=n) for n in range(count)]


@pytest.mark.parametrize("year", YEARS)
def test_the_shipped_years_agree_with_an_independent_source(year: int) -> None:
    differing = [
        day
        for day in every_day(year)
        if CALENDAR.is_working(day) != chinese_calendar.is_workday(day)
    ]
    assert differing == []


@pytest.mark.parametrize("year", YEARS)
def test_a_year_has_thirteen_statutory_holidays(year: int) -> None:
    kinds = [CALENDAR.kind(day) for day in every_day(year)]
    assert kinds.count(DayKind.HOLIDAY) == 13


@pytest.mark.parametrize("year", YEARS)
def test_a_make_up_workday_is_a_weekend_that_is_worked(year: int) -> None:
    found = [d for d in every_day(year) if CALENDAR.kind(d) == DayKind.MAKEUP_WORKDAY]
    assert found
    assert all(day.weekday() >= 5 for day in found)
    assert all(CALENDAR.is_working(day) for day in found)


@pytest.mark.edge(33)
def test_spring_festival_2026_is_as_the_notice_says() -> None:
    assert CALENDAR.kind(date(2026, 2, 14)) == DayKind.MAKEUP_WORKDAY
    assert all(CALENDAR.is_rest(date(2026, 2, day)) for day in range(15, 24))
    assert CALENDAR.is_working(date(2026, 2, 24))
    assert CALENDAR.kind(date(2026, 2, 17)) == DayKind.HOLIDAY
    assert CALENDAR.kind(date(2026, 2, 23)) == DayKind.REST_DAY
    assert CALENDAR.name(date(2026, 2, 23)) == "春节"


def test_a_day_that_is_not_listed_is_what_its_weekday_says() -> None:
    assert CALENDAR.kind(date(2026, 3, 17)) == DayKind.WORKDAY
    assert CALENDAR.kind(date(2026, 3, 21)) == DayKind.WEEKEND
    assert CALENDAR.name(date(2026, 3, 21)) == ""


def test_the_next_working_day_is_after_the_day_itself() -> None:
    assert CALENDAR.next_working_day(date(2026, 2, 13)) == date(2026, 2, 14)
    assert CALENDAR.next_working_day(date(2026, 2, 14)) == date(2026, 2, 24)
    assert CALENDAR.next_working_day(date(2026, 3, 20)) == date(2026, 3, 23)


def test_a_year_that_is_not_loaded_is_refused_with_what_to_do() -> None:
    with pytest.raises(MissingYear) as refused:
        CALENDAR.next_working_day(date(2026, 12, 31))
    assert refused.value.year == 2027
    assert refused.value.code == "missing_year"
    assert refused.value.params == {"year": 2027}
    with pytest.raises(MissingYear):
        WorkCalendar().kind(date(2026, 1, 1))


def test_a_calendar_cannot_be_changed_through_the_mapping_it_was_made_from() -> None:
    days = {date(2026, 3, 17): (DayKind.HOLIDAY, "test")}
    calendar = WorkCalendar(years=frozenset({2026}), days=days)
    days.clear()
    assert calendar.is_rest(date(2026, 3, 17))


@pytest.mark.parametrize("year", YEARS)
def test_a_shipped_file_names_its_source_and_holds_one_year(year: int) -> None:
    path = DATA / f"calendar_{year}.csv"
    assert (
        f"国务院办公厅关于{year}年" in path.read_text(encoding="utf-8").splitlines()[0]
    )
    days = read_csv(path)
    assert {each.day.year for each in days} == {year}
    assert all(each.name for each in days)


def test_a_calendar_file_is_read_line_by_line(tmp_path: Path) -> None:
    path = tmp_path / "calendar.csv"
    path.write_text("# from a test\ndate,kind,name\n2026-01-01,HOLIDAY,元旦\n")
    assert read_csv(path) == (CalendarDay(date(2026, 1, 1), DayKind.HOLIDAY, "元旦"),)


@pytest.mark.parametrize(
    "row",
    [
        "2026-02-30,HOLIDAY,x",
        "2026-02-03,FEAST,x",
        "2026-02-03",
        "2026-01-01,REST_DAY,x",
    ],
)
def test_a_line_that_is_no_day_is_refused(tmp_path: Path, row: str) -> None:
    path = tmp_path / "calendar.csv"
    path.write_text(f"date,kind,name\n2026-01-01,HOLIDAY,x\n{row}\n")
    with pytest.raises(ValueError, match="not a day|listed twice"):
        read_csv(path)
