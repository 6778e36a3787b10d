"""What a careless clerk and a dishonest cashier try, found by trying (4.8)."""

from __future__ import annotations

import uuid
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from django.urls import reverse
from django.utils import timezone

from fees.exports.figures import month_of_office
from fees.exports.workbook import _detail_rows
from fees.models import PriceVersion, SpoiledNumber, Voucher
from fees.transitions import books, closing, matters, onceoff, pricing
from fees.transitions.watching import _shorts
from fees.views.entries import REGISTER as LEDGER
from propertyservice.approvals import requests
from propertyservice.approvals.models import Request
from propertyservice.workflow.transitions import Refused
from tests.fees.till import Till, priced
from tests.support.people import sign_in

D = Decimal
pytestmark = pytest.mark.clause("4.8.4")


def refused(act: Any, *args: Any, **facts: Any) -> str:
    """The code with which an act is refused."""
    with pytest.raises(Refused) as refusal:
        act(*args, **facts)
    return str(refusal.value.code)


@pytest.mark.clause("4.8.1")
def test_no_cashier_lowers_a_debt_by_another_area(till: Till) -> None:
    facts = {"since": date(2026, 1, 1), "basis": "x"}
    with pytest.raises(PermissionDenied):
        onceoff.correct_area(till.unit, D(1), by=till.cashier, **facts)
    facts["since"] = timezone.localdate() + timedelta(days=1)
    boss = till.house.supervisor
    assert refused(onceoff.correct_area, till.unit, D(1), by=boss, **facts) == "since"


@pytest.mark.clause("4.8.1")
def test_a_price_is_not_put_on_the_board_backwards(till: Till) -> None:
    today = timezone.localdate()
    version = PriceVersion.objects.create(
        item=till.items["WATER"],
        price=D(9),
        unit="元/吨",
        starts_on=today + timedelta(days=2),
        basis="文件",
    )
    facts = {"by": till.finance, "on": today - timedelta(days=300)}
    assert refused(pricing.publish, version, **facts) == "early_reason"
    pricing.publish(version, **facts, early_reason="原公示栏照片 2026-01")
    assert version.published_on == facts["on"]


@pytest.mark.clause("4.8.1")
def test_a_price_does_not_end_before_what_is_billed_by_it(till: Till) -> None:
    today = timezone.localdate()
    version = priced(till.items["PARKING_RENT"], "20", today, till.finance)
    item = till.items["PARKING_RENT"]
    onceoff.charge_once(till.unit, item, D(1), by=till.cashier, source="k")
    before = today - timedelta(days=1)
    assert refused(pricing.end, version, by=till.finance, on=before) == "on"
    pricing.end(version, by=till.finance, on=today)


@pytest.mark.clause("4.8.2")
def test_a_slip_of_zeros_is_refused_everywhere(till: Till) -> None:
    till.open()
    item = till.items["PARKING_RENT"]
    priced(item, "300", date(2026, 1, 1), till.finance)
    many = {"by": till.cashier, "source": "k"}
    assert refused(onceoff.charge_once, till.unit, item, D(10) ** 9, **many)
    deposit = {till.items["RENOVATION_DEPOSIT"].pk: D("99999999.99")}
    assert refused(till.pay, "99999999.99", deposits=deposit, settles=False) == "amount"
    page = sign_in(till.cashier).get("/fees/sell/").content.decode()
    assert "车位租金" in page
    assert "物业服务费" not in page
    assert not Voucher.objects.exists()


@pytest.mark.clause("4.8.2")
def test_months_ahead_are_limited_over_all_payments(till: Till) -> None:
    till.open()
    till.charge("100.00")
    fee = till.items["PROPERTY_FEE"]
    till.unit.charges.update(settled=0)
    bill = till.unit.charges.get()
    bill.pk, bill.kind, bill.source = None, "BILL", ""
    bill.save(force_insert=True)
    for _n in range(2):
        till.pay("600.00", ahead={fee.pk: D(600)}, settles=False)
    assert refused(till.pay, "1.00", ahead={fee.pk: D(1)}, settles=False) == "too_much"


@pytest.mark.clause("4.8.2")
@pytest.mark.parametrize("kind", ["ahead", "deposit"])
def test_an_item_without_its_amount_is_said_at_the_field(till: Till, kind: str) -> None:
    till.open()
    till.charge("100.00")
    item = till.items["RENOVATION_DEPOSIT" if kind == "deposit" else "PROPERTY_FEE"]
    data = {f"{kind}_item": item.pk, "method": "CASH", "payer_name": "甲"}
    data["once_key"] = str(uuid.uuid4())
    url = f"{reverse('fees:counter')}?unit={till.unit.code}"
    page = sign_in(till.cashier).post(url, data)
    assert page.status_code == 200
    assert f"{kind}_amount" in page.context["form"].errors


@pytest.mark.edge(78)
def test_a_number_is_spoiled_once_however_often_the_form_is_sent(till: Till) -> None:
    till.open()
    client = sign_in(till.cashier)
    assert "00000001" in client.get("/fees/books/spoil/").content.decode()
    for _n in range(3):
        client.post("/fees/books/spoil/", {"number": "1", "reason": "卡纸"})
    assert SpoiledNumber.objects.count() == 1
    spoil = {"by": till.cashier, "reason": "x", "number": 1}
    assert refused(books.spoil, till.house.office, **spoil) == "number"


@pytest.mark.edge(75)
def test_a_missing_float_is_told_to_all_who_sign(till: Till) -> None:
    day = till.open()
    closing.count(day, by=till.cashier, notes={}, float_counted=D(0))
    assert day.status == "DISCREPANCY"
    closing.hand_in(day, by=till.cashier, explanation="找零金未取")
    request = Request.objects.get(kind=closing.SIGN)
    said = dict(closing.facts(request))
    assert any("0.00" in words and "500.00" in words for words in said.values())
    assert request.tiers
    assert list(_shorts(till.house.office, day.date, 1))


def test_a_day_is_not_counted_while_a_void_waits(till: Till) -> None:
    day = till.open()
    till.charge("100.00")
    receipt = till.pay("100.00")
    asked = matters.ask_void(receipt, by=till.cashier, reason="写错", all_copies=True)
    with pytest.raises(Refused, match=asked.register.number):
        closing.count(day, by=till.cashier, notes={"100": 1}, float_counted=D(500))


def test_cash_is_counted_to_the_cent() -> None:
    assert closing.counted_of({"100": 4, "50": 1, "0.01": 8}) == D("450.08")


def test_the_count_is_blind_in_the_ledger_too(till: Till) -> None:
    day = till.open()
    till.charge("100.00")
    till.pay("100.00")
    assert not LEDGER.base(till.cashier).exists()
    assert LEDGER.base(till.finance).count() == 2
    closing.count(day, by=till.cashier, notes={"100": 1}, float_counted=D(500))
    assert LEDGER.base(till.cashier).count() == 2


@pytest.mark.clause("4.8.2")
@pytest.mark.edge(76)
def test_the_months_details_take_a_red_receipt_back_once(till: Till) -> None:
    day = till.open()
    till.charge("100.00")
    receipt = till.pay("100.00")
    closing.count(day, by=till.cashier, notes={"100": 1}, float_counted=D(500))
    closing.hand_in(day, by=till.cashier)
    waiting = Request.objects.waiting().get(case=day.register)
    requests.decide(waiting, by=till.house.supervisor, approve=True)
    till.reopen_tomorrow()
    asked = matters.ask_reversal(receipt, by=till.cashier, reason="重复")
    matters.write_reversal(till.approve(asked), by=till.cashier)
    red = Voucher.objects.get(kind="RED")
    rows: list[tuple[Any, ...]] = []
    for month in sorted(
        {each.replace(day=1) for each in (day.date, red.business_date)}
    ):
        rows += _detail_rows(month_of_office(till.house.office, month))
    taken = sum((row[7] or 0) + (row[8] or 0) - (row[9] or 0) for row in rows)
    assert (len(rows), taken) == (2, 0)
    assert red.sum_said == D("-100.00")
