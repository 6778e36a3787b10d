"""The tables of /reports/ for repairs (RULES 2.1)."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from typing import Any

from django.db.models import Avg, Count, F, Q, Sum
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy
from django.utils.translation import pgettext

from propertyservice.organisation.models import Staff
from propertyservice.ui.reports import Period, Report, Series
from repairs.models import ChargeType, Priority, Status, Trade
from repairs.reports.counting import (
    by_month,
    figures,
    finish_limits,
    plain,
    rate,
    repairs,
)

RIGHT = "repairs.reports"
COUNTS = {
    "reported": Count("pk"),
    "cancelled": Count("pk", Q(status=Status.CANCELLED)),
    "finished": Count("pk", Q(finished_at__isnull=False)),
    "reworked": Count("pk", Q(rework_count__gt=0) | Q(repeats__isnull=False)),
    "urgent": Count("pk", Q(priority=Priority.EMERGENCY)),
    "suspended": Count("pk", Q(status=Status.SUSPENDED)),
    "unreturned": Count(
        "pk", Q(status__in=[Status.FINISHED, Status.FINISHED_UNSIGNED])
    ),
    "arrival": Avg(
        F("sheet__arrived_at") - F("reported_at"),
        filter=Q(priority=Priority.EMERGENCY),
    ),
    "working": Avg(F("finished_at") - F("reported_at")),
    "paid": Sum("sheet__total", filter=Q(charge_type=ChargeType.PAID)),
}
LIMITS = {
    "met": Count("pk", Q(state="MET")),
    "missed": Count("pk", Q(state="MISSED")),
    "urgent_met": Count("pk", Q(state="MET", case__repair__priority="EMERGENCY")),
    "urgent_missed": Count("pk", Q(state="MISSED", case__repair__priority="EMERGENCY")),
}


def overview(user: Staff, period: Period) -> Sequence[Series]:
    """Counts, rates and averages by month; two statements."""
    counted = by_month(repairs(user, period).values("month").annotate(**COUNTS))
    limits = by_month(finish_limits(user, period).values("month").annotate(**LIMITS))

    def count(name: str) -> dict[date, Any]:
        return {month: row[name] for month, row in counted.items()}

    def in_time(met: str, missed: str) -> dict[date, Any]:
        return {m: rate(row[met], row[met] + row[missed]) for m, row in limits.items()}

    def share(part: str, whole: str, less: str = "") -> dict[date, Any]:
        return {
            month: rate(row[part], row[whole] - (row[less] if less else 0))
            for month, row in counted.items()
        }

    late = {month: row["missed"] for month, row in limits.items()}
    return [
        Series(
            _("Repairs reported"),
            figures(period, count("reported")),
            pgettext("unit", "cases"),
        ),
        Series(
            _("Emergencies"),
            figures(period, count("urgent"), priority="EMERGENCY"),
            pgettext("unit", "cases"),
        ),
        Series(
            _("In time"),
            plain(period, in_time("met", "missed")),
            "%",
            target=Decimal("98.0"),
        ),
        Series(
            _("Emergencies in time"),
            plain(period, in_time("urgent_met", "urgent_missed")),
            "%",
            target=Decimal("100.0"),
        ),
        Series(
            _("Finished late"),
            figures(period, late, missed="1"),
            pgettext("unit", "cases"),
        ),
        Series(
            _("Completed"),
            plain(period, share("finished", "reported", "cancelled")),
            "%",
        ),
        Series(
            _("Rework rate"),
            plain(period, share("reworked", "finished")),
            "%",
            target=Decimal("2.0"),
            at_least=False,
        ),
        Series(
            _("Reworks"),
            figures(period, count("reworked"), repeated="1"),
            pgettext("unit", "cases"),
        ),
        Series(
            _("Emergencies: average arrival"),
            plain(period, _minutes(count("arrival"))),
            _("minutes"),
        ),
        Series(
            _("Average time to finish"),
            plain(period, _hours(count("working"))),
            _("hours"),
        ),
        Series(
            _("Suspended now"),
            figures(period, count("suspended"), status="SUSPENDED"),
            pgettext("unit", "cases"),
        ),
        Series(
            _("Sheets not returned"),
            figures(period, count("unreturned"), unreturned="1"),
            pgettext("unit", "cases"),
        ),
        Series(_("Charged"), plain(period, count("paid")), _("yuan")),
    ]


def by_trade(user: Staff, period: Period) -> Sequence[Series]:
    """Repairs by trade and month; one statement."""
    rows = repairs(user, period).values("month", "trade").annotate(count=Count("pk"))
    return [
        Series(
            str(label),
            figures(period, _counts(r for r in rows if r["trade"] == code), trade=code),
            pgettext("unit", "cases"),
        )
        for code, label in Trade.choices
    ]


def by_building(user: Staff, period: Period) -> Sequence[Series]:
    """Repairs by building and month; one statement."""
    rows = (
        repairs(user, period)
        .filter(building__isnull=False)
        .values("month", "building", "building__name", "building__order")
        .annotate(count=Count("pk"))
        .order_by("building__order", "building")
    )
    names = {row["building"]: row["building__name"] for row in rows}
    return [
        Series(
            name,
            figures(
                period,
                _counts(r for r in rows if r["building"] == pk),
                building=str(pk),
            ),
            pgettext("unit", "cases"),
        )
        for pk, name in names.items()
    ]


def by_unit(user: Staff, period: Period) -> Sequence[Series]:
    """The ten homes that report most often in the period; two statements."""
    every = repairs(user, period).filter(unit__isnull=False)
    most = list(
        every.values("unit", "unit__label", "unit__code")
        .annotate(count=Count("pk"))
        .filter(count__gt=1)
        .order_by("-count", "unit__label")[:10]
    )
    rows = (
        every.filter(unit__in=[row["unit"] for row in most])
        .values("month", "unit")
        .annotate(count=Count("pk"))
    )
    return [
        Series(
            row["unit__label"],
            figures(
                period,
                _counts(r for r in rows if r["unit"] == row["unit"]),
                unit=row["unit__code"],
            ),
            pgettext("unit", "cases"),
        )
        for row in most
    ]


def _counts(rows: Any) -> dict[date, Any]:
    return {month: row["count"] for month, row in by_month(rows).items()}


def _minutes(values: dict[date, Any]) -> dict[date, Any]:
    return {m: round(v.total_seconds() / 60) if v else None for m, v in values.items()}


def _hours(values: dict[date, Any]) -> dict[date, Any]:
    return {
        m: Decimal(v.total_seconds() / 3600).quantize(Decimal("0.1")) if v else None
        for m, v in values.items()
    }


REPORTS = (
    Report("repairs", lazy("Repairs"), "4.2.1", overview, RIGHT, order=10),
    Report("repairs-trade", lazy("By trade"), "4.2.1", by_trade, RIGHT, order=11),
    Report(
        "repairs-building", lazy("By building"), "4.2.1", by_building, RIGHT, order=12
    ),
    Report("repairs-unit", lazy("Repeating homes"), "4.2.1", by_unit, RIGHT, order=13),
)
