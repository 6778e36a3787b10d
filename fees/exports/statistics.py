"""Collection rate, by item and building, and how old the debts are (RULES 4.6).

Set-based; each figure is what the list behind it adds up to.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from django.db.models import Count, F, Q, QuerySet, Sum
from django.utils import timezone
from django.utils.translation import gettext as _

from fees.models import Charge
from fees.rules.money import month_of

ZERO = Decimal("0.00")


@dataclass(frozen=True)
class Rate:
    """What was billed for some months and what of it is settled, in yuan."""

    key: int
    name: str
    billed: Decimal
    settled: Decimal

    @property
    def owed(self) -> Decimal:
        """What is still open."""
        return self.billed - self.settled

    @property
    def percent(self) -> float | None:
        """收缴率 in percent; None without bills."""
        return float(self.settled / self.billed * 100) if self.billed else None


@dataclass(frozen=True)
class Age:
    """Open lines that are overdue for so many days, ``until`` None for the oldest."""

    name: str
    since: date | None
    until: date | None
    lines: int
    owed: Decimal


def billed(offices: Iterable[int], first: date, last: date) -> QuerySet[Charge]:
    """Published lines of whole months."""
    return Charge.objects.filter(
        office__in=offices, period__range=(first, last), posted_at__isnull=False
    )


def rates(lines: QuerySet[Charge], by: str, name: str, order: str) -> list[Rate]:
    """Grouped by a field: ``item`` or ``unit__building``."""
    rows = (
        lines.values(by, name)
        .annotate(billed=Sum("amount"), done=Sum("settled"))
        .order_by(order, by)
    )
    return [Rate(row[by], row[name], row["billed"], row["done"]) for row in rows]


def by_month(lines: QuerySet[Charge]) -> list[tuple[date, Rate]]:
    """The rate of each month, the oldest first."""
    rows = lines.values("period").annotate(b=Sum("amount"), s=Sum("settled"))
    return [
        (row["period"], Rate(0, f"{row['period']:%Y-%m}", row["b"], row["s"]))
        for row in rows.order_by("period")
    ]


def ages(offices: Iterable[int], today: date | None = None) -> list[Age]:
    """Open lines by how many months they are old."""
    this = month_of(today or timezone.localdate())
    spans: list[tuple[str, date | None, date | None]] = [
        (_("This month"), this, None),
        (_("1 to 3 months"), back(this, 3), this),
    ]
    spans += [
        (_("4 to 12 months"), back(this, 12), back(this, 3)),
        (_("1 to 3 years"), back(this, 36), back(this, 12)),
        (_("Older than 3 years"), None, back(this, 36)),
    ]
    named: dict[str, Any] = {}
    for place, (_name, since, until) in enumerate(spans):
        when = Q(period__gte=since) if since else Q()
        when &= Q(period__lt=until) if until else Q()
        named[f"n{place}"] = Count("pk", filter=when)
        named[f"s{place}"] = Sum(F("amount") - F("settled"), filter=when)
    row = Charge.objects.filter(office__in=offices).open().aggregate(**named)
    return [
        Age(str(name), since, until, row[f"n{place}"], row[f"s{place}"] or ZERO)
        for place, (name, since, until) in enumerate(spans)
    ]


def back(month: date, count: int) -> date:
    """The first day of a month so many months before."""
    months = month.year * 12 + month.month - 1 - count
    return date(months // 12, months % 12 + 1, 1)
