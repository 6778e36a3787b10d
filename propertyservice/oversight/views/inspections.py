"""Inspections: the register, drawing, looking case by case, ending, paper (3.1)."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db.models import Count, Q
from django.http import FileResponse, Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy
from django.views.decorators.http import require_http_methods, require_safe

from propertyservice.organisation.http import StaffRequest, permission
from propertyservice.organisation.models import Staff
from propertyservice.oversight import drawing, transitions
from propertyservice.oversight.forms import DrawForm, EndForm, LookForm
from propertyservice.oversight.models import Inspection, InspectionItem
from propertyservice.oversight.models.inspection import VIEW
from propertyservice.printing.views import print_page
from propertyservice.spreadsheets import exports
from propertyservice.spreadsheets.columns import Column, Kind
from propertyservice.spreadsheets.views import send
from propertyservice.spreadsheets.writing import write
from propertyservice.ui.toasts import toast
from propertyservice.workflow.transitions import Refused

SHOWN = 100
FORM = ["GET", "HEAD", "POST"]


@require_safe
@permission(VIEW)
def index(request: StaffRequest) -> HttpResponse:
    """The inspections of one's offices and the findings of this year by office."""
    context = {
        "inspections": counted(request.user)[:SHOWN],
        "tally": tally(request.user),
        "may_inspect": request.user.may_anywhere(drawing.INSPECT),
        "year": timezone.localdate().year,
    }
    return render(request, "oversight/inspections.html", context)


@require_safe
@permission(VIEW)
def export(request: StaffRequest) -> FileResponse:
    """The register of inspections as Excel, on record."""
    rows = list(counted(request.user))
    title = lazy("Inspections")
    book, count = write(COLUMNS, rows, title)
    exports.record(request.user, str(title), rows=count, detail="")
    return send(exports.finished(book), f"{title}.xlsx")


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


def counted(user: Staff) -> Any:
    """Inspections with how far they are, the latest first."""
    return (
        Inspection.objects.visible_to(user)
        .select_related("office", "inspector")
        .annotate(
            drawn=Count("items", distinct=True),
            looked=Count("items", filter=~Q(items__result=""), distinct=True),
            found=Count("items__findings", distinct=True),
            open=Count(
                "items__findings",
                filter=~Q(items__findings__status="CLOSED"),
                distinct=True,
            ),
        )
        .order_by("-drawn_at", "-pk")
    )


def tally(user: Staff) -> Any:
    """Cases looked at, findings and open findings of this year, office by office."""
    return (
        InspectionItem.objects.filter(
            inspection__in=Inspection.objects.visible_to(user),
            inspection__drawn_at__year=timezone.localdate().year,
        )
        .values("office__name", "office__code")
        .annotate(
            inspections=Count("inspection", distinct=True),
            looked=Count("pk", filter=~Q(result=""), distinct=True),
            found=Count("findings", distinct=True),
            open=Count("findings", filter=~Q(findings__status="CLOSED"), distinct=True),
            back=Count("findings", filter=Q(findings__returns__gt=0), distinct=True),
        )
        .order_by("office__code")
    )


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


COLUMNS = [
    Column(lazy("Number"), lambda i: i.number, Kind.IDENTIFIER),
    Column(lazy("Office"), lambda i: i.office.name),
    Column(lazy("Register"), lambda i: i.register_label),
    Column(lazy("Opened from"), lambda i: i.since, Kind.DATE),
    Column(lazy("Opened to"), lambda i: i.until, Kind.DATE),
    Column(lazy("Cases"), lambda i: i.population, Kind.NUMBER),
    Column(lazy("Sample"), lambda i: i.drawn, Kind.NUMBER),
    Column(lazy("Looked at"), lambda i: i.looked, Kind.NUMBER),
    Column(lazy("Findings"), lambda i: i.found, Kind.NUMBER),
    Column(lazy("Still open"), lambda i: i.open, Kind.NUMBER),
    Column(lazy("Inspector"), lambda i: i.inspector.name),
    Column(lazy("Seed"), lambda i: i.seed, Kind.IDENTIFIER),
    Column(lazy("Conclusion"), lambda i: i.conclusion),
]
