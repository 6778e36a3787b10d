"""Taking over the office's own spreadsheet of homes and owners (4.4.1)."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from propertyservice.estate.roster import Report
from propertyservice.estate.roster.counting import lines_of
from propertyservice.estate.rosterform import IMPORT, RosterForm
from propertyservice.organisation.http import StaffRequest, permission
from propertyservice.organisation.models import Office
from propertyservice.ui.toasts import toast

SHOWN = 200


@require_http_methods(["GET", "HEAD", "POST"])
@permission(IMPORT)
def take_over(request: StaffRequest) -> HttpResponse:
    """Upload a roster, look at what it would do, take it over."""
    user = request.user
    offices = Office.objects.filter(pk__in=user.offices_for(IMPORT)).order_by("code")
    form = RosterForm(offices, request.POST or None, request.FILES or None)
    report = None
    if request.method == "POST" and form.is_valid():
        report = form.run(user.pk, dry_run="apply" not in request.POST)
        if report and report.is_good and not report.dry_run:
            toast(request, lines_of(report)[-1])
            return redirect("roster")
    context = {"form": form, **_found(report)}
    return render(request, "workbench/roster.html", context)


def _found(report: Report | None) -> dict[str, Any]:
    """What the file would do, its errors, and what somebody should look at."""
    if report is None:
        return {}
    return {
        "report": report,
        "lines": lines_of(report),
        "problems": report.problems[:SHOWN],
        "findings": report.findings[:SHOWN],
        "may_apply": report.is_good and report.dry_run,
    }
