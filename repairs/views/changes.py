"""What a step wrote, row by row, as the history kept it (4.9)."""

from __future__ import annotations

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from propertyservice.cases.models import Step
from propertyservice.organisation.http import StaffRequest
from propertyservice.ui.registry import address
from propertyservice.ui.rowchanges import Tables, rows
from repairs.models import IncidentReport, MaterialLine, Repair, TaskSheet
from repairs.views.finding import may, repair_of


@require_safe
def changes(request: StaffRequest, number: str, step_id: int) -> HttpResponse:
    """The rows that were written together with one step of the timeline."""
    repair = repair_of(request.user, number)
    may(request.user, "audit.view_history", repair)
    steps = Step.objects.filter(case_id=repair.pk).select_related("by")
    step = steps.filter(pk=step_id).first()
    if step is None:
        raise Http404(_("There is no such step."))
    written = rows(repair.pk, _own(repair), step.request_id)
    found = list(written) if step.request_id else []
    context = {
        "record": repair,
        "clause": _("Repairs"),
        "list_url": address("repairs:list"),
        "step": step,
        "rows": found,
    }
    return render(request, "ui/case/changes.html", context)


def _own(repair: Repair) -> Tables:
    """The tables of a repair beside those of every case."""
    return (
        (Repair, {"pgh_obj": repair.pk}),
        (TaskSheet, {"repair": repair.pk}),
        (MaterialLine, {"sheet__in": repair.sheets.values("pk")}),
        (IncidentReport, {"incident": repair.pk}),
    )
