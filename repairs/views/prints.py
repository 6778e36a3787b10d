"""Paper: the task sheet in three copies, and the register (RULES 1.1, 1.2)."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from propertyservice.organisation.http import StaffRequest, permission
from propertyservice.organisation.models import Office
from propertyservice.printing.log import record_print
from propertyservice.printing.views import print_page
from propertyservice.ui.lists.filters import clean
from repairs import exports
from repairs.models import Repair
from repairs.printouts import sheet_context
from repairs.views.bulk import picked
from repairs.views.case import phone_of
from repairs.views.finding import may, repair_of
from repairs.views.register import REGISTER

MOST_ROWS = 500
LONGEST_IN_CODE = 500
"""A longer address makes a code that no phone reads, or none at all."""


@require_safe
def task_sheet(request: StaffRequest, number: str) -> HttpResponse:
    """The task sheet of the present round on A4, three copies, numbered and logged."""
    repair = repair_of(request.user, number)
    may(request.user, "repairs.print", repair)
    if repair.sheet is None:
        raise Http404(_("No task sheet was made yet."))
    return print_page(
        request,
        "repairs/print_task.html",
        {
            "sheets": [sheet_context(repair, phone_of(request.user, repair))],
            "back": repair.get_absolute_url(),
            "title": repair.sheet.task_no,
        },
        subject=repair.sheet.task_no,
        office=repair.office,
        url=repair.get_absolute_url(),
        form="task",
    )


@require_safe
@permission("repairs.print")
def task_sheets(request: StaffRequest) -> HttpResponse:
    """The task sheets of several repairs; each is numbered and logged by itself."""
    found = []
    for repair in picked(request):
        if repair.sheet and request.user.may("repairs.print", repair.office_id):
            context = sheet_context(repair, phone_of(request.user, repair))
            found.append({**context, "printed": _printed(request, repair)})
    context = {"sheets": found, "back": "", "title": ""}
    response = render(request, "repairs/print_task.html", context)
    response["Cache-Control"] = "no-store"
    return response


def _printed(request: StaffRequest, repair: Repair) -> Any:
    assert repair.sheet is not None  # noqa: S101 the caller asked
    return record_print(
        subject=repair.sheet.task_no,
        form="task",
        by=request.user,
        office=repair.office,
        url=request.build_absolute_uri(repair.get_absolute_url()),
    )


@require_safe
@permission("repairs.print")
def register(request: StaffRequest) -> HttpResponse:
    """The register on paper: the rows of the same query string, with its columns."""
    user = request.user
    rows = list(REGISTER.whole(user, request.GET)[: MOST_ROWS + 1])
    exports.prepare(rows, user)
    office = user.office or Office.objects.filter(pk__in=user.office_ids).first()
    if office is None:
        raise PermissionDenied(_("You hold no post in any office."))
    query = clean(request.GET).urlencode()
    return print_page(
        request,
        "repairs/print_register.html",
        {
            "rows": [exports.printed_row(row) for row in rows[:MOST_ROWS]],
            "heads": exports.PRINTED_HEADS,
            "cut": len(rows) > MOST_ROWS,
            "most": MOST_ROWS,
            "office": office,
            "day": timezone.localdate(),
            "back": f"{request.path.removesuffix('print/')}?{query}",
        },
        subject=f"{office.code} {timezone.localdate():%Y-%m-%d}",
        office=office,
        url=f"/repairs/?{query}" if len(query) <= LONGEST_IN_CODE else "/repairs/",
        form="repair_register",
    )
