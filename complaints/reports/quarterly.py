"""The analysis of a quarter: causes, repeats, trend, measures (RULES 2.3)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from functools import cached_property
from typing import Any
from urllib.parse import urlencode

from django.db.models import Count, QuerySet
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy

from complaints.models import Category, Complaint, Level
from complaints.reports.monthly import DAY, occupied, received, seen
from complaints.rules.counted import COUNTED, MEASURED
from propertyservice.organisation.models import Department, Staff
from propertyservice.ui.counting import following, rate, slot, slot_of, within
from propertyservice.ui.reports import Period
from propertyservice.ui.tallying import tallied

MONTHS, QUARTERS = 3, 5
"""The quarter and the four before it: the last of those is a year ago."""
MOST_REPEATS, MOST_SERIOUS = 20, 50
Numbers = Mapping[str, int]


@dataclass(frozen=True, order=True)
class Quarter:
    """Three months by their first day."""

    first: date

    @classmethod
    def of(cls, day: date) -> Quarter:
        """The quarter of a day."""
        return cls(date(day.year, (day.month - 1) // MONTHS * MONTHS + 1, 1))

    @property
    def key(self) -> str:
        """How addresses name it: ``2026-1``."""
        return f"{self.first.year}-{(self.first.month - 1) // MONTHS + 1}"

    @property
    def last(self) -> date:
        """Its last day."""
        return following(self.months[-1]) - timedelta(days=1)

    @property
    def months(self) -> list[date]:
        """The first days of its months."""
        second = following(self.first)
        return [self.first, second, following(second)]

    def back(self, count: int = 1) -> Quarter:
        """Some quarters before."""
        months = self.first.year * 12 + self.first.month - 1 - count * MONTHS
        return Quarter(date(months // 12, months % 12 + 1, 1))

    def __str__(self) -> str:
        year, number = self.key.split("-")
        return _("quarter %(n)s of %(year)s") % {"n": number, "year": year}


def period(quarter: Quarter, offices: frozenset[int]) -> Period:
    """One quarter of some offices."""
    return Period(quarter.first, quarter.months[-1], offices)


@dataclass(frozen=True)
class Line:
    """One figure: this quarter, the one before, a year ago, and the list behind it."""

    label: str
    now: Decimal | int | None
    before: Decimal | int | None
    year: Decimal | int | None
    unit: str = ""
    url: str = ""

    @property
    def change(self) -> Decimal | int | None:
        """By how much it grew since the quarter before."""
        if self.now is None or self.before is None:
            return None
        return self.now - self.before

    @property
    def change_words(self) -> str:
        """The change as people read it: ``+3``, ``−1.5``, ``–``."""
        if self.change is None:
            return "–"
        return f"{self.change:+}".replace("-", "−") if self.change else "0"


@dataclass
class Analysis:
    """What one reader may know of a quarter; never a complaint about himself.

    Eight statements, whatever the number of complaints.
    """

    user: Staff
    quarter: Quarter
    offices: frozenset[int]

    @cached_property
    def quarters(self) -> list[Quarter]:
        """Those that are compared, the oldest first."""
        return [self.quarter.back(n) for n in reversed(range(QUARTERS))]

    @cached_property
    def counted(self) -> dict[Quarter, Numbers]:
        """Every count of each quarter: one statement."""
        whole = self._whole
        by = {"slot": slot(DAY, whole)}
        rows = tallied(seen(self.user, whole), by, COUNTED | MEASURED)
        found: dict[Quarter, dict[str, int]] = {q: {} for q in self.quarters}
        for row in rows:
            sums = found[_quarter(row.pop("slot"), whole)]
            for name, count in row.items():
                sums[name] = sums.get(name, 0) + count
        return dict(found)

    @cached_property
    def figures(self) -> list[Line]:
        """Counts and rates with how they changed."""
        return [
            self._count(_("Complaints received"), "count"),
            self._per_household(),
            self._rate(_("Valid"), "valid", "judged"),
            self._rate(_("Answered in time"), "answered_ok", "answered"),
            self._rate(_("Solved"), "solved", "to_solve"),
            self._rate(_("Satisfied at the callback"), "pleased", "rated"),
            self._count(_("Critical"), "critical"),
            self._count(_("Not solved within a month"), "month"),
            self._count(_("Reopened"), "reopened"),
            self._rate(
                _("Important and critical with measures on record"),
                "measures",
                "serious",
            ),
            self._count(_("Important and critical without measures"), "unmeasured"),
        ]

    @cached_property
    def categories(self) -> list[Line]:
        """What they were about, the most first: one statement."""
        return self._spread("category", Category.choices)

    @cached_property
    def departments(self) -> list[Line]:
        """Who had to do with them, the most first: two statements."""
        led = Department.objects.filter(office__in=self.offices).order_by("code", "pk")
        return self._spread("department", led.values_list("pk", "name"))

    @cached_property
    def repeats(self) -> list[dict[str, Any]]:
        """Homes that complained of the same more than once: one statement."""
        rows = (
            self._received.filter(unit__isnull=False)
            .values("unit__code", "location", "category")
            .annotate(count=Count("pk"))
            .filter(count__gt=1)
            .order_by("-count", "unit__code", "category")[:MOST_REPEATS]
        )
        return [
            {
                "room": row["location"],
                "category": Category(row["category"]).label,
                "count": row["count"],
                "url": self._listed(unit=row["unit__code"], category=row["category"]),
            }
            for row in rows
        ]

    @cached_property
    def serious(self) -> list[Complaint]:
        """Critical ones with cause and measure: what is to be learnt; one statement."""
        found = self._received.filter(level=Level.CRITICAL)
        related = ("register", "department", "unit")
        return list(
            found.select_related(*related).order_by("received_at", "pk")[:MOST_SERIOUS]
        )

    @property
    def trend(self) -> list[tuple[Quarter, int]]:
        """How many came in each quarter."""
        return [(q, self.counted[q].get("count", 0)) for q in self.quarters]

    @property
    def _whole(self) -> Period:
        first = self.quarters[0].first
        return Period(first, self.quarter.months[-1], self.offices)

    @property
    def _received(self) -> QuerySet[Complaint]:
        days = within(DAY, period(self.quarter, self.offices))
        return Complaint.objects.visible_to(self.user).filter(days)

    @property
    def _compared(self) -> tuple[Quarter, Quarter, Quarter]:
        return self.quarters[-1], self.quarters[-2], self.quarters[0]

    def _at(self, quarter: Quarter, name: str) -> int:
        counts = self.counted[quarter]
        if name == "answered_ok":
            return counts.get("answered", 0) - counts.get("answered_late", 0)
        return counts.get(name, 0)

    def _count(self, label: str, name: str) -> Line:
        now, before, year = (self._at(q, name) for q in self._compared)
        asked = {} if name == "count" else {"counted": name}
        return Line(label, now, before, year, "", self._listed(**asked) if now else "")

    def _rate(self, label: str, part: str, whole: str) -> Line:
        now, before, year = (
            rate(self._at(q, part), self._at(q, whole)) for q in self._compared
        )
        url = self._listed(counted=whole) if self._at(self.quarter, whole) else ""
        return Line(label, now, before, year, "%", url)

    def _per_household(self) -> Line:
        """投诉率: by the mean of the months' occupied homes; one statement."""
        homes = occupied(self._whole)
        now, before, year = (
            rate(
                MONTHS * self._at(q, "count"),
                sum(homes.get(month, 0) for month in q.months),
            )
            for q in self._compared
        )
        return Line(_("Complaints per occupied household"), now, before, year, "%")

    def _spread(
        self, column: str, named: Iterable[tuple[Any, str | Promise]]
    ) -> list[Line]:
        rows = received(self.user, self._whole).values("slot", column)
        found: dict[tuple[Quarter, Any], int] = {}
        for row in rows.annotate(count=Count("pk")):
            key = (_quarter(row["slot"], self._whole), row[column])
            found[key] = found.get(key, 0) + row["count"]
        drawn = []
        for value, label in named:
            now, before, year = (found.get((q, value), 0) for q in self._compared)
            url = self._listed(**{column: value})
            drawn.append(Line(str(label), now, before, year, url=url))
        shown = [line for line in drawn if line.now or line.before or line.year]
        return sorted(shown, key=lambda line: -(line.now or 0))

    def _listed(self, **conditions: Any) -> str:
        """The register, narrowed to what a number counts."""
        query = {
            "view": "all",
            "since": self.quarter.first,
            "until": self.quarter.last,
            **({"office": min(self.offices)} if len(self.offices) == 1 else {}),
            **conditions,
        }
        return f"{reverse('complaints:list')}?{urlencode(query)}"


PARTS: Sequence[tuple[str, str | Promise]] = (
    ("figures", lazy("Figures")),
    ("categories", lazy("By category")),
    ("departments", lazy("By department")),
)


def _quarter(place: int, whole: Period) -> Quarter:
    """The quarter of a month by its place in the whole time."""
    month = slot_of(place, whole)
    assert isinstance(month, date)  # noqa: S101 months are asked for
    return Quarter.of(month)
