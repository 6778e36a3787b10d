"""The figures of a cashier's day: 收款日报表 (RULES 4.6)."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from django.db.models import Max, Min, Sum

from fees.models import TENDERS, Account, CashierDay, Entry, Voucher, VoucherKind
from fees.rules.defaults import LARGE_FEE
from propertyservice.policy.in_force import in_force


def sums(day: CashierDay) -> dict[str, Any]:
    """The day by item and method, its receipts, and what it gave back."""
    vouchers = Voucher.objects.filter(day=day)
    entries = Entry.objects.filter(voucher__day=day)
    by_method = {
        row["account"]: row["total"]
        for row in entries.filter(account__in=TENDERS)
        .values("account")
        .annotate(total=Sum("amount"))
    }
    by_item = list(
        entries.exclude(account__in=[*TENDERS, Account.PAYABLE])
        .values("item__name", "account")
        .annotate(total=-Sum("amount"))
        .order_by("item__order", "item__name", "account")
    )
    numbered = vouchers.filter(number__isnull=False)
    span = numbered.aggregate(first=Min("number"), last=Max("number"))
    large = Decimal(str(in_force(day.office, day.date)[LARGE_FEE]))
    return {
        "methods": [
            (Account(code).label, by_method.get(code, Decimal())) for code in TENDERS
        ],
        "items": [
            (row["item__name"], Account(row["account"]).label, row["total"])
            for row in by_item
        ],
        "total": sum(by_method.values(), Decimal()),
        "first": span["first"],
        "last": span["last"],
        "receipts": numbered.count(),
        "void": list(
            vouchers.filter(kind=VoucherKind.VOID).values_list(
                "reverses__number", flat=True
            )
        ),
        "red": list(vouchers.filter(kind=VoucherKind.RED).select_related("office")),
        "spoiled": list(day.spoiled.values_list("number", "reason")),
        "large": list(
            vouchers.filter(total__gte=large).select_related("unit", "office")
        ),
    }
