"""The front desk: the one box, what waits, what is late, what came in today."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from propertyservice.organisation.http import StaffRequest
from propertyservice.ui import incidents
from propertyservice.workbench import desk, waiting

URGENT, INTAKE = 8, 6
OVERSEES = "organisation.view_posts"


@require_safe
def index(request: StaffRequest) -> HttpResponse:
    """Everything a person needs when the telephone rings, on one screen."""
    user, now = request.user, timezone.now()
    groups = waiting.groups(user, URGENT)
    intake = desk.opened_today(user).select_related("unit", "place", "person")
    context = {
        "one_box": True,
        "greeting": desk.greeting(now) % {"name": user.name},
        "today": timezone.localdate(),
        "stands_in": desk.stands_in(user),
        "incidents": incidents.known(user),
        "figures": desk.figures(user),
        "todo": waiting.most_urgent(groups, URGENT),
        "todo_count": sum(group.count for group in groups),
        "intake": intake.order_by("-opened_at", "-pk")[:INTAKE],
        "lateness": desk.lateness(user) if user.may_anywhere(OVERSEES) else None,
    }
    return render(request, "workbench/home.html", context)
