"""The tables of /reports/ for repairs (RULES 2.1)."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta
from decimal import Decimal
from typing import Any

from django.db.models import Count, DurationField, ExpressionWrapper, F, QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy

from propertyservice.organisation.models import Staff
from propertyservice.ui.counting import Tally, slot, within
from propertyservice.ui.reports import Period, Report, Series
from propertyservice.ui.tallying import Over, tallied
from repairs.models import Repair, Trade
from repairs.rules.counted import ARRIVED, CHARGED, COUNTED

RIGHT = "repairs.reports"
DAY = "reported_at"
URGENT_TOO = {
    "urgent_judged": ("urgent", "judged"),
    "urgent_missed": ("urgent", "missed"),
}
TAKEN = {
    "arrived": Over("count", "arrival"),
    "arrival": Over("avg", ExpressionWrapper(ARRIVED - F(DAY), DurationField())),
    "working": Over("avg", F("finished_at") - F(DAY)),
    "charged": Over("count", "paid"),
    "paid": Over("sum", CHARGED),
}
PLAIN = {name: each for name, each in COUNTED.items() if name not in TAKEN}
GOAL, URGENT_GOAL, REWORK_GOAL = Decimal("98.0"), Decimal("100.0"), Decimal("2.0")


def seen(user: Staff, period: Period) -> QuerySet[Any]:
    """Repairs reported in the period, as he may see them."""
    return Repair.objects.visible_to(user).filter(within(DAY, period)).order_by()


def reported(user: Staff, period: Period) -> QuerySet[Any]:
    """The same with their slot."""
    return seen(user, period).values(slot=slot(DAY, period))


def overview(user: Staff, period: Period) -> Sequence[Series]:
    """Counts, rates and averages; one statement."""
    tally = Tally(period, "repairs:list")
    tally.read(
        tallied(
            seen(user, period),
            {"slot": slot(DAY, period)},
            PLAIN,
            both=URGENT_TOO,
            over=TAKEN,
        )
    )
    for each in tally.slots:
        tally.less(each, "kept", "judged", "missed")
        tally.less(each, "urgent_kept", "urgent_judged", "urgent_missed")
    return [
        tally.count(_("Repairs reported"), "count"),
        tally.count(_("Emergencies"), "urgent", counted="urgent"),
        tally.rate(_("In time"), "kept", "judged", target=GOAL, counted="judged"),
        tally.rate(
            _("Emergencies in time"),
            "urgent_kept",
            "urgent_judged",
            target=URGENT_GOAL,
            counted="judged",
            priority="EMERGENCY",
        ),
        tally.count(_("Finished late"), "missed", counted="missed"),
        tally.rate(_("Completed"), "finished", "uncancelled", counted="uncancelled"),
        tally.rate(
            _("Rework rate"),
            "reworked",
            "uncancelled",
            target=REWORK_GOAL,
            at_least=False,
            counted="uncancelled",
        ),
        tally.count(_("Reworks"), "reworked", counted="reworked"),
        tally.measure(
            _("Emergencies: average arrival"),
            "arrival",
            "arrived",
            _("minutes"),
            _minutes,
            counted="arrived",
        ),
        tally.measure(
            _("Average time to finish"),
            "working",
            "finished",
            _("hours"),
            _hours,
            counted="finished",
        ),
        tally.count(_("Suspended now"), "suspended", counted="suspended"),
        tally.count(_("Sheets not returned"), "unreturned", counted="unreturned"),
        tally.measure(_("Charged"), "paid", "charged", _("yuan"), counted="charged"),
    ]


def by_trade(user: Staff, period: Period) -> Sequence[Series]:
    """Repairs by trade; one statement."""
    rows = reported(user, period).values("slot", "trade").annotate(count=Count("pk"))
    return Tally(period, "repairs:list").spread(rows, "trade", Trade.choices)


def by_building(user: Staff, period: Period) -> Sequence[Series]:
    """Repairs by building; one statement."""
    rows = list(
        reported(user, period)
        .filter(building__isnull=False)
        .values("slot", "building", "building__name", "building__order")
        .annotate(count=Count("pk"))
        .order_by("building__order", "building")
    )
    names = {row["building"]: row["building__name"] for row in rows}
    return Tally(period, "repairs:list").spread(rows, "building", names.items())


def by_unit(user: Staff, period: Period) -> Sequence[Series]:
    """The ten homes that report most often in the period; two statements."""
    every = reported(user, period).filter(unit__isnull=False)
    most = list(
        every.values("unit", "unit__label", "unit__code")
        .annotate(count=Count("pk"))
        .filter(count__gt=1)
        .order_by("-count", "unit__label")[:10]
    )
    rows = (
        every.filter(unit__in=[row["unit"] for row in most])
        .values("slot", code=F("unit__code"))
        .annotate(count=Count("pk"))
    )
    names = [(row["unit__code"], row["unit__label"]) for row in most]
    return Tally(period, "repairs:list").spread(rows, "code", names, "unit")


def _minutes(value: timedelta) -> int:
    return round(value.total_seconds() / 60)


def _hours(value: timedelta) -> Decimal:
    return Decimal(value.total_seconds() / 3600).quantize(Decimal("0.1"))


REPORTS = (
    Report("repairs", lazy("Repairs"), "4.2.1", overview, RIGHT, order=10),
    Report("repairs-trade", lazy("By trade"), "4.2.1", by_trade, RIGHT, order=11),
    Report(
        "repairs-building",
        lazy("By building"),
        "4.2.1",
        by_building,
        RIGHT,
        order=12,
        compares=False,
    ),
    Report(
        "repairs-unit",
        lazy("Repeating homes"),
        "4.2.1",
        by_unit,
        RIGHT,
        order=13,
        compares=False,
    ),
)
