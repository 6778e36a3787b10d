"""The maintenance supervisor's board: unassigned, late, suspended, per repairer."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.db.models import Count, OuterRef, Q, Subquery
from django.db.models.functions import Coalesce
from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from propertyservice.approvals.models import Request
from propertyservice.organisation.http import StaffRequest, permission
from propertyservice.organisation.models import Appointment, Staff
from propertyservice.ui import deadlines
from repairs.models import Repair, Status

IN_HAND = (
    Status.DISPATCHED,
    Status.ACCEPTED,
    Status.ON_SITE,
    Status.IN_PROGRESS,
)
SHOWN = 20
EACH = 6


@require_safe
@permission("repairs.board")
def board(request: StaffRequest) -> HttpResponse:
    """What nobody has, what is late, what waits, and who has how much (3.2, 4.2.1)."""
    now = timezone.now()
    every = (
        Repair.objects.visible_to(request.user)
        .filter(office__in=request.user.offices_for("repairs.board"))
        .select_related("register", "technician", "office")
        .order_by("due_at", "pk")
    )
    unassigned = every.filter(status=Status.REGISTERED, incident=None)
    late = every.filter(status__in=IN_HAND, due_at__lt=now)
    suspended = every.filter(status=Status.SUSPENDED)
    columns = {
        "unassigned": list(unassigned[:SHOWN]),
        "late": list(late[:SHOWN]),
        "suspended": list(suspended[:SHOWN]),
    }
    people = list(_repairers(request.user))
    tasks = list(every.filter(status__in=IN_HAND)[: SHOWN * EACH])
    _mark(sum(columns.values(), []) + tasks, now)
    counts = every.aggregate(
        unassigned=Count("pk", Q(status=Status.REGISTERED, incident=None)),
        late=Count("pk", Q(status__in=IN_HAND, due_at__lt=now)),
        suspended=Count("pk", Q(status=Status.SUSPENDED)),
        in_hand=Count("pk", Q(status__in=IN_HAND)),
    )
    context = {
        **columns,
        "counts": counts,
        "people": [_load(person, tasks) for person in people],
        "waiting": Request.objects.for_decision_by(request.user).count(),
    }
    return render(request, "repairs/board.html", context)


def _repairers(user: Staff) -> Iterable[Staff]:
    """Who holds the repairer's post today, with how much they have in hand."""
    offices = user.offices_for("repairs.board")
    today = timezone.localdate()
    held = Appointment.objects.in_force(today).filter(
        post="TECHNICIAN", office__in=offices
    )
    now = timezone.now()
    mine = Repair.objects.filter(status__in=IN_HAND, office__in=offices)
    return (
        Staff.objects.filter(pk__in=held.values("holder"))
        .annotate(in_hand=_counted(mine), late=_counted(mine.filter(due_at__lt=now)))
        .order_by("name")
    )


def _counted(repairs: Any) -> Any:
    mine = repairs.filter(technician=OuterRef("pk")).order_by().values("technician")
    return Coalesce(Subquery(mine.annotate(n=Count("pk")).values("n")), 0)


def _load(person: Staff, tasks: list[Repair]) -> dict[str, Any]:
    his = [task for task in tasks if task.technician_id == person.pk]
    return {"person": person, "tasks": his[:EACH], "more": max(len(his) - EACH, 0)}


def _mark(repairs: list[Any], now: Any) -> None:
    chips = deadlines.for_cases({repair.pk for repair in repairs}, now)
    for repair in repairs:
        repair.chip = chips.get(repair.pk)
