"""The tables of /reports/ for complaints (RULES 2.3)."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from django.db.models import Count, Q, QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy

from complaints.models import Category, Complaint, Level
from complaints.rules.counted import COUNTED
from propertyservice.estate.models import Occupancy
from propertyservice.organisation.models import Staff
from propertyservice.ui.counting import Tally, following, rate, slot, slots, within
from propertyservice.ui.reports import By, Period, Report, Series, Slot
from propertyservice.ui.tallying import tallied

RIGHT = "complaints.reports"
DAY = "received_at"
GOAL = Decimal("100.0")


def seen(user: Staff, period: Period) -> QuerySet[Any]:
    """Complaints received in the period, as he may see them.

    Never one about himself: the numbers of a person complained about are those of the
    lists that they open (edge case 26).
    """
    return Complaint.objects.visible_to(user).filter(within(DAY, period)).order_by()


def received(user: Staff, period: Period) -> QuerySet[Any]:
    """The same with their slot."""
    return seen(user, period).values(slot=slot(DAY, period))


def overview(user: Staff, period: Period) -> Sequence[Series]:
    """Counts and rates; two statements."""
    tally = Tally(period, "complaints:list")
    tally.read(tallied(seen(user, period), {"slot": slot(DAY, period)}, COUNTED))
    for each in tally.slots:
        tally.less(each, "answered_ok", "answered", "answered_late")
    return [
        tally.count(_("Complaints received"), "count"),
        _per_household(tally, period),
        tally.rate(_("Valid"), "valid", "judged", counted="judged"),
        tally.rate(
            _("Answered in time"),
            "answered_ok",
            "answered",
            target=GOAL,
            counted="answered",
        ),
        tally.rate(_("Solved"), "solved", "to_solve", counted="to_solve"),
        tally.rate(_("Satisfied at the callback"), "pleased", "rated", counted="rated"),
        tally.count(_("Answered late"), "answered_late", counted="answered_late"),
        tally.count(_("Open now"), "open", counted="open"),
        tally.count(_("Not solved within a month"), "month", counted="month"),
        tally.count(_("Critical"), "critical", counted="critical"),
        tally.count(_("Reopened"), "reopened", counted="reopened"),
    ]


def _per_household(tally: Tally, period: Period) -> Series:
    """投诉率: complaints by the average number of occupied households (Q13)."""
    homes = occupied(period)
    counted = {each: tally.at(each, "count") or 0 for each in tally.slots}
    shares = {each: rate(counted[each], homes.get(each, 0)) for each in tally.slots}
    return tally.lines(_("Complaints per occupied household"), shares, counted, "%", {})


def occupied(period: Period) -> dict[Slot, int]:
    """Homes in which somebody lives: the mean of first and last day of each slot.

    One statement, whatever the number of months.
    """
    days = {each: _ends(each, period) for each in slots(period)}
    counted = {
        f"d{day:%Y%m%d}": Count("unit", distinct=True, filter=_lives_on(day))
        for pair in days.values()
        for day in pair
    }
    seen = Occupancy.objects.filter(office__in=period.offices).order_by()
    if period.by == By.OFFICE:
        rows = {row["office"]: row for row in seen.values("office").annotate(**counted)}
        found = {each: rows.get(each, {}) for each in days}
    else:
        whole = seen.aggregate(**counted)
        found = dict.fromkeys(days, whole)
    return {
        each: round(sum(found[each].get(f"d{day:%Y%m%d}", 0) for day in pair) / 2)
        for each, pair in days.items()
    }


def _ends(each: Slot, period: Period) -> tuple[date, date]:
    first, last = (
        (each, each) if isinstance(each, date) else (period.first, period.last)
    )
    return first, following(last) - timedelta(days=1)


def _lives_on(day: date) -> Q:
    began = Q(starts_on=None) | Q(starts_on__lte=day)
    return began & (Q(ends_on=None) | Q(ends_on__gte=day))


def _by(user: Staff, period: Period, column: str, named: Any) -> Sequence[Series]:
    rows = received(user, period).values("slot", column).annotate(count=Count("pk"))
    return Tally(period, "complaints:list").spread(rows, column, named)


def by_level(user: Staff, period: Period) -> Sequence[Series]:
    """Complaints by level; one statement."""
    return _by(user, period, "level", Level.choices)


def by_category(user: Staff, period: Period) -> Sequence[Series]:
    """Complaints by category; one statement."""
    return _by(user, period, "category", Category.choices)


def by_department(user: Staff, period: Period) -> Sequence[Series]:
    """Complaints by the department that handled them; one statement."""
    rows = list(
        received(user, period)
        .filter(department__isnull=False)
        .values("slot", "department", "department__name")
        .annotate(count=Count("pk"))
        .order_by("department__code", "department")
    )
    names = {row["department"]: row["department__name"] for row in rows}
    return Tally(period, "complaints:list").spread(rows, "department", names.items())


REPORTS = (
    Report("complaints", lazy("Complaints"), "4.6.1", overview, RIGHT, order=30),
    Report(
        "complaints-level", lazy("Complaints by level"), "4.6.1", by_level, RIGHT, 31
    ),
    Report(
        "complaints-category",
        lazy("Complaints by category"),
        "4.6.1",
        by_category,
        RIGHT,
        32,
    ),
    Report(
        "complaints-department",
        lazy("Complaints by department"),
        "4.6.1",
        by_department,
        RIGHT,
        33,
        compares=False,
    ),
)
