"""Fees (4.8): the counter, receipts, what is asked about them, cashiers' days."""

from __future__ import annotations

from typing import Any

from django.utils import timezone

from fees.models import CashierDay, Check, CheckFinding, Matter, Voucher
from fees.transitions import matters, reconciling
from fees.transitions.proving import Found
from tests.access.table import Page
from tests.access.world import World
from tests.fees.till import open_till


def receipt(world: World) -> dict[str, Any]:
    """A receipt of the cashier's open day."""
    found = Voucher.objects.filter(office=world.house.office).order_by("pk").first()
    if found is None:
        found = open_till(world.house, world.house.cashier).pay("100.00")
    return {"number": found.receipt_no}


def matter(world: World) -> dict[str, Any]:
    """A void that was asked."""
    receipt(world)
    found = Matter.objects.select_related("register").first()
    if found is None:
        paid = Voucher.objects.get()
        paid.day = CashierDay.objects.get()
        found = matters.ask_void(
            paid, by=world.house.cashier, reason="房号写错", all_copies=True
        )
    return {"number": found.number}


def day(world: World) -> dict[str, Any]:
    """The cashier's open day."""
    receipt(world)
    return {"number": CashierDay.objects.select_related("register").get().number}


def counted(world: World) -> dict[str, Any]:
    """The step that counts; only the cashier takes it."""
    return {**day(world), "name": "count"}


def finding(world: World) -> dict[str, Any]:
    """A finding of the reconciliation."""
    found = CheckFinding.objects.select_related("register").first()
    if found is None:
        wrong = Found(Check.NUMBERS, "1-50", "缺号")
        reconciling.record(world.house.office, timezone.localdate(), wrong)
        found = CheckFinding.objects.select_related("register").get()
    return {"number": found.number}


def settling(world: World) -> dict[str, Any]:
    """The step that explains it."""
    return {**finding(world), "name": "settle"}


def home(world: World) -> dict[str, Any]:
    """The household at the counter."""
    return {"unit": world.unit.code}


PAGES = [
    Page("fees:counter", "cashier", "clerk"),
    Page("fees:counter", "cashier", "clerk", query=home, variant="of a home"),
    Page(
        "fees:use-prepaid",
        "cashier",
        "clerk",
        method="post",
        query=home,
        ok=(302,),
    ),
    Page("fees:receipts", "cashier", "clerk"),
    Page("fees:receipts-export", "cashier", "clerk"),
    Page("fees:receipt", "cashier", "clerk", values=receipt, owned=True),
    Page("fees:receipt-print", "cashier", "clerk", values=receipt, owned=True),
    Page("fees:receipt-undo", "cashier", "clerk", values=receipt, owned=True),
    Page("fees:matter", "cashier", "clerk", values=matter, owned=True),
    Page(
        "fees:matter-red",
        "cashier",
        "clerk",
        values=matter,
        owned=True,
        method="post",
        ok=(302,),
    ),
    Page("fees:close", "cashier", "clerk", ok=(200, 302)),
    Page("fees:days", "cashier", "clerk"),
    Page("fees:day", "cashier", "clerk", values=day, owned=True),
    Page("fees:day-print", "cashier", "clerk", values=day, owned=True, ok=(200, 404)),
    Page("fees:findings", "manager", "clerk"),
    Page("fees:finding", "manager", "clerk", values=finding, owned=True),
    Page("fees:finding-step", "manager", "cashier", values=settling, owned=True),
    Page("fees:day-step", "cashier", "clerk", values=counted, owned=True),
]
