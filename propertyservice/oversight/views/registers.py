"""The registers of inspections and of findings (3.1, 3.2)."""

from __future__ import annotations

from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.utils import timezone
from django.views.decorators.http import require_safe

from propertyservice.organisation.http import StaffRequest, permission
from propertyservice.oversight import tally
from propertyservice.oversight.models.inspection import VIEW
from propertyservice.oversight.registers import FINDINGS, INSPECTIONS
from propertyservice.spreadsheets import exports
from propertyservice.spreadsheets.views import respond as send_excel
from propertyservice.ui import lists


@require_safe
@permission(VIEW)
def inspections(request: StaffRequest) -> HttpResponse:
    """The register, under what this year's inspections found office by office."""
    year = timezone.localdate().year
    counted = () if request.htmx else tally.by_office(request.user, year)
    return lists.respond(request, INSPECTIONS, tally=counted, year=year)


@require_safe
@permission(VIEW)
def findings(request: StaffRequest) -> HttpResponse:
    """What was found: to be put right, to be re-checked, closed."""
    return lists.respond(request, FINDINGS)


@require_safe
@permission(VIEW)
def export(request: StaffRequest, key: str) -> HttpResponseBase:
    """Exactly what a register's query string filters, on record."""
    return send_excel(request, exports.get(key))
