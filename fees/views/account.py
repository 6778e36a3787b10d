"""A household's account: bills, receipts, balances, demands; on paper too (4.8.2)."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from django.db.models import F, Sum
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from fees.forms.dunning import DemandForm
from fees.models import (
    VIEW,
    Charge,
    ChargeKind,
    Demand,
    Deposit,
    Dispute,
    Meter,
    Prepaid,
    Voucher,
)
from fees.transitions.billing import BILL
from fees.transitions.dunning import DUN
from fees.transitions.onceoff import CORRECT
from fees.transitions.paying import CHARGE
from propertyservice.estate.models import Occupancy, Unit
from propertyservice.organisation.http import StaffRequest, asked, key_of, permission
from propertyservice.printing.views import print_page

SHOWN = 60


def _unit(request: StaffRequest, right: str) -> Unit:
    homes = Unit.objects.filter(office__in=request.user.offices_for(right))
    rows = homes.select_related("office__company", "building")
    unit = rows.filter(code=asked(request, "unit")).first()
    if unit is None:
        raise Http404(_("There is no such room."))
    return unit


def account_of(unit: Unit, *, before: int | None = None) -> dict[str, Any]:
    """What page and paper show; the open lines whole, the settled ones a page."""
    lines = Charge.objects.filter(unit=unit, posted_at__isnull=False)
    settled = lines.filter(settled=F("amount")).order_by("-pk")
    if before:
        settled = settled.filter(pk__lt=before)
    open_lines = list(lines.open().by_age().select_related("item", "payer"))
    disputed: set[int] = set()
    for each in Dispute.objects.filter(charge__in=open_lines).order_by("pk"):
        (disputed.add if each.disputed else disputed.discard)(each.charge_id)
    done = list(settled.select_related("item")[: SHOWN + 1])
    vouchers = Voucher.objects.filter(unit=unit).select_related("office", "reverses")
    owners = Occupancy.objects.filter(unit=unit).on(timezone.localdate()).owners()
    opening = lines.filter(kind=ChargeKind.OPENING).aggregate(s=Sum("amount"))["s"]
    return {
        "unit": unit,
        "owner": "、".join(owners.values_list("person__name", flat=True)),
        "lines": open_lines,
        "disputed": disputed,
        "owed": sum((line.owed for line in open_lines), Decimal()),
        "opening": opening,
        "settled": done[:SHOWN],
        "more": done[SHOWN - 1].pk if len(done) > SHOWN else None,
        "vouchers": list(vouchers.order_by("-pk")[:SHOWN]),
        "ahead": list(
            Prepaid.objects.filter(unit=unit, balance__gt=0).select_related("item")
        ),
        "deposits": list(
            Deposit.objects.filter(unit=unit, held__balance__gt=0).select_related(
                "item", "held"
            )
        ),
        "demands": list(Demand.objects.filter(unit=unit).select_related("by")[:SHOWN]),
        "today": timezone.localdate(),
    }


@require_safe
@permission(VIEW)
def account(request: StaffRequest) -> HttpResponse:
    """One household's account."""
    unit, user = _unit(request, VIEW), request.user
    may_dun = user.may(DUN, unit.office_id)
    context = {
        **account_of(unit, before=key_of(asked(request, "before"))),
        "meters": list(Meter.objects.filter(unit=unit).select_related("item")),
        "form": DemandForm() if may_dun else None,
        "may_charge": user.may(CHARGE, unit.office_id),
        "may_bill": user.may(BILL, unit.office_id),
        "may_correct": user.may(CORRECT, unit.office_id),
    }
    return render(request, "fees/account.html", context)


@require_safe
@permission("fees.print")
def paper(request: StaffRequest) -> HttpResponse:
    """对账单 of the household."""
    unit = _unit(request, "fees.print")
    url = f"/fees/account/?unit={unit.code}"
    return print_page(
        request,
        "fees/print_account.html",
        {**account_of(unit), "back": url},
        subject=unit.code,
        office=unit.office,
        url=url,
    )
