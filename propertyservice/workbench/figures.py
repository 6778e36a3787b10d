"""One report laid out for its page, its charts and its Excel file (DESIGN 3)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from decimal import Decimal

from django.utils import formats, timezone
from django.utils.safestring import SafeString
from django.utils.translation import pgettext

from propertyservice.organisation.models import Staff
from propertyservice.ui.counting import slots
from propertyservice.ui.reports import By, Figure, Period, Report, Series, Slot
from propertyservice.workbench import charts
from propertyservice.workbench.charts import Line

MONTHS = 12
EARLIEST = date(2000, 1, 1)
DRAWN = 4
CHARTS = 2


@dataclass(frozen=True)
class Headline:
    """A series in one month, and whether it holds its target."""

    label: str
    value: str
    unit: str
    url: str
    target: str
    held: bool | None


@dataclass(frozen=True)
class Chart:
    """A picture with its heading."""

    title: str
    picture: SafeString


@dataclass(frozen=True)
class Sheet:
    """A report's table by month or by office, with headlines and charts."""

    report: Report
    period: Period
    series: Sequence[Series]
    offices: Mapping[int, str] = field(default_factory=dict)

    @property
    def slots(self) -> list[Slot]:
        """The months in order, or the offices."""
        return slots(self.period)

    @property
    def by_office(self) -> bool:
        """Whether offices stand beside each other."""
        return self.period.by == By.OFFICE

    @property
    def rows(self) -> list[tuple[str, list[Figure]]]:
        """The latest month first, or office by office: one figure of each series."""
        found = [{f.slot: f for f in series.figures} for series in self.series]
        ordered = self.slots if self.by_office else self.slots[::-1]
        return [
            (self.name(each), [one.get(each, Figure(each, None)) for one in found])
            for each in ordered
        ]

    def name(self, each: Slot) -> str:
        """What stands at the head of a row."""
        if isinstance(each, date):
            return f"{each:%Y-%m}"
        return self.offices.get(each, str(each))

    @property
    def headlines(self) -> list[Headline]:
        """The last month's figures, those with a target first; none of offices."""
        if self.by_office:
            return []
        ordered = sorted(self.series, key=lambda series: series.target is None)
        return [headline(series, self.period.last) for series in ordered[:DRAWN]]

    @property
    def charts(self) -> list[Chart]:
        """Rates as lines, counts as bars; empty series draw nothing."""
        shown = [s for s in self.series if any(f.value for f in s.figures)]
        rates = [s for s in shown if s.unit == "%" and s.at_least]
        rates.sort(key=lambda series: series.target is None)
        if self.by_office:
            rates = []
            shown.sort(key=lambda series: series.target is None)
        counted = [s for s in shown if s.unit != "%" or self.by_office]
        made = [self._lines(rates)] if rates else []
        made += [self._bars(series) for series in counted[: CHARTS - len(made)]]
        return made

    def _lines(self, drawn: Sequence[Series]) -> Chart:
        last = self.period.last
        title = "；".join(
            f"{series.label} {text(_at(series, last))}%" for series in drawn[:DRAWN]
        )
        lines = [self._line(series) for series in drawn]
        return Chart(
            str(drawn[0].label), charts.lines(self._names(), lines, "%", title)
        )

    def _bars(self, series: Series) -> Chart:
        unit = str(series.unit)
        title = f"{series.label}, {unit}"
        bars = charts.bars(self._names(), self._line(series), unit, title)
        return Chart(str(series.label), bars)

    def _line(self, series: Series) -> Line:
        values = {figure.slot: figure.value for figure in series.figures}
        return Line(
            label=str(series.label),
            values=[_number(values.get(month)) for month in self.slots],
            target=_number(series.target),
        )

    def _names(self) -> list[str]:
        # Translators: a month under a chart, in Django's date format letters.
        letters = pgettext("month under a chart", "M")
        return [
            formats.date_format(each, letters)
            if isinstance(each, date)
            else self.name(each)
            for each in self.slots
        ]


def sheet(
    report: Report,
    user: Staff,
    period: Period,
    offices: Mapping[int, str] | None = None,
) -> Sheet:
    """Count a report for a person; ``offices`` are the names of the rows."""
    return Sheet(report, period, report.load(user, period), offices or {})


def period_until(
    last: date, offices: frozenset[int], count: int = MONTHS, by: By = By.MONTH
) -> Period:
    """So many months that end with the month of ``last``."""
    last = last.replace(day=1)
    first = last
    for _n in range(count - 1):
        first = (first - timedelta(days=1)).replace(day=1)
    return Period(first=first, last=last, offices=offices, by=by)


def month_of(asked: str) -> date:
    """The month that ``YYYY-MM`` names; this month for anything else."""
    today = timezone.localdate().replace(day=1)
    try:
        month = date.fromisoformat(f"{asked}-01")
    except ValueError:
        return today
    return month if EARLIEST <= month <= today else today


def text(value: Decimal | int | None) -> str:
    """A figure for people; a dash where there is none."""
    return "–" if value is None else f"{value:,}"


def headline(series: Series, month: date) -> Headline:
    """A series in one month."""
    figure = _figure(series, month)
    return Headline(
        label=str(series.label),
        value=text(figure.value),
        unit=str(series.unit),
        url=figure.url,
        target="" if series.target is None else text(series.target),
        held=_held(series, figure.value),
    )


def _held(series: Series, value: Decimal | int | None) -> bool | None:
    if series.target is None or value is None:
        return None
    return value >= series.target if series.at_least else value <= series.target


def _figure(series: Series, month: date) -> Figure:
    found = (figure for figure in series.figures if figure.slot == month)
    return next(found, Figure(month, None))


def _at(series: Series, month: date) -> Decimal | int | None:
    return _figure(series, month).value


def _number(value: Decimal | int | None) -> float | None:
    return None if value is None else float(value)
