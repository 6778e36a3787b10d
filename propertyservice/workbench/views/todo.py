"""What waits for me and my posts (DESIGN 3)."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from propertyservice.organisation.http import StaffRequest
from propertyservice.workbench import waiting

SHOWN, ALONE, MOST = 15, 50, 500


@require_safe
def index(request: StaffRequest) -> HttpResponse:
    """Every source with its first rows; ``?source=`` shows one, ``?limit=`` more."""
    only = request.GET.get("source", "")
    limit = _limit(request.GET.get("limit", "")) if only else SHOWN
    user = request.user
    every = waiting.counted(user, waiting.sources(user))
    groups = [
        waiting.with_rows(group, user, limit)
        for group in every
        if group.count and only in ("", group.key)
    ]
    context = {
        "groups": groups,
        "every": [group for group in every if group.count],
        "only": only,
        "count": sum(group.count for group in every),
        "late": sum(group.late for group in every),
        "more": limit + ALONE,
        "heading": _("My to-do"),
    }
    return render(request, "workbench/todo.html", context)


def _limit(asked: str) -> int:
    return min(int(asked), MOST) if asked.isdecimal() and len(asked) < 5 else ALONE
