"""The monthly set (``/reports/monthly/``): whose is due, and the paper (RULES 2.8)."""

from __future__ import annotations

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from propertyservice.organisation.http import StaffRequest, permission
from propertyservice.organisation.models import Office
from propertyservice.printing.views import print_page
from propertyservice.ui.counting import months
from propertyservice.workbench import figures, monthly

RIGHT = "workbench.monthly_set"
SHOWN = 12


@require_safe
@permission(RIGHT)
def index(request: StaffRequest) -> HttpResponse:
    """The sets of the last twelve whole months, office by office."""
    offices = list(
        Office.objects.filter(pk__in=request.user.offices_for(RIGHT)).order_by("code")
    )
    this_month = timezone.localdate().replace(day=1)
    period = figures.period_until(this_month, frozenset(), SHOWN + 1)
    whole = list(months(period))[:-1]
    states = monthly.states(offices, whole[::-1])
    context = {
        "states": states,
        "late": [each for each in states if each.printed_on is None and each.is_late],
        "offices": offices,
    }
    return render(request, "workbench/monthly.html", context)


@require_safe
@permission(RIGHT)
def paper(request: StaffRequest, office: str, month: str) -> HttpResponse:
    """The set of one office and month on A4, numbered and on record."""
    found = _office(request, office)
    first = figures.month_of(month)
    if f"{first:%Y-%m}" != month:
        raise Http404
    late = list(monthly.late_cases(request.user, found)[: monthly.MOST_LATE + 1])
    context = {
        "office": found,
        "month": first,
        "months": monthly.months_shown(first),
        "parts": monthly.parts(request.user, found, first),
        "late": late[: monthly.MOST_LATE],
        "cut": len(late) > monthly.MOST_LATE,
        "most": monthly.MOST_LATE,
        "due_on": monthly.due_on(found, first),
    }
    return print_page(
        request,
        "workbench/print_monthly.html",
        context,
        subject=monthly.subject(found, first),
        office=found,
        url=reverse("monthly-set"),
        form=monthly.FORM,
    )


def _office(request: StaffRequest, code: str) -> Office:
    try:
        return Office.objects.get(code=code, pk__in=request.user.offices_for(RIGHT))
    except Office.DoesNotExist:
        raise Http404 from None
