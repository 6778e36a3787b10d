"""月收支明细表: the month on a page, its ties, and as Excel (4.8.2)."""

from __future__ import annotations

from datetime import date

from django.http import Http404, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from fees.exports import month_of_office, write_month
from fees.models import VIEW
from propertyservice.organisation.http import StaffRequest, asked, key_of, permission
from propertyservice.organisation.models import Office, Staff
from propertyservice.printing.views import print_page
from propertyservice.spreadsheets import exports
from propertyservice.spreadsheets.views import send

EXPORT = "fees.export"


@require_safe
@permission(VIEW)
def index(request: StaffRequest) -> HttpResponse:
    """One month of an office by item, with its deposits and ties."""
    month = month_of_office(_office(request, VIEW), _first(asked(request, "month")))
    context = {
        "month": month,
        "offices": _offices(request.user, VIEW),
        "may_export": request.user.may(EXPORT, month.office),
    }
    return render(request, "fees/ledger.html", context)


@require_safe
@permission(EXPORT)
def excel(request: StaffRequest, month: str) -> HttpResponseBase:
    """The month as a workbook, on record."""
    office, first = _office(request, EXPORT), _first(month)
    if f"{first:%Y-%m}" != month:
        raise Http404(_("There is no such month."))
    workbook, count = write_month(month_of_office(office, first))
    title = _("Monthly income and expense statement")
    exports.record(request.user, title, rows=count, detail=f"{office.code} {month}")
    return send(exports.finished(workbook), f"{title} {office.code} {month}.xlsx")


@require_safe
@permission("fees.print")
def paper(request: StaffRequest) -> HttpResponse:
    """The month for signature."""
    office = _office(request, "fees.print")
    month = month_of_office(office, _first(asked(request, "month")))
    return print_page(
        request,
        "fees/print_ledger.html",
        {"month": month, "back": f"/fees/ledger/?month={month.first:%Y-%m}"},
        subject=f"{office.code} {month.first:%Y-%m}",
        office=office,
        url=f"/fees/ledger/?month={month.first:%Y-%m}",
    )


def _offices(user: Staff, right: str) -> list[Office]:
    return list(Office.objects.filter(pk__in=user.offices_for(right)).order_by("code"))


def _office(request: StaffRequest, right: str) -> Office:
    """The office that is asked for, or the first; 404 for another's."""
    chosen = asked(request, "office")
    offices = _offices(request.user, right)
    if chosen:
        offices = [each for each in offices if each.pk == key_of(chosen)]
    if not offices:
        raise Http404(_("There is no such office."))
    return offices[0]


def _first(text: str) -> date:
    try:
        return date.fromisoformat(f"{text}-01")
    except ValueError:
        return timezone.localdate().replace(day=1)
