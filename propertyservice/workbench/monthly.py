"""The monthly set: every clause's figures of an office and what is late (RULES 2.8)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from django.db.models import QuerySet
from django.db.models.functions import Now
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from propertyservice.audit.models import AccessEntry, Act
from propertyservice.cases.models import Case
from propertyservice.organisation.models import Office, Staff
from propertyservice.policy.definitions import Confidence, RuleDef
from propertyservice.policy.in_force import in_force
from propertyservice.ui import reports
from propertyservice.ui.counting import following, months
from propertyservice.ui.reports import Figure, Series
from propertyservice.workbench import figures
from propertyservice.workbench.figures import Headline

FORM = "monthly_set"
DUE_DAY = "report.monthly_by_day"
BESIDE = 3
"""The month itself and the two before it."""
MOST_LATE = 60
LAST_DAY = 28
RULES = (
    RuleDef(
        DUE_DAY,
        5,
        _("Monthly set of figures, by the day of the next month"),
        _("day"),
        "RULES 2.8",
        Confidence.GUESS,
    ),
)


@dataclass(frozen=True)
class Line:
    """One series on paper: its last months, its target and whether that is held."""

    label: str
    unit: str
    values: Sequence[str]
    headline: Headline


@dataclass(frozen=True)
class Part:
    """One report of the set."""

    title: str
    clause: str
    lines: Sequence[Line]


@dataclass(frozen=True)
class State:
    """Whether the set of a month and office was printed, and by when it must be."""

    office: Office
    month: date
    due_on: date
    printed_on: date | None

    @property
    def is_late(self) -> bool:
        """Not printed, or printed only after the day."""
        return (self.printed_on or timezone.localdate()) > self.due_on

    @property
    def key(self) -> str:
        """The month as addresses name it."""
        return f"{self.month:%Y-%m}"


def subject(office: Office, month: date) -> str:
    """What the print log calls the set."""
    return f"{office.code} {month:%Y-%m}"


def months_shown(month: date) -> list[date]:
    """The months whose figures stand beside each other, the oldest first."""
    return list(months(figures.period_until(month, frozenset(), BESIDE)))


def parts(user: Staff, office: Office, month: date) -> list[Part]:
    """The figures of every report that he may read in the office."""
    period = figures.period_until(month, frozenset({office.pk}), BESIDE)
    found = []
    for report in reports.for_user(user):
        permitted = not report.permission or user.may(report.permission, office)
        if not (report.monthly and permitted):
            continue
        drawn = figures.sheet(report, user, period)
        lines = [_line(series, month) for series in drawn.series if _says(series)]
        if lines:
            found.append(Part(str(report.title), report.clause, lines))
    return found


def late_cases(user: Staff, office: Office) -> QuerySet[Any]:
    """What is overdue now in the office, the oldest limit first."""
    return (
        Case.objects.visible_to(user)
        .filter(office=office, is_open=True, due_at__lt=Now())
        .select_related("holder", "unit", "place")
        .order_by("due_at", "pk")
    )


def due_on(office: Office, month: date) -> date:
    """By which day the set of a month must be printed."""
    after = following(month)
    day = min(int(in_force(office, after)[DUE_DAY]), LAST_DAY)
    return after + timedelta(days=day - 1)


def states(offices: Iterable[Office], shown: Sequence[date]) -> list[State]:
    """Each office and month with the first print of its set; one statement."""
    wanted = {
        subject(office, month): (office, month) for month in shown for office in offices
    }
    printed = _printed(wanted)
    return [
        State(office, month, due_on(office, month), printed.get(name))
        for name, (office, month) in wanted.items()
    ]


def _printed(wanted: Mapping[str, tuple[Office, date]]) -> dict[str, date]:
    """The day of the first print of each set that counts: after its month ended."""
    rows = (
        AccessEntry.objects.filter(act=Act.PRINT, detail=FORM, subject__in=wanted)
        .order_by("-at")
        .values_list("subject", "at")
    )
    found: dict[str, date] = {}
    for name, at in rows:
        day = timezone.localdate(at)
        if day >= following(wanted[name][1]):
            found[name] = day
    return found


def _says(series: Series) -> bool:
    return any(figure.value for figure in series.figures)


def _line(series: Series, month: date) -> Line:
    by_month: dict[Any, Figure] = {figure.slot: figure for figure in series.figures}
    values: list[Decimal | int | None] = [
        by_month[each].value if each in by_month else None
        for each in months_shown(month)
    ]
    return Line(
        label=series.label,
        unit=series.unit,
        values=[figures.text(value) for value in values],
        headline=figures.headline(series, month),
    )
