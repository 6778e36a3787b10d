"""Days of the till in the demonstration: taken, counted, signed, at the bank."""

from __future__ import annotations

import uuid
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from django.db.models import Min
from django.utils import timezone

from fees.models import (
    CashierDay,
    Charge,
    DayStatus,
    FeeItem,
    Meter,
    ReceiptBook,
    Voucher,
)
from fees.transitions import (
    asking,
    closing,
    days,
    dunning,
    metering,
    supervising,
)
from fees.transitions.paying import Payment, Tender, pay
from propertyservice.approvals import requests
from propertyservice.approvals.models import Request
from propertyservice.estate.models import Unit
from propertyservice.organisation.models import Staff
from propertyservice.workbench.demo import Demo
from propertyservice.workbench.demo.house import DemoOffice

METHODS = ("CASH", "WECHAT", "CASH", "POS", "ALIPAY", "TRANSFER")
A_DAY = 12
PAST = 3


def load(demo: Demo, house: DemoOffice) -> int:
    """Three closed days, one that runs; how many receipts."""
    people = house.people
    cashier = _as_now(people["cashier"])
    homes = _who_owes(house)
    this = timezone.localdate(demo.now)
    if CashierDay.objects.filter(office=house.office).exists():
        return 0
    count = 0
    for back in range(PAST, 0, -1):
        on = this - timedelta(days=back)
        day = days.open_day(house.office, cashier=cashier, by=cashier, on=on)
        taken = _take(homes[count : count + A_DAY], cashier, back)
        count += len(taken)
        _close(day, house, last=back == 1)
    days.open_day(house.office, cashier=cashier, by=cashier, on=this)
    count += len(_take(homes[count : count + 4], cashier, 0))
    _besides(house, cashier, homes[count:], this)
    return count


def _as_now(person: Staff) -> Staff:
    """With the rights that his posts give today."""
    return Staff.objects.with_rights(timezone.localdate()).get(pk=person.pk)


def _who_owes(house: DemoOffice) -> list[Any]:
    open_lines = Charge.objects.filter(office=house.office, by_developer=False).open()
    keys = open_lines.values("unit").annotate(first=Min("pk")).order_by("unit")
    wanted = [row["unit"] for row in keys][::2]
    homes = Unit.objects.filter(pk__in=wanted).select_related("office")
    return list(homes.order_by("sort_key"))


def _take(homes: list[Any], cashier: Staff, shift: int) -> list[Voucher]:
    """Each home pays what it owes."""
    receipts = []
    for place, unit in enumerate(homes):
        lines = list(Charge.objects.filter(unit=unit, by_developer=False).open())
        total = sum((line.owed for line in lines), Decimal())
        owner = unit.occupancies.filter(relation="OWNER").first()
        name = owner.person.name if owner else "业主"
        method = METHODS[(place + shift) % len(METHODS)]
        reference = "" if method == "CASH" else f"D{unit.pk:06d}{shift}"
        payment = Payment(
            unit=unit,
            tenders=[Tender(method, total, reference)],
            key=uuid.uuid4(),
            charges=[line.pk for line in lines],
            payer_name=name,
            owner_name=name,
        )
        receipts.append(pay(payment, by=cashier))
    return receipts


def _close(day: CashierDay, house: DemoOffice, *, last: bool) -> None:
    """Counted to the cent, signed, at the bank, found there; the last one not yet."""
    people = {name: _as_now(each) for name, each in house.people.items()}
    cashier = people["cashier"]
    cents = int(closing.cash_of(day) * 10)
    rest = closing.cash_of(day) - Decimal(cents) / 10
    closing.count(
        day,
        by=cashier,
        notes={"0.1": cents} if cents else {},
        float_counted=day.float_amount,
    )
    why = f"找零 {rest} 元" if rest else ""
    closing.hand_in(day, by=cashier, explanation=why)
    while waiting := Request.objects.filter(case=day.register).waiting().first():
        who = next(p for p in people.values() if requests.may_decide(waiting, p))
        requests.decide(waiting, by=who, approve=True)
    day.refresh_from_db()
    closing.deposit(day, by=cashier, bank="工商银行 8800", slip_no=f"H{day.pk}")
    finance = people.get("finance")
    if last or finance is None:
        return
    closing.reconcile(day, by=finance, words="已入账")
    closing.lock(day, by=finance)


def _besides(house: DemoOffice, cashier: Staff, homes: list[Any], this: date) -> None:
    """A waiver asked for, a demand, meters, a surprise count."""
    manager = _as_now(house.people["manager"])
    for unit in homes[:1]:
        line = Charge.objects.filter(unit=unit).open().by_age().first()
        if line is not None:
            asking.ask_waiver(
                line, min(line.owed, Decimal(20)), by=cashier, reason="电梯停运两天"
            )
    overdue = dunning.with_arrears(Unit.objects.filter(office=house.office))
    for unit in overdue.select_related("office")[:3]:
        dunning.demand(unit, "CALL", by=cashier, proof="业主本人接听,答应本周缴")
    water = FeeItem.objects.filter(office=house.office, code="WATER").first()
    for place, unit in enumerate(homes[:6]):
        if water is None:
            break
        meter = Meter.objects.create(
            office=house.office, unit=unit, item=water, number=f"W{unit.room}"
        )
        for months, value in ((2, 120 + place), (1, 131 + 2 * place)):
            on = this - timedelta(days=30 * months)
            metering.read(meter, on=on, value=Decimal(value), by=cashier)
    day = CashierDay.objects.filter(
        office=house.office, cashier=cashier, status=DayStatus.OPEN
    ).first()
    if day is not None:
        cash = closing.cash_of(day) + day.float_amount
        tenths = int(cash * 10)
        supervising.count_by_surprise(
            day,
            by=manager,
            notes={"0.1": tenths},
            next_number=_next(cashier),
            remark="" if Decimal(tenths) / 10 == cash else "零头未计",
        )


def _next(cashier: Staff) -> int | None:
    book = ReceiptBook.objects.filter(holder=cashier, returned_at=None).first()
    return book.next_number if book else None
