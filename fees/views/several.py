"""One payer, several homes: a receipt for each, all or none (edge case 81)."""

from __future__ import annotations

from decimal import Decimal
from typing import Any
from uuid import uuid4, uuid5

from django.db.models import F, Sum
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from fees.forms.several import SeveralForm
from fees.models import Charge
from fees.transitions.paying import CHARGE, Payment, Tender, pay_all
from propertyservice.estate.models import Occupancy, Unit
from propertyservice.organisation.http import StaffRequest, asked, permission
from propertyservice.organisation.models import Staff
from propertyservice.ui.toasts import toast
from propertyservice.workflow.transitions import Refused

MOST = 30


def _homes(user: Staff, code: str) -> list[Any]:
    """The home of the address and the others of its owners, with what they owe."""
    mine = Unit.objects.filter(office__in=user.offices_for(CHARGE))
    first = mine.filter(code=code).first()
    if first is None:
        return []
    owners = Occupancy.objects.filter(unit=first, ends_on=None).owners()
    others = Occupancy.objects.filter(
        person__in=owners.values("person"), ends_on=None, unit__office=first.office_id
    ).owners()
    homes = mine.filter(pk__in=[first.pk, *others.values_list("unit", flat=True)])
    units: list[Any] = list(homes.select_related("office").order_by("sort_key")[:MOST])
    owed = dict(
        Charge.objects.filter(unit__in=units, by_developer=False)
        .open()
        .values_list("unit")
        .annotate(total=Sum(F("amount") - F("settled")))
    )
    names: dict[int, list[str]] = {}
    for unit, name in (
        Occupancy.objects.filter(unit__in=units, ends_on=None)
        .owners()
        .values_list("unit", "person__name")
    ):
        names.setdefault(unit, []).append(name)
    for unit in units:
        unit.owed = max(owed.get(unit.pk, Decimal()), Decimal())
        unit.owner_name = "、".join(names.get(unit.pk, []))[:80]
    return units


@require_http_methods(["GET", "HEAD", "POST"])
@permission(CHARGE)
def several(request: StaffRequest) -> HttpResponse:
    """How much for which home; oldest first within each."""
    homes = _homes(request.user, asked(request, "unit"))
    if not homes:
        return redirect("fees:counter")
    form = SeveralForm(request.POST or None, homes=homes)
    if request.method == "POST" and form.is_valid():
        key = form.cleaned_data["once_key"] or uuid4()
        payments = [
            Payment(
                unit=home,
                tenders=[
                    Tender(
                        form.cleaned_data["method"],
                        amount,
                        form.cleaned_data["reference"],
                    )
                ],
                key=uuid5(key, str(home.pk)),
                payer_name=form.cleaned_data["payer_name"],
                owner_name=home.owner_name,
            )
            for home, amount in form.parts()
        ]
        try:
            receipts = pay_all(payments, by=request.user)
        except Refused as refusal:
            form.add_error(None, refusal)
        else:
            words = "、".join(receipt.receipt_no for receipt in receipts)
            toast(request, _("Receipts: %(numbers)s") % {"numbers": words})
            return redirect("fees:receipts")
    context = {
        "form": form,
        "homes": [(home, form[f"u_{home.pk}"]) for home in homes],
        "total": sum(home.owed for home in homes),
        "back": f"{reverse('fees:counter')}?unit={homes[0].code}",
    }
    return render(request, "fees/several.html", context)
