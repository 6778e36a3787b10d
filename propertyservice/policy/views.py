"""``/rules/``: what holds, where it comes from, and what the customer must confirm."""

from __future__ import annotations

from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.views.decorators.http import require_safe

from propertyservice.organisation.http import StaffRequest, asked, permission
from propertyservice.organisation.models import Office
from propertyservice.policy import overview
from propertyservice.policy.changing import CHANGE_RULE

VIEW = "policy.view_rules"


@require_safe
@permission(VIEW)
def rules(request: StaffRequest) -> HttpResponse:
    """Every rule in force for an office, with value, source and confidence."""
    office = _office(request)
    rows = overview.rows(office, timezone.localdate())
    context = _context(request, office) | {"rows": rows}
    return render(request, "policy/rules.html", context)


@require_safe
@permission(VIEW)
def to_confirm(request: StaffRequest) -> HttpResponse:
    """Every value marked T or G that the customer still has to confirm (RULES 8)."""
    office = _office(request)
    context = _context(request, office) | {
        "rows": overview.to_confirm(office, timezone.localdate()),
        "questions": overview.questions(),
    }
    return render(request, "policy/to_confirm.html", context)


def _context(request: StaffRequest, office: Office) -> dict[str, object]:
    seen = request.user.offices_for(VIEW)
    return {
        "office": office,
        "offices": Office.objects.filter(pk__in=seen),
        "may_change": request.user.may(CHANGE_RULE, office),
    }


def _office(request: StaffRequest) -> Office:
    """The office asked for, else the one at work; 404 outside his own."""
    own = Office.objects.filter(pk__in=request.user.offices_for(VIEW))
    if code := asked(request, "office"):
        return get_object_or_404(own, code=code)
    chosen: int = request.session.get("office") or request.user.office_id or 0
    office = own.filter(pk=chosen).first() or own.first()
    if office is None:
        raise Http404
    return office
