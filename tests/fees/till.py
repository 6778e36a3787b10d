"""An office that takes money: people, an item with its price, a home with its owner."""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.utils import timezone

from fees.models import (
    Book,
    CashierDay,
    Charge,
    ChargeKind,
    FeeItem,
    Matter,
    Method,
    PriceVersion,
    ReceiptBook,
    Voucher,
)
from fees.transitions import books, days, matters
from fees.transitions.paying import Payment, Tender, pay
from propertyservice.approvals import requests
from propertyservice.approvals.models import Request
from propertyservice.estate.models import Unit
from propertyservice.organisation.models import Staff
from tests.support.cast import House, hire
from tests.support.homes import live_in

JANUARY = date(2026, 1, 1)
D = Decimal


@dataclass
class Till:
    """What a cashier needs to take money."""

    house: House
    cashier: Staff
    relief: Staff
    finance: Staff
    unit: Unit
    upstairs: Unit
    items: dict[str, FeeItem]
    extra: dict[str, Any] = field(default_factory=dict)

    @property
    def payer(self) -> Staff:
        """Another of finance: who agreed to a deposit's return does not pay it."""
        if "payer" not in self.extra:
            office = self.house.office
            name = f"payer{office.pk}"
            found = Staff.objects.filter(username=name).first()
            self.extra["payer"] = found or hire(office, name, "FINANCE")
        return self.extra["payer"]  # type: ignore[no-any-return]

    def open(self, cashier: Staff | None = None, **more: Any) -> CashierDay:
        """The cashier's day is open, and he has a book."""
        who = cashier or self.cashier
        books.issue(self.house.office, holder=who, by=self.house.supervisor, count=50)
        return days.open_day(self.house.office, cashier=who, by=who, **more)

    def reopen_tomorrow(self) -> CashierDay:
        """The cashier's next day; his book goes on."""
        return days.open_day(
            self.house.office,
            cashier=self.cashier,
            by=self.cashier,
            on=timezone.localdate() + timedelta(days=1),
        )

    def charge(
        self,
        amount: str | Decimal,
        *,
        unit: Unit | None = None,
        item: str = "PROPERTY_FEE",
        period: date = JANUARY,
        posted: bool = True,
    ) -> Charge:
        """A published bill line, as a one-off."""
        made = Charge(
            office=self.house.office,
            unit=unit or self.unit,
            item=self.items[item],
            kind=ChargeKind.ONE_OFF,
            period=period,
            starts_on=period,
            ends_on=period,
            quantity=1,
            unit_price=D(amount),
            amount=D(amount),
            due_on=period,
            source=f"test:{uuid.uuid4().hex[:20]}",
            posted_at="2026-01-01T00:00:00+08:00" if posted else None,
        )
        made.save(force_insert=True)
        made.refresh_from_db()
        return made

    def pay(
        self,
        amount: str | Decimal,
        *,
        unit: Unit | None = None,
        by: Staff | None = None,
        method: str = "CASH",
        charges: Sequence[Charge] = (),
        **more: Any,
    ) -> Voucher:
        """Somebody pays at the counter."""
        payment = Payment(
            unit=unit or self.unit,
            tenders=[Tender(method, D(amount))],
            key=more.pop("key", None) or uuid.uuid4(),
            charges=[each.pk for each in charges],
            **more,
        )
        return pay(payment, by=by or self.cashier)

    def approve(self, matter: Matter) -> Matter:
        """Everybody who decides a matter agrees, one after the other."""
        while waiting := Request.objects.filter(case=matter.register).waiting().first():
            deciders = [self.house.supervisor, self.house.manager, self.finance]
            who = next(p for p in deciders if requests.may_decide(waiting, p))
            requests.decide(waiting, by=who, approve=True)
        return Matter.objects.select_related("register", "office").get(pk=matter.pk)

    def void(self, receipt: Voucher) -> Voucher:
        """A receipt of the open day is voided, as the supervisor approved."""
        self.approve(
            matters.ask_void(receipt, by=self.cashier, reason="错", all_copies=True)
        )
        return Voucher.objects.get(reverses=receipt)


def make_items(house: House) -> dict[str, FeeItem]:
    """The usual items of an office."""
    kinds = (
        ("PROPERTY_FEE", "物业服务费", Book.OWN, Method.AREA),
        ("WATER", "水费", Book.ON_BEHALF, Method.METERED),
        ("RENOVATION_DEPOSIT", "装修押金", Book.DEPOSIT, Method.ONE_OFF),
        ("PARKING_RENT", "车位租金", Book.COMMON, Method.PARKING),
    )
    return {
        code: FeeItem.objects.get_or_create(
            office=house.office,
            code=code,
            defaults={"name": name, "book": book, "method": method},
        )[0]
        for code, name, book, method in kinds
    }


def priced(item: FeeItem, price: str, starts_on: date, by: Staff, **more: Any) -> Any:
    """A published price."""
    return PriceVersion.objects.create(
        item=item,
        price=D(price),
        unit="元/月·㎡",
        starts_on=starts_on,
        basis="物业服务合同",
        published_on=more.pop("published_on", starts_on),
        published_by=by,
        **more,
    )


def open_till(house: House, cashier: Staff) -> Till:
    """A cashier with an open day, a book, and a home that owes a hundred yuan."""
    items = make_items(house)
    made = Till(house, cashier, cashier, cashier, house.unit, house.upstairs, items)
    office = house.office
    if not ReceiptBook.objects.filter(holder=cashier, returned_at=None).exists():
        books.issue(office, holder=cashier, by=house.supervisor, count=50)
    days.open_day(office, cashier=cashier, by=cashier)
    made.charge("100.00")
    return made


@pytest.fixture
def till(house: House) -> Till:
    """An office at the start of the day: nothing is open yet."""
    live_in(house.unit, "张建国")
    live_in(house.upstairs, "李梅")
    return Till(
        house,
        house.cashier,
        hire(house.office, "relief", "CASHIER"),
        hire(None, "finance", "FINANCE", company=house.office.company),
        house.unit,
        house.upstairs,
        make_items(house),
    )
