"""Counting for /reports/: one statement a table, laid out as series that open lists.

A clause names what it counts once, as conditions: its report counts them and its
register filters by them, so that a number and the list behind it can't differ.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any
from urllib.parse import urlencode
from zoneinfo import ZoneInfo

from django.db.models import DateTimeField, Expression, F, Func, IntegerField, Q, Value
from django.utils.functional import Promise
from django.utils.translation import pgettext

from propertyservice.ui.registry import address
from propertyservice.ui.reports import By, Figure, Period, Series, Slot

SHANGHAI = ZoneInfo("Asia/Shanghai")
PERCENT = Decimal("0.1")


@dataclass(frozen=True)
class Condition:
    """What a figure counts, in words and as a condition on the register's rows."""

    label: str | Promise
    q: Q


def following(month: date) -> date:
    """The first day of the next month."""
    return (month.replace(day=1) + timedelta(days=32)).replace(day=1)


def months(period: Period) -> Iterator[date]:
    """The first days of the months asked for, in order."""
    month = period.first
    while month <= period.last:
        yield month
        month = following(month)


def slots(period: Period) -> list[Slot]:
    """The rows of the table: months in order, or offices."""
    return sorted(period.offices) if period.by == By.OFFICE else list(months(period))


def span(period: Period) -> tuple[datetime, datetime]:
    """First instant of a period and first instant after it, local midnights."""
    return midnight(period.first), midnight(following(period.last))


def midnight(day: date) -> datetime:
    """Where a local day begins."""
    return datetime.combine(day, datetime.min.time(), SHANGHAI)


def within(moment: str, period: Period, office: str = "office") -> Q:
    """Rows whose ``moment`` lies in the period, in the offices asked for."""
    starts, ends = span(period)
    asked = {
        f"{moment}__gte": starts,
        f"{moment}__lt": ends,
        f"{office}__in": period.offices,
    }
    return Q(**asked)


def slot(moment: str, period: Period, office: str = "office") -> Expression | F:
    """What the rows are grouped by: an office, or a month by its place in the period.

    Comparing with twelve midnights is cheaper than turning each moment into a local
    day.
    """
    if period.by == By.OFFICE:
        return F(office)
    starts = [Value(midnight(month), DateTimeField()) for month in months(period)]
    bounds = Func(*starts, template="ARRAY[%(expressions)s]::timestamptz[]")
    return Func(F(moment), bounds, function="width_bucket", output_field=IntegerField())


def slot_of(value: Any, period: Period) -> Slot:
    """A slot as the database gives it: an office, a month, or a month's place."""
    if period.by == By.OFFICE or isinstance(value, date):
        return value  # type: ignore[no-any-return]
    return slots(period)[value - 1]


def rate(part: int, whole: int) -> Decimal | None:
    """A share in percent with one place; None of nothing."""
    return (Decimal(100 * part) / whole).quantize(PERCENT) if whole else None


class Tally:
    """The counted rows of a report by slot, and the register that they stand in.

    ``since`` and ``until`` are the register's filters of the day that is counted by.
    """

    def __init__(
        self,
        period: Period,
        register: str,
        *,
        since: str = "since",
        until: str = "until",
        **always: str,
    ) -> None:
        self.period = period
        self.slots = slots(period)
        self._register = register
        self._days = (since, until)
        self._always = always
        self._found: dict[Slot, dict[str, Any]] = {each: {} for each in self.slots}

    def read(self, rows: Iterable[Mapping[str, Any]]) -> Tally:
        """Take the rows of an aggregate over ``slot``; several add up side by side."""
        for row in rows:
            self._found.setdefault(slot_of(row["slot"], self.period), {}).update(row)
        return self

    def at(self, each: Slot, name: str) -> Any:
        """What one statement counted under a name in one slot; None for nothing."""
        return self._found[each].get(name)

    def less(self, each: Slot, name: str, whole: str, part: str) -> None:
        """What remains of a count without a part of it, under a name of its own."""
        rest = (self.at(each, whole) or 0) - (self.at(each, part) or 0)
        self._found[each][name] = rest

    def count(
        self, label: str | Promise, name: str, *, unit: str = "", **conditions: str
    ) -> Series:
        """A number of rows, each opening exactly these rows."""
        counted = {each: self.at(each, name) or 0 for each in self.slots}
        return self.lines(
            label, counted, counted, unit or pgettext("unit", "cases"), conditions
        )

    def rate(
        self,
        label: str | Promise,
        part: str,
        whole: str,
        *,
        target: Decimal | None = None,
        at_least: bool = True,
        source: str = "",
        **conditions: str,
    ) -> Series:
        """A share of ``whole`` in percent; it opens the rows of ``whole``."""
        base = {each: self.at(each, whole) or 0 for each in self.slots}
        shares = {
            each: rate(self.at(each, part) or 0, rows) for each, rows in base.items()
        }
        drawn = self.lines(label, shares, base, "%", conditions)
        return Series(drawn.label, drawn.figures, "%", target, at_least, source)

    def measure(
        self,
        label: str | Promise,
        name: str,
        rows: str,
        unit: str,
        told: Callable[[Any], Decimal | int] = lambda value: value,
        **conditions: str,
    ) -> Series:
        """An average or a sum over the rows counted as ``rows``, which it opens."""
        base = {each: self.at(each, rows) or 0 for each in self.slots}
        values = {
            each: told(value) if (value := self.at(each, name)) is not None else None
            for each in self.slots
        }
        return self.lines(label, values, base, unit, conditions)

    def spread(
        self,
        rows: Iterable[Mapping[str, Any]],
        by: str,
        named: Iterable[tuple[Any, Any]],
        condition: str = "",
    ) -> list[Series]:
        """A count for each value of a column: rows of ``slot``, ``by``, ``count``."""
        found: dict[Any, dict[Slot, int]] = {}
        for row in rows:
            place = slot_of(row["slot"], self.period)
            found.setdefault(row[by], {})[place] = row["count"]
        return [
            self.lines(
                label,
                {each: found.get(value, {}).get(each, 0) for each in self.slots},
                found.get(value, {}),
                pgettext("unit", "cases"),
                {condition or by: str(value)},
            )
            for value, label in named
        ]

    def lines(
        self,
        label: str | Promise,
        values: Mapping[Slot, Any],
        rows: Mapping[Slot, int],
        unit: str,
        conditions: Mapping[str, str],
    ) -> Series:
        """One figure for each slot; those with rows behind them open their list."""
        figures = [
            Figure(
                slot=each,
                value=values.get(each),
                url=self._listed(each, conditions) if rows.get(each) else "",
                rows=rows.get(each, 0),
            )
            for each in self.slots
        ]
        return Series(str(label), figures, unit)

    def _listed(self, each: Slot, conditions: Mapping[str, str]) -> str:
        """The register, narrowed to what a number counts."""
        if isinstance(each, date):
            first, last, office = each, each, ""
            if len(self.period.offices) == 1:
                office = str(min(self.period.offices))
        else:
            first, last, office = self.period.first, self.period.last, str(each)
        since, until = self._days
        query = {
            "view": "all",
            since: first,
            until: following(last) - timedelta(days=1),
            **({"office": office} if office else {}),
            **self._always,
            **conditions,
        }
        return f"{address(self._register)}?{urlencode(query)}"
