"""The cashier's counter: a household's debts, and taking money for them (4.8.2)."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from itertools import groupby
from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from fees.forms.counter import CounterForm
from fees.models import CashierDay, Charge, DayStatus, FeeItem, Prepaid, Voucher
from fees.transitions import prepaid
from fees.transitions.paying import CHARGE, pay
from propertyservice.estate import search
from propertyservice.estate.models import Occupancy, Unit
from propertyservice.ledger.money import show
from propertyservice.organisation.http import StaffRequest, asked, permission
from propertyservice.organisation.models import Staff
from propertyservice.ui.toasts import toast
from propertyservice.workflow.transitions import Refused

FOUND_AT_MOST = 12
MOST_LINES = 200
"""Open lines shown at once: more than sixteen years of one item."""


@dataclass(frozen=True)
class Group:
    """The open lines of one item, oldest first."""

    name: str
    book: str
    lines: list[Charge]

    @property
    def owed(self) -> Decimal:
        """What is open of this item, in yuan."""
        return sum((line.owed for line in self.lines), Decimal())


@require_http_methods(["GET", "HEAD", "POST"])
@permission(CHARGE)
def counter(request: StaffRequest) -> HttpResponse:
    """A household's open lines; without one, find it first."""
    code = asked(request, "unit")
    unit = _unit(request.user, code) if code else None
    if unit is None:
        return _finder(request, code)
    if not request.user.may(CHARGE, unit.office_id):
        raise PermissionDenied(_("Your post does not include this act."))
    owners = _owners(unit)
    form = CounterForm(
        request.POST or None,
        unit=unit,
        lines=_lines(unit),
        items=_items(unit),
        owner_name="、".join(owners)[:80],
    )
    if request.method == "POST" and (before := _pressed_before(request, unit)):
        words = _("This form took money already: this is its receipt.")
        messages.warning(request, words)
        return redirect("fees:receipt", before.receipt_no)
    if request.method == "POST" and form.is_valid():
        try:
            receipt = pay(form.payment(), by=request.user)
        except Refused as refusal:
            form.refuse(refusal)
        else:
            if form.change:
                words = _("Change: %(amount)s") % {"amount": show(form.change)}
                toast(request, words)
            return redirect("fees:receipt", receipt.receipt_no)
    return render(request, "fees/counter.html", _page(request, unit, form))


@require_POST
@permission(CHARGE)
def use_prepaid(request: StaffRequest) -> HttpResponse:
    """Settle what is open from what was paid ahead for the same item."""
    unit = _unit(request.user, asked(request, "unit"))
    if unit is None:
        raise Http404(_("There is no such room."))
    used = prepaid.use_prepaid(unit, by=request.user)
    words = _("Settled from the prepayment.") if used else _("Nothing to settle.")
    toast(request, words)
    return redirect(f"{reverse('fees:counter')}?{urlencode({'unit': unit.code})}")


def _pressed_before(request: StaffRequest, unit: Unit) -> Voucher | None:
    """The receipt that the first press of the same form wrote."""
    try:
        key = UUID(request.POST.get("once_key", ""))
    except ValueError:
        return None
    mine = Voucher.objects.filter(key=key, by=request.user, unit=unit)
    return mine.select_related("office").first()


def _page(request: StaffRequest, unit: Unit, form: CounterForm) -> dict[str, Any]:
    groups = [
        Group(item.name, item.get_book_display(), list(lines))
        for item, lines in groupby(
            sorted(form.lines, key=lambda line: (line.item.order, line.item_id)),
            key=lambda line: line.item,
        )
    ]
    days = CashierDay.objects.filter(cashier=request.user, office=unit.office_id)
    return {
        "form": form,
        "unit": unit,
        "groups": groups,
        "ticked": form.ticked,
        "owed": sum((group.owed for group in groups), Decimal()),
        "ahead": list(
            Prepaid.objects.filter(unit=unit, balance__gt=0).select_related("item")
        ),
        "day": days.filter(status=DayStatus.OPEN).order_by("-date").first(),
        "latest": list(
            unit.vouchers.filter(number__isnull=False).select_related(
                "office", "reverses"
            )[:5]
        ),
        "today": timezone.localdate(),
    }


def _unit(user: Staff, code: str) -> Unit | None:
    """A home of the cashier's offices by its code."""
    homes = Unit.objects.visible_to(user).select_related("office", "building")
    return homes.filter(code=code).first()


def _lines(unit: Unit) -> list[Charge]:
    """What is open, oldest first."""
    lines = Charge.objects.filter(unit=unit).open().by_age().select_related("item")
    return list(lines[:MOST_LINES])


def _items(unit: Unit) -> list[FeeItem]:
    return list(FeeItem.objects.filter(office=unit.office_id, is_active=True))


def _owners(unit: Unit) -> list[str]:
    now = Occupancy.objects.filter(unit=unit).on(timezone.localdate()).owners()
    return list(now.values_list("person__name", flat=True))


def _finder(request: StaffRequest, typed: str) -> HttpResponse:
    """Which household? A room typed in full opens at once."""
    hits = search.find(request.user, typed[:60], FOUND_AT_MOST) if typed else []
    units = [hit for hit in hits if hit.unit_code]
    exact = [hit for hit in units if hit.exact]
    if len(exact) == 1 or (len(units) == 1 and units[0].unit_label == typed):
        code = (exact or units)[0].unit_code
        return redirect(f"{reverse('fees:counter')}?{urlencode({'unit': code})}")
    if request.method == "POST" or (typed.count("-") == 3 and not units):
        raise Http404(_("There is no such room."))
    return render(request, "fees/find.html", {"typed": typed, "hits": units})
