"""Counting repairs by month: one statement a table, whatever the number of rows."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any
from urllib.parse import urlencode
from zoneinfo import ZoneInfo

from django.db.models import QuerySet
from django.db.models.functions import TruncMonth
from django.urls import reverse
from django.utils import timezone

from propertyservice.organisation.models import Staff
from propertyservice.ui.reports import Figure, Period
from propertyservice.workflow.models import Deadline
from repairs.models import Repair
from repairs.rules.deadlines import FINISH

SHANGHAI = ZoneInfo("Asia/Shanghai")
PERCENT = Decimal("0.1")


def months(period: Period) -> list[date]:
    """The first days of the months asked for, in order."""
    found, month = [], period.first
    while month <= period.last:
        found.append(month)
        month = following(month)
    return found


def following(month: date) -> date:
    """The first day of the next month."""
    return (month.replace(day=1) + timedelta(days=32)).replace(day=1)


def repairs(user: Staff, period: Period) -> QuerySet[Any]:
    """Repairs reported in the period in the offices asked for, with their month."""
    return (
        Repair.objects.visible_to(user)
        .filter(office__in=period.offices, reported_at__range=span(period))
        .annotate(month=TruncMonth("reported_at", tzinfo=SHANGHAI))
    )


def finish_limits(user: Staff, period: Period) -> QuerySet[Any]:
    """The limits of the work of those repairs; replaced and void ones don't count."""
    return (
        Deadline.objects.filter(
            kind=FINISH,
            case__repair__in=Repair.objects.visible_to(user),
            case__repair__office__in=period.offices,
            case__repair__reported_at__range=span(period),
        )
        .exclude(state__in=("VOID", "REPLACED"))
        .annotate(month=TruncMonth("case__repair__reported_at", tzinfo=SHANGHAI))
    )


def span(period: Period) -> tuple[datetime, datetime]:
    """First and last instant of a period, local midnight to midnight."""
    starts = datetime.combine(period.first, datetime.min.time(), SHANGHAI)
    ends = datetime.combine(following(period.last), datetime.min.time(), SHANGHAI)
    return starts, ends - timedelta(microseconds=1)


def by_month(rows: Iterable[dict[str, Any]]) -> dict[date, dict[str, Any]]:
    """Rows of an aggregate by their month's first day."""
    return {timezone.localtime(row["month"]).date(): row for row in rows}


def rate(part: int, whole: int) -> Decimal | None:
    """A share in percent with one place; None of nothing."""
    return (Decimal(100 * part) / whole).quantize(PERCENT) if whole else None


def listed(month: date, **conditions: str) -> str:
    """The register, narrowed to what a number counts."""
    until = following(month) - timedelta(days=1)
    query = {"view": "all", "since": month, "until": until, **conditions}
    return f"{reverse('repairs:list')}?{urlencode(query)}"


def figures(period: Period, values: dict[date, Any], **conditions: str) -> list[Figure]:
    """One number a month; those that count repairs open their list."""
    return [
        Figure(
            month=month,
            value=values.get(month),
            url=listed(month, **conditions) if values.get(month) else "",
        )
        for month in months(period)
    ]


def plain(period: Period, values: dict[date, Any]) -> list[Figure]:
    """One number a month that is no count of rows, such as a rate."""
    return [Figure(month=month, value=values.get(month)) for month in months(period)]
