"""``/healthz``: 503 only when something that must answer does not (DESIGN 4)."""

from __future__ import annotations

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from propertyservice.workbench import vitals


@login_not_required
@require_safe
@never_cache
def index(request: HttpRequest) -> HttpResponse:
    """The state in one word; parts and warnings only to staff who are logged in."""
    report = vitals.look()
    body: dict[str, object] = {"status": "ok" if report.alive else "down"}
    if report.alive and report.warnings:
        body["status"] = "warning"
    if report.parts["database"] and request.user.is_authenticated:
        body |= {
            "parts": report.parts,
            "warnings": report.warnings,
            "details": report.details,
        }
    return JsonResponse(body, status=200 if report.alive else 503)
