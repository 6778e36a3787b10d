"""Fees (4.8): the counter, receipts, what is asked about them, cashiers' days."""

from __future__ import annotations

from typing import Any

from django.utils import timezone

from fees.models import (
    BillRun,
    CashierDay,
    Check,
    CheckFinding,
    FeeItem,
    Matter,
    PriceVersion,
    ReceiptBook,
    Voucher,
)
from fees.transitions import billing, books, matters, reconciling
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


def used_book(world: World) -> dict[str, Any]:
    """A book that nobody needs any more."""
    found = ReceiptBook.objects.filter(holder=world.house.taker).first()
    if found is None:
        found = books.issue(
            world.house.office,
            holder=world.house.taker,
            by=world.house.supervisor,
            count=5,
        )
    return {"pk": found.pk}


def this_month(world: World) -> dict[str, Any]:
    """The month that runs."""
    return {"month": f"{timezone.localdate():%Y-%m}"}


def item(world: World) -> dict[str, Any]:
    """A fee item."""
    receipt(world)
    items = FeeItem.objects.filter(office=world.house.office)
    return {"pk": items.get(code="PROPERTY_FEE").pk}


def price(world: World) -> dict[str, Any]:
    """A price that is not published."""
    found = PriceVersion.objects.filter(
        office=world.house.office, published_on=None
    ).first()
    if found is None:
        found = PriceVersion.objects.create(
            item=FeeItem.objects.get(**item(world)),
            price="2.35",
            unit="元/月·㎡",
            unit_use="SHOP",
            starts_on="2026-01-01",
            basis="合同",
        )
    return {"pk": found.pk}


def run(world: World) -> dict[str, Any]:
    """A bill run."""
    found = BillRun.objects.filter(office=world.house.office).first()
    if found is None:
        found = billing.draft_bills(
            world.house.office, timezone.localdate(), by=world.house.cashier
        )
    return {"pk": found.pk}


def published(world: World) -> dict[str, Any]:
    """Its drafts are published."""
    return {**run(world), "name": "publish"}


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
    # Before the count there is no report; tests/fees/test_counter_pages.py prints one.
    Page("fees:day-print", "cashier", "clerk", values=day, owned=True, ok=(404,)),
    Page("fees:books", "supervisor", "clerk"),
    Page("fees:spoil", "cashier", "supervisor"),
    Page(
        "fees:book-return",
        "supervisor",
        "cashier",
        values=used_book,
        owned=True,
        method="post",
        ok=(302,),
    ),
    Page("fees:ledger", "cashier", "clerk"),
    Page("fees:ledger-print", "cashier", "clerk"),
    Page("fees:ledger-excel", "cashier", "clerk", values=this_month),
    Page("fees:prices", "manager", "clerk"),
    Page("fees:board", "manager", "clerk"),
    Page("fees:item-new", "manager", "cashier"),
    Page("fees:item", "manager", "cashier", values=item, owned=True),
    Page("fees:price-new", "manager", "cashier", values=item, owned=True),
    Page("fees:price-publish", "manager", "cashier", values=price, owned=True),
    Page("fees:price-end", "manager", "cashier", values=price, owned=True),
    Page("fees:bills", "cashier", "clerk"),
    Page("fees:run", "cashier", "clerk", values=run, owned=True),
    Page(
        "fees:run-act",
        "cashier",
        "clerk",
        values=published,
        owned=True,
        method="post",
        ok=(302,),
    ),
    Page("fees:lines", "cashier", "clerk"),
    Page("fees:findings", "manager", "clerk"),
    Page("fees:finding", "manager", "clerk", values=finding, owned=True),
    Page("fees:finding-step", "manager", "cashier", values=settling, owned=True),
    Page("fees:day-step", "cashier", "clerk", values=counted, owned=True),
]
