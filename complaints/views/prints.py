"""Paper: 《业主投诉记录表》 of one complaint, and the register (RULES 1.4)."""

from __future__ import annotations

from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from complaints import exports
from complaints.printouts import record_context
from complaints.views.case import complainants_of
from complaints.views.finding import complaint_of, may
from complaints.views.register import REGISTER
from propertyservice.organisation.http import StaffRequest, permission
from propertyservice.organisation.models import Office
from propertyservice.printing.views import print_page
from propertyservice.ui.lists.filters import clean

MOST_ROWS = 500
LONGEST_IN_CODE = 500
"""A longer address makes a code that no phone reads, or none at all."""


@require_safe
def record(request: StaffRequest, number: str) -> HttpResponse:
    """The record of one complaint on A4, numbered and logged."""
    complaint = complaint_of(request.user, number)
    may(request.user, "complaints.print", complaint)
    people = complainants_of(request.user, complaint)
    return print_page(
        request,
        "complaints/print_record.html",
        {**record_context(complaint, people), "back": complaint.get_absolute_url()},
        subject=complaint.number,
        office=complaint.office,
        url=complaint.get_absolute_url(),
        form="complaint",
    )


@require_safe
@permission("complaints.export")
def register(request: StaffRequest) -> HttpResponse:
    """The register on paper: the rows of the same query string, with its columns.

    Supervisor and manager sign it: what is about a member of staff stands on its own
    record alone (edge case 26).
    """
    user = request.user
    listed = REGISTER.whole(user, request.GET).filter(respondent=None)
    rows = list(listed[: MOST_ROWS + 1])
    exports.prepare(rows, user)
    office = user.office or Office.objects.filter(pk__in=user.office_ids).first()
    if office is None:
        raise PermissionDenied(_("You hold no post in any office."))
    query = clean(request.GET).urlencode()
    return print_page(
        request,
        "complaints/print_register.html",
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
        url=f"/complaints/?{query}"
        if len(query) <= LONGEST_IN_CODE
        else "/complaints/",
        form="complaint_register",
    )
