"""The repairer's own page, made for a phone (4.2.1; LOOK 12)."""

from __future__ import annotations

from datetime import datetime
from typing import Any, cast

from django.db.models import QuerySet
from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from propertyservice.organisation.http import StaffRequest, permission
from propertyservice.organisation.models import Staff
from propertyservice.ui import acts, deadlines
from repairs import transitions
from repairs.models import CLOSED, Repair, Status

TO_DO = (
    Status.DISPATCHED,
    Status.ACCEPTED,
    Status.ON_SITE,
    Status.IN_PROGRESS,
    Status.SUSPENDED,
)
TO_RETURN = (Status.FINISHED, Status.FINISHED_UNSIGNED)
MOST = 50
# What a repairer does next, in the order of likelihood; the rest is on the case page.
BIG_STEPS = (
    "accept",
    "arrive",
    "start",
    "finish",
    "ask_inspection",
    "resume",
)
SMALL_STEPS = ("contain", "quote", "ask_suspension", "ask_unsigned", "ask_extension")


@require_safe
@permission("repairs.work")
def mine(request: StaffRequest) -> HttpResponse:
    """The task now with one big step, what comes next, and what was done today."""
    now = timezone.now()
    tasks = list(_mine(request.user).filter(status__in=TO_DO)[:MOST])
    sheets = list(_mine(request.user).filter(status__in=TO_RETURN)[:MOST])
    done = list(_done_today(request.user, now))
    chips = deadlines.for_cases([task.pk for task in tasks + sheets], now)
    for task in cast(list[Any], tasks + sheets):
        task.chip = chips.get(task.pk)
        task.press = acts.at_once(request.user, task.register, task)
    current = _current(tasks)
    context = {
        "now": current,
        "steps": _steps(request.user, current, BIG_STEPS),
        "more": _steps(request.user, current, SMALL_STEPS),
        "after": [task for task in tasks if task is not current],
        "sheets": sheets,
        "done": done,
        "today": timezone.localdate(),
    }
    return render(request, "repairs/mine.html", context)


def _mine(user: Staff) -> QuerySet[Repair]:
    return (
        Repair.objects.visible_to(user)
        .filter(technician=user)
        .select_related("register", "office", "unit", "place", "sheet", "technician")
        .order_by("due_at", "pk")
    )


def _done_today(user: Staff, now: datetime) -> QuerySet[Repair]:
    midnight = timezone.localtime(now).replace(
        hour=0, minute=0, second=0, microsecond=0
    )
    finished = _mine(user).filter(finished_at__gte=midnight)
    return finished.filter(status__in=[Status.SHEET_RETURNED, *CLOSED])[:MOST]


def _current(tasks: list[Repair]) -> Repair | None:
    """The task he is at; else the first that does not wait."""
    at_it = [t for t in tasks if t.status in (Status.ON_SITE, Status.IN_PROGRESS)]
    ready = [t for t in tasks if t.status != Status.SUSPENDED]
    return next(iter(at_it or ready), None)


def _steps(user: Staff, task: Repair | None, names: tuple[str, ...]) -> list[Any]:
    if task is None:
        return []
    steps = [transitions.BY_NAME[name] for name in names]
    return [step for step in steps if step.is_open_to(user, task)]
