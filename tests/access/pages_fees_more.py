"""Fees (4.8): charging, arrears, what others decide, statements, supervision."""

from __future__ import annotations

from typing import Any

from django.utils import timezone

from fees.models import (
    CashierDay,
    Charge,
    Deposit,
    LargeReport,
    Meter,
    Prepaid,
    Rental,
    SharedBill,
    StatementLine,
    Violation,
)
from fees.transitions import large, metering, parking, sharing, stating, supervising
from fees.transitions.stating import Stated
from propertyservice.estate.models import ParkingSpace
from tests.access.pages_fees import home, item, matter, receipt
from tests.access.table import Page
from tests.access.world import World
from tests.fees.till import Till, make_items, priced


def line(world: World) -> dict[str, Any]:
    """A bill line with something owed."""
    receipt(world)
    made, _new = Charge.objects.get_or_create(
        office=world.house.office,
        unit=world.house.unit,
        item_id=item(world)["pk"],
        kind="ONE_OFF",
        period="2026-01-01",
        starts_on="2026-01-01",
        ends_on="2026-01-01",
        source="access",
        defaults={
            "quantity": 1,
            "unit_price": 5,
            "amount": 5,
            "due_on": "2026-01-01",
            "posted_at": timezone.now(),
        },
    )
    return {"pk": made.pk}


def deposit(world: World) -> dict[str, Any]:
    """A deposit that is held."""
    return {"pk": Deposit.objects.filter(office=world.house.office)[0].pk}


def held(world: World) -> dict[str, Any]:
    """A deposit and a prepayment, paid by the cashier."""
    receipt(world)
    found = Deposit.objects.filter(office=world.house.office).first()
    if found is None:
        items = make_items(world.house)
        fee, pledge = items["PROPERTY_FEE"].pk, items["RENOVATION_DEPOSIT"].pk
        till = Till(
            world.house,
            world.house.cashier,
            world.house.cashier,
            world.house.cashier,
            world.house.unit,
            world.house.upstairs,
            items,
        )
        till.pay("30.00", ahead={fee: 10}, deposits={pledge: 20})
    return deposit(world)


def ahead(world: World) -> dict[str, Any]:
    """A prepayment."""
    held(world)
    return {"pk": Prepaid.objects.get(unit=world.house.unit).pk}


def meter(world: World) -> dict[str, Any]:
    """A meter that was read."""
    found = Meter.objects.filter(office=world.house.office).first()
    if found is None:
        found = Meter.objects.create(
            office=world.house.office,
            unit=world.house.unit,
            item=make_items(world.house)["WATER"],
        )
        metering.read(found, on=timezone.localdate(), value=1, by=world.house.cashier)
    return {"pk": found.pk}


def rental(world: World) -> dict[str, Any]:
    """A rented space."""
    found = Rental.objects.filter(office=world.house.office).first()
    if found is None:
        space, _new = ParkingSpace.objects.get_or_create(
            office=world.house.office, code="B-1"
        )
        made = Rental(
            unit=world.house.unit,
            space=space,
            item=make_items(world.house)["PARKING_RENT"],
            starts_on=timezone.localdate(),
        )
        found = parking.rent(made, by=world.house.cashier)
    return {"pk": found.pk}


def shared(world: World) -> dict[str, Any]:
    """A month that was shared out."""
    found = SharedBill.objects.filter(office=world.house.office).first()
    if found is None:
        water = make_items(world.house)["WATER"]
        priced(water, "2.00", timezone.localdate().replace(day=1), world.house.manager)
        found = sharing.share_out(
            world.house.unit.building,
            water,
            timezone.localdate(),
            by=world.house.cashier,
            total=10,
            homes=0,
            by_area=False,
        )
    return {"pk": found.pk}


def stated(world: World) -> dict[str, Any]:
    """A line of a statement."""
    found = StatementLine.objects.filter(office=world.house.office).first()
    if found is None:
        stating.take_in(
            world.house.office,
            "WECHAT",
            [Stated(timezone.localdate(), 7)],
            by=world.house.finance,
            name="x",
            digest="x",
        )
        found = StatementLine.objects.get(office=world.house.office)
    return {"pk": found.pk}


def large_one(world: World) -> dict[str, Any]:
    """A large-fee report."""
    held(world)
    found = LargeReport.objects.select_related("register").first()
    assert found is not None
    return {"number": found.number}


def large_step(world: World) -> dict[str, Any]:
    """The step that reports it."""
    return {**large_one(world), "name": large.STEPS[0].name}


def violation(world: World) -> dict[str, Any]:
    """A violation that names the cashier."""
    found = Violation.objects.select_related("register").first()
    if found is None:
        found = supervising.find(
            world.house.office,
            "LATE",
            named=world.house.cashier,
            by=world.house.supervisor,
            what="迟交",
        )
    return {"number": found.number}


def violation_step(world: World) -> dict[str, Any]:
    """The step that reports it upward."""
    return {**violation(world), "name": "report_up"}


def day(world: World) -> dict[str, Any]:
    """The cashier's day."""
    receipt(world)
    return {"number": CashierDay.objects.select_related("register").get().number}


def matter_step(world: World) -> dict[str, Any]:
    """Taking a request back."""
    return {**matter(world), "name": "withdraw"}


def overdue(world: World) -> dict[str, Any]:
    """A home with something overdue."""
    line(world)
    return home(world)


CASHIER: dict[str, Any] = {"may": "cashier", "may_not": "clerk"}
PAGES = [
    Page("fees:account", **CASHIER, query=home),
    Page("fees:account-print", **CASHIER, query=home),
    Page("fees:delivery", **CASHIER, query=home),
    Page("fees:ahead", **CASHIER),
    Page("fees:ahead-export", **CASHIER),
    Page("fees:held", **CASHIER),
    Page("fees:held-export", **CASHIER),
    Page("fees:area", "supervisor", "cashier", query=home),
    Page("fees:once", **CASHIER, query=home),
    Page("fees:several", **CASHIER, query=home),
    Page("fees:sell", **CASHIER),
    Page("fees:arrears", **CASHIER),
    Page("fees:arrears-export", **CASHIER),
    Page("fees:demand-all", **CASHIER, query=overdue),
    Page("fees:notices", **CASHIER, query=overdue),
    Page("fees:demands", **CASHIER),
    Page("fees:demand", **CASHIER, query=home, method="post"),
    Page("fees:waive", **CASHIER, values=line, owned=True),
    Page("fees:dispute", **CASHIER, values=line, owned=True),
    Page("fees:refund-deposit", **CASHIER, values=held, owned=True),
    Page("fees:deduct", **CASHIER, values=held, owned=True),
    Page("fees:refund-ahead", **CASHIER, values=ahead, owned=True),
    Page("fees:refund-red", **CASHIER, values=receipt, owned=True),
    Page("fees:invoice", **CASHIER, values=receipt, owned=True),
    Page("fees:expense", "manager", "clerk"),
    Page("fees:remittance", "manager", "clerk"),
    Page("fees:matters", **CASHIER),
    Page("fees:matter-step", **CASHIER, values=matter_step, owned=True, ok=(200, 302)),
    Page("fees:meters", **CASHIER),
    Page("fees:meter-new", **CASHIER),
    Page("fees:meter-read", **CASHIER, values=meter, owned=True),
    Page("fees:readings-import", **CASHIER),
    Page("fees:blank", **CASHIER, values=lambda _world: {"kind": "opening"}),
    Page("fees:opening", "manager", "cashier"),
    Page("fees:shared", **CASHIER),
    Page("fees:share", **CASHIER),
    Page("fees:shared-print", **CASHIER, values=shared, owned=True),
    Page("fees:rentals", **CASHIER),
    Page("fees:rental-new", **CASHIER),
    Page("fees:rental-end", **CASHIER, values=rental, owned=True),
    Page("fees:statistics", "manager", "cashier"),
    Page("fees:entries", **CASHIER),
    Page("fees:entries-export", **CASHIER),
    Page("fees:statements", **CASHIER),
    Page("fees:statement-import", "finance", "cashier"),
    Page("fees:statement-match", "finance", "cashier", values=stated),
    Page("fees:counts", "manager", "cashier"),
    Page("fees:count-new", "manager", "cashier"),
    Page("fees:violations", "supervisor", "cashier"),
    Page("fees:violation-new", "supervisor", "cashier"),
    Page("fees:violation", "supervisor", "cashier", values=violation, owned=True),
    Page(
        "fees:violation-step",
        "supervisor",
        "cashier",
        values=violation_step,
        owned=True,
    ),
    Page("fees:large", **CASHIER),
    Page("fees:large-report", **CASHIER, values=large_one, owned=True),
    Page("fees:large-step", **CASHIER, values=large_step, owned=True),
    Page("fees:second-day", "manager", "cashier"),
    Page("fees:day-reopen", **CASHIER, values=day, owned=True),
]
