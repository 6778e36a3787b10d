"""Charging beside the monthly run: once, at once, shared, spaces, areas (4.8.1)."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode
from uuid import uuid4

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from fees.forms.charging import (
    AreaForm,
    EndForm,
    OnceForm,
    RentalForm,
    SellForm,
    SharedForm,
)
from fees.models import VIEW, Charge, Rental, SharedBill
from fees.transitions import onceoff, parking, sharing
from fees.transitions.billing import BILL
from fees.transitions.paying import CHARGE
from propertyservice.estate.models import Unit
from propertyservice.organisation.http import StaffRequest, asked, permission
from propertyservice.organisation.models import Office
from propertyservice.printing.views import print_page
from propertyservice.ui.answers import answer

FORM = ["GET", "HEAD", "POST"]
LATEST = 100


def _home(request: StaffRequest, right: str) -> Unit:
    """The home of the address; 404 where the right does not reach."""
    homes = Unit.objects.filter(office__in=request.user.offices_for(right))
    found = homes.select_related("office", "building").filter(
        code=asked(request, "unit")
    )
    unit = found.first()
    if unit is None:
        raise Http404(_("There is no such room."))
    return unit


def _counter(unit: Unit) -> str:
    return f"{reverse('fees:counter')}?{urlencode({'unit': unit.code})}"


@require_http_methods(FORM)
@permission(CHARGE)
def once(request: StaffRequest) -> HttpResponse:
    """Charge a home once; it stands on the counter at once."""
    unit = _home(request, CHARGE)
    form = OnceForm(request.POST or None, office=unit.office_id)

    def act(data: dict[str, Any]) -> Charge:
        return onceoff.charge_once(
            unit,
            data["item"],
            data["quantity"],
            by=request.user,
            source=f"once:{(data['once_key'] or uuid4()).hex[:32]}",
            note=data["note"],
        )

    return answer(
        request,
        form,
        act,
        title=_("Charge once: %(room)s") % {"room": unit.label},
        crumbs=[(reverse("fees:counter"), _("Counter")), (_counter(unit), unit.label)],
        done=_("Charged."),
        hint=_("By the published price of today; without one nothing is charged."),
    )


@require_http_methods(FORM)
@permission(CHARGE)
def sell(request: StaffRequest) -> HttpResponse:
    """Paid at once without a home: temporary parking, a card."""
    offices = request.user.offices_for(CHARGE)
    office = Office.objects.filter(pk__in=offices).order_by("code").first()
    if office is None:
        raise Http404(_("There is no such office."))
    form = SellForm(request.POST or None, office=office.pk)

    def act(data: dict[str, Any]) -> Any:
        return parking.sell(
            office,
            data["item"],
            data["quantity"],
            by=request.user,
            tender=data["method"],
            key=data["once_key"] or uuid4(),
            payer_name=data["payer_name"],
            memo=data["note"],
            reference=data["reference"],
        )

    return answer(
        request,
        form,
        act,
        title=_("Paid at once"),
        crumbs=[(reverse("fees:counter"), _("Counter"))],
        then=lambda receipt: reverse("fees:receipt", args=[receipt.receipt_no]),
        hint=_("Temporary parking, a card: quantity times the published price."),
        button=_("Take the money, write the receipt"),
    )


@require_http_methods(FORM)
@permission(onceoff.CORRECT)
def area(request: StaffRequest) -> HttpResponse:
    """A home's area was wrong: bills are made good, either way (edge case 86)."""
    unit = _home(request, onceoff.CORRECT)
    form = AreaForm(request.POST or None)
    return answer(
        request,
        form,
        lambda data: onceoff.correct_area(unit, by=request.user, **data),
        title=_("Correct the area: %(room)s") % {"room": unit.label},
        crumbs=[
            (f"{reverse('fees:account')}?{urlencode({'unit': unit.code})}", unit.label)
        ],
        done=_("Corrected; the difference stands on the account."),
        hint=_("Now %(area)s ㎡. Each bill by area gets a line with the difference.")
        % {"area": unit.gross_floor_area or "—"},
    )


@require_http_methods(FORM)
@permission(BILL)
def share(request: StaffRequest) -> HttpResponse:
    """Share a month's common usage out; the draft is looked at, then published."""
    offices = request.user.offices_for(BILL)
    form = SharedForm(request.POST or None, offices=offices)

    def act(data: dict[str, Any]) -> SharedBill:
        return sharing.share_out(by=request.user, **data)

    return answer(
        request,
        form,
        act,
        title=_("Share out common usage"),
        crumbs=[(reverse("fees:shared"), _("Shared utilities"))],
        then=lambda made: reverse("fees:run", args=[made.run_id]),
        hint=_("The parts add up to the sum to the cent; usage and price are posted."),
    )


@require_safe
@permission(VIEW)
def shared(request: StaffRequest) -> HttpResponse:
    """What was shared out, the latest first."""
    rows = (
        SharedBill.objects.filter(office__in=request.user.offices_for(VIEW))
        .select_related("item", "building", "price", "run", "by")
        .order_by("-pk")[:LATEST]
    )
    context = {"rows": list(rows), "may": request.user.may_anywhere(BILL)}
    return render(request, "fees/shared.html", context)


@require_safe
@permission("fees.print")
def shared_paper(request: StaffRequest, pk: int) -> HttpResponse:
    """公摊公示: usage, price and sum, with each home's part, for the wall."""
    found = SharedBill.objects.filter(office__in=request.user.offices_for("fees.print"))
    rows = found.select_related("item", "building", "price", "office")
    made = rows.filter(pk=pk).first()
    if made is None:
        raise Http404(_("There is no such sum."))
    lines = Charge.objects.filter(source=f"shared:{made.pk}").select_related("unit")
    return print_page(
        request,
        "fees/print_shared.html",
        {
            "made": made,
            "lines": list(lines.order_by("unit__sort_key")),
            "back": "/fees/shared/",
        },
        subject=f"{made.building} {made.period:%Y-%m} {made.item.code}",
        office=made.office,
        url="/fees/shared/",
    )


@require_http_methods(FORM)
@permission(BILL)
def rental(request: StaffRequest) -> HttpResponse:
    """A home rents a space, or has its own managed."""
    form = RentalForm(request.POST or None, offices=request.user.offices_for(BILL))
    return answer(
        request,
        form,
        lambda _data: parking.rent(form.rental(), by=request.user),
        title=_("Rent a space"),
        crumbs=[(reverse("fees:rentals"), _("Parking rentals"))],
        done=_("Entered; the monthly run of parking bills it."),
    )


@require_safe
@permission(VIEW)
def rentals(request: StaffRequest) -> HttpResponse:
    """Who has which space."""
    rows = (
        Rental.objects.filter(office__in=request.user.offices_for(VIEW))
        .select_related("unit", "space", "item")
        .order_by("ends_on", "-pk")[: LATEST * 5]
    )
    context = {"rows": list(rows), "may": request.user.may_anywhere(BILL)}
    return render(request, "fees/rentals.html", context)


@require_http_methods(FORM)
@permission(BILL)
def end_rental(request: StaffRequest, pk: int) -> HttpResponse:
    """The last day of a rental."""
    seen = Rental.objects.filter(office__in=request.user.offices_for(BILL), pk=pk)
    found = seen.select_related("space", "unit").first()
    if found is None:
        raise Http404(_("There is no such rental."))
    return answer(
        request,
        EndForm(request.POST or None),
        lambda data: parking.end_rental(found, by=request.user, **data),
        title=_("End: %(space)s") % {"space": found.space},
        crumbs=[(reverse("fees:rentals"), _("Parking rentals"))],
    )
