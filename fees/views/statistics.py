"""收缴率 by item, building and month, and the age of debts; each opens its list."""

from __future__ import annotations

from datetime import date
from typing import Any
from urllib.parse import urlencode

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from fees.exports.statistics import Age, Rate, ages, back, billed, by_month, rates
from fees.rules.money import month_of
from propertyservice.organisation.http import StaffRequest, asked, key_of, permission
from propertyservice.organisation.models import Office
from propertyservice.workbench import charts

RIGHT = "fees.reports"
SHOWN = 12


@require_safe
@permission(RIGHT)
def index(request: StaffRequest) -> HttpResponse:
    """The months asked for, twelve when none are; one office, or all of one's own."""
    mine = request.user.offices_for(RIGHT)
    chosen = key_of(asked(request, "office"))
    offices = [chosen] if chosen in mine else sorted(mine)
    last = _month(asked(request, "to")) or month_of(timezone.localdate())
    first = _month(asked(request, "from")) or back(last, SHOWN - 1)
    first = min(first, last)
    lines = billed(offices, first, last)
    months = by_month(lines)
    span = {"month_from": f"{first:%Y-%m-%d}", "month_to": f"{last:%Y-%m-%d}"}
    context = {
        "offices": Office.objects.filter(pk__in=mine).order_by("code"),
        "office": chosen if chosen in mine else None,
        "first": first,
        "last": last,
        "items": [
            (rate, _lines(item=rate.key, **span))
            for rate in rates(lines, "item", "item__name", "item__order")
        ],
        "buildings": [
            (rate, _lines(building=rate.key, **span))
            for rate in rates(
                lines, "unit__building", "unit__building__name", "unit__building__code"
            )
        ],
        "months": [
            (rate, _lines(month_from=f"{day}", month_to=f"{day}"))
            for day, rate in months
        ],
        "ages": [(age, _of_age(age)) for age in ages(offices)],
        "chart": _chart(months),
        "total": Rate(
            0,
            _("Total"),
            sum((rate.billed for _day, rate in months), start=0),  # type: ignore[arg-type]
            sum((rate.settled for _day, rate in months), start=0),  # type: ignore[arg-type]
        ),
    }
    return render(request, "fees/statistics.html", context)


def _chart(months: list[tuple[date, Rate]]) -> Any:
    if len(months) < 2:
        return ""
    title = _("Collection rate")
    drawn = [charts.Line(title, [rate.percent for _day, rate in months])]
    return charts.lines([f"{day:%m}" for day, _rate in months], drawn, "%", title)


def _lines(view: str = "posted", **conditions: Any) -> str:
    return f"{reverse('fees:lines')}?{urlencode({'view': view, **conditions})}"


def _of_age(age: Age) -> str:
    conditions = {}
    if age.since:
        conditions["month_from"] = f"{age.since}"
    if age.until:
        conditions["month_to"] = f"{back(age.until, 1)}"
    return _lines("open", **conditions)


def _month(text: str) -> date | None:
    try:
        year, month = text.split("-")[:2]
        return date(int(year), int(month), 1)
    except ValueError:
        return None
