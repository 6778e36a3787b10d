"""Inspections: drawing, looking case by case, ending, paper (3.1)."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from propertyservice.organisation.http import StaffRequest, permission
from propertyservice.organisation.models import Staff
from propertyservice.oversight import drawing, transitions
from propertyservice.oversight.forms import DrawForm, EndForm, LookForm
from propertyservice.oversight.models import Inspection
from propertyservice.oversight.models.inspection import VIEW
from propertyservice.printing.views import print_page
from propertyservice.ui.toasts import toast
from propertyservice.workflow.transitions import Refused

FORM = ["GET", "HEAD", "POST"]


@require_http_methods(FORM)
@permission(drawing.INSPECT)
def new(request: StaffRequest) -> HttpResponse:
    """Choose office, register and days; the sample is drawn at once."""
    form = DrawForm(request.POST or None, user=request.user, initial=last_month())
    if request.method == "POST" and form.is_valid():
        try:
            inspection = drawing.draw(by=request.user, **form.cleaned_data)
        except Refused as refusal:
            form.add_error("until", refusal)
        else:
            toast(request, _("The sample is drawn."))
            return redirect(inspection)
    return render(request, "oversight/inspection_new.html", {"form": form})


@require_safe
@permission(VIEW)
def detail(request: StaffRequest, number: str) -> HttpResponse:
    """The sample, what was found, and how to draw it again."""
    inspection = inspection_of(request.user, number)
    return render(request, "oversight/inspection.html", context_of(request, inspection))


@require_http_methods(FORM)
@permission(drawing.INSPECT)
def look(request: StaffRequest, number: str, place: int) -> HttpResponse:
    """One case of the sample: in order, or a finding with who puts it right."""
    inspection = inspection_of(request.user, number)
    own(request.user, inspection)
    found = inspection.items.select_related("case", "inspection__office")
    item = found.filter(place=place).first()
    if item is None:
        raise Http404
    form = LookForm(request.POST or None, office=inspection.office, user=request.user)
    if request.method == "POST" and form.is_valid():
        try:
            transitions.look(item, by=request.user, **form.cleaned_data)
        except Refused as refusal:
            form.add_error(None, refusal)
        else:
            toast(request, _("Recorded."))
            return redirect(inspection)
    context = {"form": form, "item": item, "inspection": inspection}
    return render(request, "oversight/look.html", context)


@require_http_methods(FORM)
@permission(drawing.INSPECT)
def end(request: StaffRequest, number: str) -> HttpResponse:
    """The conclusion, when every case was looked at."""
    inspection = inspection_of(request.user, number)
    own(request.user, inspection)
    form = EndForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        words = form.cleaned_data["words"]
        try:
            transitions.end(inspection, by=request.user, conclusion=words)
        except Refused as refusal:
            form.add_error(None, refusal)
        else:
            toast(request, _("The inspection has ended."))
            return redirect(inspection)
    context = {"form": form, "inspection": inspection}
    return render(request, "oversight/inspection_end.html", context)


@require_safe
@permission(VIEW)
def paper(request: StaffRequest, number: str) -> HttpResponse:
    """The inspection on A4, with the sample, the findings and the seed."""
    inspection = inspection_of(request.user, number)
    return print_page(
        request,
        "oversight/print_inspection.html",
        context_of(request, inspection),
        subject=inspection.number,
        office=inspection.office,
        url=inspection.get_absolute_url(),
    )


def context_of(request: StaffRequest, inspection: Inspection) -> dict[str, Any]:
    """What page and paper show; the sample is drawn again to see that it agrees."""
    # A case that was hidden from its reader since does not exist for him here either:
    # row-level security keeps its line from him.
    items = list(
        inspection.items.select_related("case__unit", "case__place").prefetch_related(
            "findings__register", "findings__responsible"
        )
    )
    numbers = [item.case.number for item in items]
    return {
        "inspection": inspection,
        "items": items,
        "left": [item for item in items if not item.result],
        "findings": [each for item in items for each in item.findings.all()],
        "agrees": drawing.sample(inspection)[: len(numbers)] == numbers,
        "goes_on": inspection.closed_at is None
        and inspection.inspector_id == request.user.pk,
        "back": reverse("oversight:inspection", args=[inspection.number]),
    }


def inspection_of(user: Staff, number: str) -> Inspection:
    """The inspection, for whoever reads the office's; 404 otherwise."""
    seen = Inspection.objects.visible_to(user).select_related("office", "inspector")
    found = seen.filter(number=number).first()
    if found is None:
        raise Http404(_("There is no such inspection."))
    return found


def own(user: Staff, inspection: Inspection) -> None:
    """Raise PermissionDenied for another than the inspector."""
    if inspection.inspector_id != user.pk:
        raise PermissionDenied(_("Only its inspector goes on with an inspection."))


def last_month() -> dict[str, Any]:
    """The days that are asked for first: the month before."""
    last = timezone.localdate().replace(day=1) - timedelta(days=1)
    return {"since": last.replace(day=1), "until": last}
