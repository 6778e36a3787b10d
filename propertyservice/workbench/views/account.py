"""The person's own account: posts, password, second factor, keys, language, theme."""

from __future__ import annotations

from django.db.models import Q
from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from propertyservice.organisation import posts
from propertyservice.organisation.http import StaffRequest
from propertyservice.organisation.models import Appointment


@require_safe
def index(request: StaffRequest) -> HttpResponse:
    """Which posts one holds until when, and the switches of one's own pages."""
    user, today = request.user, timezone.localdate()
    held = Appointment.objects.in_force(today).filter(Q(holder=user) | Q(deputy=user))
    rows = held.select_related("office", "company", "holder", "deputy", "appointed_by")
    context = {
        "appointments": [
            (posts.label(row.post), row) for row in rows.order_by("post", "office")
        ]
    }
    return render(request, "workbench/account.html", context)
