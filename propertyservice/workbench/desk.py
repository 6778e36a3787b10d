"""What the front desk shows beside the one box: figures, today's intake, lateness."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, time
from typing import Any
from urllib.parse import urlencode

from django.db.models import Count, Min, QuerySet
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from propertyservice.approvals.models import Request
from propertyservice.cases.models import Case
from propertyservice.organisation import posts
from propertyservice.organisation.models import Appointment, Staff
from propertyservice.ui import desk
from propertyservice.ui.counters import counts, shown
from propertyservice.ui.desk import Tile

MOST_TILES = 4


@dataclass(frozen=True)
class Figure:
    """A tile with its count."""

    label: str
    value: str
    url: str
    bad: bool
    hint: str


@dataclass(frozen=True)
class Lateness:
    """What is late with one post of one office."""

    office: str
    post: str
    count: int
    oldest: datetime
    url: str


def start_of_day() -> datetime:
    """Midnight of today."""
    return timezone.make_aware(datetime.combine(timezone.localdate(), time.min))


def opened_today(user: Staff) -> QuerySet[Any]:
    """Cases of any clause opened since midnight."""
    return Case.objects.visible_to(user).filter(opened_at__gte=start_of_day())


def late(user: Staff) -> QuerySet[Any]:
    """Open cases whose next time limit has passed."""
    return Case.objects.visible_to(user).filter(is_open=True, due_at__lt=timezone.now())


def figures(user: Staff) -> list[Figure]:
    """The tiles of this person, all counted in one statement."""
    tiles = desk.for_user(user)[:MOST_TILES]
    asked: list[QuerySet[Any]] = []
    for tile in tiles:
        rows = tile.rows(user)
        asked += (rows, tile.hint_rows(user) if tile.hint_rows else rows.none())
    numbers = counts(asked)
    return [
        _figure(tile, user, numbers[2 * n], numbers[2 * n + 1])
        for n, tile in enumerate(tiles)
    ]


def _figure(tile: Tile, user: Staff, count: int, second: int) -> Figure:
    hint = f"{tile.hint} {shown(second)}" if tile.hint_rows and second else ""
    return Figure(
        label=str(tile.label),
        value=shown(count),
        url=tile.url(user),
        bad=tile.bad and count > 0,
        hint=hint or ("" if tile.hint_rows else str(tile.hint)),
    )


def lateness(user: Staff) -> list[Lateness]:
    """What is late with each post, most first: one statement."""
    rows = (
        late(user)
        .values("office__code", "office__name", "holder_post")
        .annotate(n=Count("pk"), oldest=Min("due_at"))
        .order_by("-n", "office__code", "holder_post")
    )
    return [
        Lateness(
            office=row["office__name"],
            post=posts.label(row["holder_post"]) or _("Nobody named"),
            count=row["n"],
            oldest=row["oldest"],
            url=_late_url(row["office__code"], row["holder_post"]),
        )
        for row in rows
    ]


def _late_url(office: str, post: str) -> str:
    asked = {"view": "late", "office": office, "post": post}
    return f"{reverse('cases')}?{urlencode({k: v for k, v in asked.items() if v})}"


def greeting(now: datetime) -> str:
    """Good morning, afternoon or evening."""
    hour = timezone.localtime(now).hour
    if hour < 12:
        return _("Good morning, %(name)s")
    return _("Good afternoon, %(name)s") if hour < 18 else _("Good evening, %(name)s")


def stands_in(user: Staff) -> Sequence[Appointment]:
    """Posts held as a deputy today, with holder and last day; asks only deputies."""
    if not user.represents:
        return ()
    today = timezone.localdate()
    return list(
        Appointment.objects.in_force(today)
        .filter(deputy=user, deputy_from__lte=today, deputy_to__gte=today)
        .select_related("holder")
    )


def waiting_requests(user: Staff) -> QuerySet[Any]:
    """Requests whose decision is this person's."""
    return Request.objects.for_decision_by(user)
