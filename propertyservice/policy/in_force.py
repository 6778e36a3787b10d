"""The rules and the calendar that hold, read from memory while nothing changed.

Every scope reads the revision along; as long as it stays the same, no statement is
spent on rules.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, time
from typing import Any

from propertyservice.organisation import scope
from propertyservice.organisation.models import Office, OfficeHours
from propertyservice.policy import definitions
from propertyservice.policy.calendar import DayKind, WorkCalendar
from propertyservice.policy.models import (
    CalendarDay,
    CalendarYear,
    Revision,
    RuleVersion,
)

REVISION = "policy_revision"


@dataclass(frozen=True)
class Shelf:
    """Everything of one revision."""

    versions: Mapping[str, tuple[RuleVersion, ...]]
    calendar: WorkCalendar
    hours: Mapping[int, tuple[tuple[time, time], ...]]


_shelf: tuple[int, Shelf] | None = None


def revision() -> int:
    """The revision of the running scope, else of this moment."""
    running = scope.current()
    if running and REVISION in running.read:
        return int(running.read[REVISION] or 0)
    return Revision.objects.values_list("revision", flat=True).first() or 0


def shelf() -> Shelf:
    """Rules, calendar and hours of the present revision."""
    global _shelf
    now = revision()
    if _shelf is None or _shelf[0] != now:
        _shelf = (now, _load())
    return _shelf[1]


def reread() -> None:
    """Let the rest of the running transaction see the rules it has changed itself.

    A revision is never given out twice, not even after a rollback, so what is read
    here can't be taken for another state later.
    """
    running = scope.current()
    if running:
        running.read[REVISION] = Revision.objects.values_list(
            "revision", flat=True
        ).first()


class RulesInForce:
    """The rules that hold in an office for cases that begin on one day."""

    def __init__(self, office: Office, on: date) -> None:
        self.office = office
        self.on = on

    def __getitem__(self, key: str) -> Any:
        """The value of a rule; KeyError for a key that no clause registered."""
        version = self.version(key)
        if version is not None:
            return version.value
        rule = definitions.get(key)
        return dict(rule.by_grade).get(self.office.grade, rule.default)

    def version(self, key: str) -> RuleVersion | None:
        """The row behind a value, or None where the registered default holds."""
        fitting = [v for v in shelf().versions.get(key, ()) if self._fits(v)]
        return max(fitting, key=_narrowness, default=None)

    def _fits(self, version: RuleVersion) -> bool:
        place = (
            version.office_id in (None, self.office.pk)
            and version.city in ("", self.office.city)
            and version.grade in ("", self.office.grade)
        )
        ended = version.effective_to is not None and version.effective_to < self.on
        return place and version.effective_from <= self.on and not ended


def in_force(office: Office, on: date) -> RulesInForce:
    """The rules of an office for a case that begins on ``on`` (local date)."""
    return RulesInForce(office, on)


def work_calendar() -> WorkCalendar:
    """The calendar of all loaded years."""
    return shelf().calendar


def service_hours(office: Office) -> tuple[tuple[time, time], ...]:
    """An office's service windows: its own, else those of its grade (RULES 2.0.3)."""
    own = shelf().hours.get(office.pk)
    return own or GRADE_HOURS[office.grade]


GRADE_HOURS = {
    "GRADE_1": ((time(0), time(0)),),
    "GRADE_2": ((time(7), time(23)),),
    "GRADE_3": ((time(9), time(17)),),
}


def _narrowness(version: RuleVersion) -> tuple[bool, bool, bool]:
    return (version.office_id is not None, version.city != "", version.grade != "")


def _load() -> Shelf:
    versions: dict[str, list[RuleVersion]] = {}
    for version in RuleVersion.objects.all():
        versions.setdefault(version.key, []).append(version)
    hours: dict[int, list[tuple[time, time]]] = {}
    for row in OfficeHours.objects.all():
        hours.setdefault(row.office_id, []).append((row.opens, row.closes))
    return Shelf(
        versions={key: tuple(rows) for key, rows in versions.items()},
        calendar=WorkCalendar(
            years=frozenset(CalendarYear.objects.values_list("year", flat=True)),
            days={
                row.date: (DayKind[row.kind], row.name)
                for row in CalendarDay.objects.all()
            },
        ),
        hours={office: tuple(rows) for office, rows in hours.items()},
    )
