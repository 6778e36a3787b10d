"""A ledger of plain numbers, and what the database says beside it."""

from __future__ import annotations

from dataclasses import dataclass, field
from decimal import Decimal

from django.db.models import Count, F, Sum

from fees.models import Account, CashierDay, Charge, Entry, Held, Prepaid, Voucher

ZERO = Decimal("0.00")


@dataclass
class Book:
    """The plain ledger, in yuan."""

    owed: Decimal = ZERO
    ahead: Decimal = ZERO
    held: Decimal = ZERO
    payable: Decimal = ZERO
    money: Decimal = ZERO
    cash_today: Decimal = ZERO
    receipts: dict[int, Decimal] = field(default_factory=dict)
    closed: dict[int, tuple[int, Decimal]] = field(default_factory=dict)


def of_day(day: CashierDay) -> tuple[int, Decimal]:
    """How many vouchers a day has, and their money."""
    found = Voucher.objects.filter(day=day.pk).aggregate(n=Count("pk"), s=Sum("total"))
    return found["n"], found["s"] or ZERO


def sums() -> dict[str, Decimal]:
    """What the database says."""
    entries = Entry.objects.aggregate(all=Sum("amount"))
    account = dict(Entry.objects.values_list("account").annotate(s=Sum("amount")))
    tenders = (
        Account.CASH,
        Account.POS,
        Account.WECHAT,
        Account.ALIPAY,
        Account.TRANSFER,
    )
    lines = Charge.objects.open().aggregate(s=Sum(F("amount") - F("settled")))
    return {
        "all": entries["all"] or ZERO,
        "owed": lines["s"] or ZERO,
        "ahead": Prepaid.objects.aggregate(s=Sum("balance"))["s"] or ZERO,
        "held": Held.objects.aggregate(s=Sum("balance"))["s"] or ZERO,
        "payable": -account.get("PAYABLE", ZERO),
        "money": sum((account.get(each, ZERO) for each in tenders), ZERO),
    }
