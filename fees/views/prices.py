"""Items and prices, publishing them, and the public price board (4.8.1, RULES 4.2)."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction
from django.db.models import Prefetch
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from fees.forms.prices import EndForm, ItemForm, PriceForm, PublishForm
from fees.models import VIEW, FeeItem, PriceVersion
from fees.transitions import pricing
from fees.transitions.posting import refused
from fees.transitions.pricing import PRICES
from propertyservice.organisation.http import StaffRequest, key_of, permission
from propertyservice.organisation.models import Office, Staff
from propertyservice.printing.views import print_page
from propertyservice.ui.toasts import toast
from propertyservice.workflow.transitions import Refused

FORM = ["GET", "HEAD", "POST"]
HOTLINE = "12315"


FIELDS = {
    "fees_due_day_of_a_month": "due_day",
    "fees_no_late_fee_on_behalf": "late_fee",
    "fees_price_not_negative": "price",
    "fees_price_days_in_order": "ends_on",
    "fees_price_has_basis": "basis",
}
"""Where a refusal of the database is shown."""


@require_safe
@permission(VIEW)
def index(request: StaffRequest) -> HttpResponse:
    """Every item with its versions, the present ones first."""
    user = request.user
    versions = PriceVersion.objects.order_by("-starts_on")
    items = (
        FeeItem.objects.filter(office__in=user.offices_for(VIEW))
        .select_related("office")
        .prefetch_related(Prefetch("prices", versions))
        .order_by("office", "order", "code")
    )
    context = {
        "items": list(items),
        "today": timezone.localdate(),
        "may_set": user.may_anywhere(PRICES),
        "offices": Office.objects.filter(pk__in=user.offices_for(VIEW)),
    }
    return render(request, "fees/prices.html", context)


@require_http_methods(FORM)
@permission(PRICES)
def item(request: StaffRequest, pk: int | None = None) -> HttpResponse:
    """A new item, or one to be changed."""
    known = _item(request.user, pk) if pk else None
    offices = request.user.offices_for(PRICES)
    form = ItemForm(request.POST or None, instance=known, offices=offices)
    if request.method == "POST" and form.is_valid():
        try:
            with transaction.atomic():
                form.save()
        except IntegrityError as error:
            refusal = refused(error)
            form.add_error(FIELDS.get(str(refusal.code), "code"), refusal)
        else:
            return redirect("fees:prices")
    return _form(request, form, _("Fee item"))


@require_http_methods(FORM)
@permission(PRICES)
def new(request: StaffRequest, pk: int) -> HttpResponse:
    """A new version of an item's price."""
    of = _item(request.user, pk)
    form = PriceForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        version = form.save(commit=False)
        version.item = of
        try:
            pricing.enter(version, by=request.user)
        except Refused as refusal:
            form.add_error(FIELDS.get(str(refusal.code), "starts_on"), refusal)
        else:
            toast(request, _("Entered. It holds once it is published."))
            return redirect("fees:prices")
    return _form(request, form, _("New price: %(item)s") % {"item": of})


@require_http_methods(FORM)
@permission(PRICES)
def publish(request: StaffRequest, pk: int) -> HttpResponse:
    """Put a version on the board."""
    version = _version(request.user, pk)
    form = PublishForm(request.POST or None, initial={"on": timezone.localdate()})
    if request.method == "POST" and form.is_valid():
        try:
            pricing.publish(version, by=request.user, **form.cleaned_data)
        except Refused as refusal:
            _at_field(form, refusal)
        else:
            toast(request, _("Published."))
            return redirect("fees:prices")
    return _form(request, form, _("Publish: %(price)s") % {"price": version})


@require_http_methods(FORM)
@permission(PRICES)
def end(request: StaffRequest, pk: int) -> HttpResponse:
    """End a version, so that another may follow."""
    version = _version(request.user, pk)
    form = EndForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            pricing.end(version, by=request.user, **form.cleaned_data)
        except Refused as refusal:
            _at_field(form, refusal)
        else:
            return redirect("fees:prices")
    return _form(request, form, _("End: %(price)s") % {"price": version})


@require_safe
@permission("fees.print")
def board(request: StaffRequest) -> HttpResponse:
    """明码标价 for the wall: what is published and holds, with all that must stand."""
    offices = request.user.offices_for("fees.print")
    asked = key_of(request.GET.get("office", ""))
    chosen = Office.objects.filter(pk__in=offices).select_related("company")
    office = (chosen.filter(pk=asked) if asked else chosen).order_by("code").first()
    if office is None:
        raise Http404(_("There is no such office."))
    today = timezone.localdate()
    versions = (
        PriceVersion.objects.filter(office=office, published_on__isnull=False)
        .exclude(ends_on__lt=today)
        .select_related("item")
        .order_by("item__order", "item__code", "unit_use", "starts_on")
    )
    context = {
        "office": office,
        "versions": list(versions),
        "today": today,
        "hotline": HOTLINE,
        "back": "/fees/prices/",
    }
    return print_page(
        request,
        "fees/print_board.html",
        context,
        subject=f"{office.code} {today:%Y-%m-%d}",
        office=office,
        url="/fees/prices/",
    )


def _form(request: StaffRequest, form: Any, title: str) -> HttpResponse:
    return render(request, "fees/price_form.html", {"form": form, "title": title})


def _at_field(form: Any, refusal: Refused) -> None:
    where = refusal.code if refusal.code in form.fields else None
    form.add_error(where, refusal)


def _item(user: Staff, pk: int) -> FeeItem:
    return _seen(FeeItem.objects.filter(pk=pk).select_related("office"), user)


def _version(user: Staff, pk: int) -> PriceVersion:
    rows = PriceVersion.objects.filter(pk=pk).select_related("item", "office")
    return _seen(rows, user)


def _seen(rows: Any, user: Staff) -> Any:
    """The row, where he sees money; 404 for another office's, 403 without the right."""
    found = rows.first()
    if found is None or not user.may(VIEW, found.office_id):
        raise Http404(_("There is no such price."))
    if not user.may(PRICES, found.office_id):
        raise PermissionDenied(_("Your post does not include this act."))
    return found
