"""The working-day calendar of RULES 2.0.3, as a value: no database and no clock.

Which days are off, and which weekends are worked instead, comes from the yearly
notice of the General Office of the State Council. A year nobody has loaded is
refused, never guessed.
"""

from __future__ import annotations

import csv
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from enum import StrEnum
from pathlib import Path
from types import MappingProxyType
from typing import NamedTuple

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

DATA = Path(__file__).parent / "data"


class DayKind(StrEnum):
    """What a date is; the first two are worked, the others are not."""

    WORKDAY = "WORKDAY"
    MAKEUP_WORKDAY = "MAKEUP_WORKDAY"
    WEEKEND = "WEEKEND"
    HOLIDAY = "HOLIDAY"
    REST_DAY = "REST_DAY"

    @property
    def worked(self) -> bool:
        """Whether people are at work on such a day."""
        return self in (DayKind.WORKDAY, DayKind.MAKEUP_WORKDAY)


class CalendarDay(NamedTuple):
    """One date of the notice: a statutory holiday, a day off, a make-up workday."""

    day: date
    kind: DayKind
    name: str


class MissingYear(ValidationError):  # noqa: N818
    """The calendar of ``year`` is not loaded, so nothing is counted in it."""

    def __init__(self, year: int) -> None:
        self.year = year
        super().__init__(
            _(
                "The calendar of %(year)s is not loaded, so limits in working days "
                "can't be worked out. Ask an administrator to load it."
            ),
            code="missing_year",
            params={"year": year},
        )


@dataclass(frozen=True)
class WorkCalendar:
    """Loaded years and the days in them that differ from an ordinary week."""

    years: frozenset[int] = frozenset()
    days: Mapping[date, tuple[DayKind, str]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        object.__setattr__(self, "days", MappingProxyType(dict(self.days)))

    @classmethod
    def of(cls, days: Iterable[CalendarDay]) -> WorkCalendar:
        """A calendar of the years that the given days fall in."""
        listed = {each.day: (each.kind, each.name) for each in days}
        return cls(years=frozenset(day.year for day in listed), days=listed)

    def kind(self, day: date) -> DayKind:
        """What ``day`` is. Raises MissingYear for a year that is not loaded."""
        self._require(day.year)
        if day in self.days:
            return self.days[day][0]
        return DayKind.WEEKEND if day.weekday() >= 5 else DayKind.WORKDAY

    def name(self, day: date) -> str:
        """The holiday that ``day`` belongs to, or an empty string."""
        self._require(day.year)
        return self.days[day][1] if day in self.days else ""

    def is_working(self, day: date) -> bool:
        """Whether ``day`` counts as a working day; make-up workdays do."""
        return self.kind(day).worked

    def is_rest(self, day: date) -> bool:
        """Whether ``day`` is an announced day off or an ordinary weekend."""
        return not self.is_working(day)

    def next_working_day(self, day: date) -> date:
        """The first working day after ``day``. Raises MissingYear."""
        day += timedelta(days=1)
        while self.is_rest(day):
            day += timedelta(days=1)
        return day

    def _require(self, year: int) -> None:
        if year not in self.years:
            raise MissingYear(year)


def read_csv(path: Path) -> tuple[CalendarDay, ...]:
    """The days in a calendar file (columns date, kind, name; ``#`` starts a comment).

    Raises ValueError with the line's content for a date, a kind, or a day given
    twice that can't be used.
    """
    with path.open(encoding="utf-8", newline="") as lines:
        return read_lines(lines, path.name)


def read_lines(lines: Iterable[str], name: str) -> tuple[CalendarDay, ...]:
    """The same from lines that were read already; ``name`` is said in errors."""
    found: dict[date, CalendarDay] = {}
    for row in csv.DictReader(line for line in lines if not line.startswith("#")):
        day = _read_row(row)
        if day.day in found:
            raise ValueError(f"{name}: {day.day} is listed twice")
        found[day.day] = day
    return tuple(found.values())


def shipped() -> WorkCalendar:
    """The years that come with the product, for the first load."""
    files = sorted(DATA.glob("calendar_*.csv"))
    return WorkCalendar.of(day for path in files for day in read_csv(path))


def _read_row(row: Mapping[str, str]) -> CalendarDay:
    try:
        return CalendarDay(
            day=date.fromisoformat(row["date"]),
            kind=DayKind(row["kind"]),
            name=row["name"],
        )
    except (KeyError, TypeError, ValueError) as wrong:
        raise ValueError(f"not a day of a calendar: {dict(row)}") from wrong
