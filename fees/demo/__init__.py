"""Fees of the demonstration: items, published prices, two months of bills, a book,
three closed days of the till and one that runs."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from decimal import Decimal

from django.utils import timezone

from fees.demo import till
from fees.models import (
    BillRun,
    Book,
    Charge,
    FeeItem,
    Method,
    PriceVersion,
    ReceiptBook,
)
from fees.rules.money import month_of
from fees.transitions.billing import JOB, draft_lines
from propertyservice.audit.models import Run
from propertyservice.estate.models import Building
from propertyservice.workbench.demo import Demo
from propertyservice.workbench.demo.house import DemoOffice

ITEMS = (
    ("PROPERTY_FEE", "物业服务费", Book.OWN, Method.AREA, "2.35", "元/月·㎡"),
    ("GARBAGE", "生活垃圾处理费", Book.ON_BEHALF, Method.FIXED, "6", "元/月·户"),
    ("WATER", "水费", Book.ON_BEHALF, Method.METERED, "3.5", "元/吨"),
    ("PARKING_RENT", "车位租金", Book.COMMON, Method.PARKING, "300", "元/月·位"),
    ("RENOVATION_DEPOSIT", "装修押金", Book.DEPOSIT, Method.ONE_OFF, "2000", "元/户"),
    ("PASS_CARD", "出入证工本费", Book.OWN, Method.ONE_OFF, "10", "元/张"),
)
SERVICE = {
    "PROPERTY_FEE": ("公共部位维修养护、保洁、秩序维护、客户服务", "一级服务标准"),
}
RECEIPTS = 500


def load(demo: Demo) -> dict[str, int]:
    """The fees of every management office; how many bill lines."""
    lines = sum(_office(demo, house) for house in demo.offices)
    receipts = sum(till.load(demo, house) for house in demo.offices)
    return {"bill lines": lines, "receipts": receipts}


def _office(demo: Demo, house: DemoOffice) -> int:
    finance = house.people.get("finance") or house.people["manager"]
    since = month_of((demo.begins - timedelta(days=400)).date())
    items = []
    for order, (code, name, book, method, price, unit) in enumerate(ITEMS, start=1):
        item = FeeItem.objects.create(
            office=house.office,
            code=code,
            name=name,
            book=book,
            method=method,
            order=order * 10,
        )
        service, standard = SERVICE.get(code, ("", ""))
        PriceVersion.objects.create(
            item=item,
            price=Decimal(price),
            unit=unit,
            starts_on=since,
            basis="前期物业服务合同" if book == Book.OWN else "政府文件",
            service=service,
            standard=standard,
            published_on=since - timedelta(days=31),
            published_by=finance,
        )
        items.append(item)
    _book(demo, house)
    this = month_of(timezone.localdate(demo.now))
    last = month_of(this - timedelta(days=1))
    return sum(_month(demo.now, house, items[:2], each) for each in (last, this))


def _book(demo: Demo, house: DemoOffice) -> None:
    """The cashier's first book."""
    ReceiptBook.objects.create(
        office=house.office,
        first_number=1,
        last_number=RECEIPTS,
        next_number=1,
        holder=house.people["cashier"],
        issued_by=house.people["supervisor"],
        issued_at=demo.now,
    )


def _month(now: datetime, house: DemoOffice, items: list[FeeItem], period: date) -> int:
    """One month, drafted and published."""
    record = Run.objects.create(job=JOB, started_at=now, finished_at=now)
    run = BillRun.objects.create(
        office=house.office,
        period=period,
        run=record,
        made_by=house.people["cashier"],
        made_at=now,
    )
    buildings = Building.objects.filter(office=house.office).values_list(
        "pk", flat=True
    )
    record.counts = {
        "office": house.office.code,
        "lines": draft_lines(run, sorted(buildings), items),
    }
    record.save(update_fields=["counts"])
    Charge.objects.filter(run=run).update(posted_at=now, made_at=now)
    return int(record.counts["lines"])
