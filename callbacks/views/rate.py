"""The rate so far: due, done, n more by Friday, and who has them (4.3.2)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any
from urllib.parse import urlencode

from django.db.models import Count
from django.db.models.functions import TruncDate
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from callbacks.models import Callback, Source
from callbacks.reports.counting import Tally, by_month, tallies
from propertyservice.organisation.http import StaffRequest, asked, key_of, permission
from propertyservice.organisation.models import Office, Staff

RIGHT = "callbacks.rate"
MONTHS = 12
FRIDAY = 4


@dataclass(frozen=True)
class Line:
    """One source of the month: its figures, and the lists behind them."""

    source: Source
    tally: Tally
    urls: dict[str, str]


@dataclass(frozen=True)
class Holder:
    """Who has calls to make, how many, and by when the first."""

    name: str
    count: int
    by: date
    url: str


@require_safe
@permission(RIGHT)
def rate(request: StaffRequest) -> HttpResponse:
    """One month by source, twelve months in all; two statements beside the offices."""
    user = request.user
    offices = list(
        Office.objects.filter(pk__in=user.offices_for(RIGHT)).order_by("code")
    )
    chosen = key_of(asked(request, "office"))
    wanted = [o.pk for o in offices if chosen in (None, o.pk)] or [-1]
    month = _month(asked(request, "month"))
    months = last_months(month)
    found = tallies(user, wanted, months[0], months[-1])
    sees_base = user.may_anywhere("callbacks.reports")
    lines = [
        Line(source, found[month, source.value], _urls(month, source, sees_base))
        for source in Source
        if (month, source.value) in found
    ]
    every = by_month(found, months)
    this = every[-1]
    holders = waiting_with(user, wanted, month)
    friday = next_friday(timezone.localdate())
    context = {
        "month": month,
        "lines": lines,
        "this": this,
        "months": every[::-1],
        "every_month": [f"{each:%Y-%m}" for each in reversed(_choices())],
        "holders": holders,
        "friday": friday,
        "by_friday": must_by(user, wanted, month, friday, this.more),
        "ended": timezone.localdate() >= following(month),
        "offices": offices,
        "office": chosen,
        "may_view_samplings": user.may_anywhere("callbacks.samplings"),
    }
    return render(request, "callbacks/rate.html", context)


def waiting_with(user: Staff, offices: list[int], month: date) -> list[Holder]:
    """Who has the calls of this month: caller, how many, the first window that ends."""
    rows = (
        _waiting(user, offices, month)
        .values("caller", "caller__name")
        .annotate(n=Count("pk"))
        .order_by("-n", "caller__name")
    )
    first: dict[Any, date] = {}
    for row in (
        _waiting(user, offices, month)
        .values("caller")
        .annotate(day=TruncDate("window_until"), n=Count("pk"))
        .order_by("day")
    ):
        first.setdefault(row["caller"], row["day"] - timedelta(days=1))
    return [
        Holder(
            row["caller__name"] or "",
            row["n"],
            first[row["caller"]],
            _listed(month, view="to-call", caller=row["caller"])
            if row["caller"]
            else _listed(month, view="planned"),
        )
        for row in rows
    ]


def must_by(user: Staff, offices: list[int], month: date, day: date, more: int) -> int:
    """How many answers are needed by the end of ``day`` to hold the rates still.

    What has a later window can wait; the rest can't.
    """
    end = timezone.make_aware(datetime.combine(day + timedelta(days=1), time.min))
    later = _waiting(user, offices, month).filter(window_until__gt=end).count()
    return max(0, more - later)


def _waiting(user: Staff, offices: list[int], month: date) -> Any:
    return (
        Callback.objects.to_call()
        .filter(office__in=offices, candidate__month=month)
        .exclude(hidden_from=user)
    )


def _listed(month: date, **conditions: Any) -> str:
    """The register, narrowed to what a number counts."""
    query = {"month": month, "base": "1", "view": "all", **conditions}
    return f"{reverse('callbacks:list')}?{urlencode(query)}"


def _based(month: date, source: Source, view: str) -> str:
    """The base, narrowed to what a number counts."""
    days = {"month_from": month, "month_to": month}
    query = urlencode({"view": view, "source": source.value, **days})
    return f"{reverse('callbacks:base')}?{query}"


def _urls(month: date, source: Source, sees_base: bool) -> dict[str, str]:
    base = {"base": "base", "due": "due"} if sees_base else {}
    narrowed = {
        "called": {},
        "answered": {"in_time": "1"},
        "unreachable": {"outcome": "UNREACHABLE"},
        "refused": {"outcome": "REFUSED"},
        "waiting": {"view": "to-call"},
        "unhappy": {"unhappy": "1"},
    }
    return {
        name: _listed(month, source=source.value, **conditions)
        for name, conditions in narrowed.items()
    } | {name: _based(month, source, view) for name, view in base.items()}


def next_friday(day: date) -> date:
    """This week's Friday, or next week's from Saturday on."""
    return day + timedelta(days=(FRIDAY - day.weekday()) % 7)


def following(month: date) -> date:
    """The first day of the next month."""
    return (month + timedelta(days=32)).replace(day=1)


def last_months(month: date, count: int = MONTHS) -> list[date]:
    """The first days of so many months, the last one given."""
    found = [month]
    while len(found) < count:
        found.append((found[-1] - timedelta(days=1)).replace(day=1))
    return found[::-1]


def _choices() -> list[date]:
    return last_months(following(timezone.localdate().replace(day=1)), MONTHS + 1)


def _month(text: str) -> date:
    try:
        return date.fromisoformat(f"{text}-01")
    except ValueError:
        return timezone.localdate().replace(day=1)
