"""What a household owes, on its page, for those who may see money (DESIGN 3)."""

from __future__ import annotations

from typing import Any

from django.db.models import Count, F, Min, Sum

from fees.models import VIEW, Charge, Held, Prepaid
from propertyservice.organisation.models import Staff


def charges(user: Staff, unit: Any) -> dict[str, Any] | None:
    """Debts by item, what is paid ahead and held; nothing of it blocks a service."""
    if not user.may(VIEW, unit.office_id):
        return None
    open_lines = Charge.objects.filter(unit=unit).open()
    owed = list(
        open_lines.values("item__name")
        .annotate(
            left=Sum(F("amount") - F("settled")),
            months=Count("pk"),
            since=Min("period"),
        )
        .order_by("item__order", "item__name")
    )
    ahead = Prepaid.objects.filter(unit=unit, balance__gt=0)
    held = Held.objects.filter(deposit__unit=unit, balance__gt=0)
    return {
        "unit": unit,
        "owed": owed,
        "total": sum(row["left"] for row in owed),
        "ahead": list(ahead.values_list("item__name", "balance")),
        "held": list(held.values_list("deposit__item__name", "balance")),
        "may_charge": user.may("fees.charge", unit.office_id),
    }
