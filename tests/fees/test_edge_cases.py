"""Edge cases of the till that no other file tells (RULES 5: 81, 82, 87, 89, 90, 94)."""

from __future__ import annotations

import uuid
from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.urls import reverse
from django.utils import timezone

from fees.models import CashierDay, Charge, Voucher
from fees.transitions import asking, billing, closing, days, matters
from propertyservice.approvals import requests
from propertyservice.approvals.models import Request
from propertyservice.estate.models import Occupancy
from propertyservice.workflow.transitions import Refused
from tests.fees.balanced import assert_balanced
from tests.fees.till import Till, priced
from tests.support.people import sign_in

D = Decimal
pytestmark = pytest.mark.clause("4.8.2")


def hand_in(till: Till, day: CashierDay, by: object, notes: dict[str, int]) -> None:
    """Count, hand in, sign."""
    closing.count(day, by=by, notes=notes, float_counted=day.float_amount)  # type: ignore[arg-type]
    closing.hand_in(day, by=by)  # type: ignore[arg-type]
    request = Request.objects.filter(case=day.register).waiting().get()
    requests.decide(request, by=till.house.supervisor, approve=True)
    day.refresh_from_db()


@pytest.mark.edge(81)
def test_an_owner_of_several_homes_gets_a_receipt_for_each(till: Till) -> None:
    till.open()
    owner = Occupancy.objects.get(unit=till.unit).person
    Occupancy.objects.filter(unit=till.upstairs).update(person=owner)
    till.charge("100.00")
    till.charge("60.00", unit=till.upstairs)
    client = sign_in(till.cashier)
    url = f"{reverse('fees:several')}?unit={till.unit.code}"
    page = client.get(url).content.decode()
    assert "3-1-502" in page
    assert "3-1-602" in page
    said = {
        "once_key": str(uuid.uuid4()),
        "method": "TRANSFER",
        "payer_name": owner.name,
        "total": "150.00",
        f"u_{till.unit.pk}": "100.00",
        f"u_{till.upstairs.pk}": "60.00",
    }
    wrong = client.post(url, said)
    assert wrong.status_code == 200
    assert "160.00" in wrong.content.decode()
    assert not Voucher.objects.exists()
    for _n in range(2):
        client.post(url, {**said, "total": "160.00"})
    totals = Voucher.objects.order_by("number").values_list("unit", "total")
    assert list(totals) == [
        (till.unit.pk, D("100.00")),
        (till.upstairs.pk, D("60.00")),
    ]
    assert_balanced()


@pytest.mark.edge(82)
def test_the_father_pays_and_the_receipt_names_both(till: Till) -> None:
    till.open()
    till.charge("100.00")
    client = sign_in(till.cashier)
    url = f"{reverse('fees:counter')}?unit={till.unit.code}"
    line = Charge.objects.get().pk
    said = {
        "line": line,
        "method": "CASH",
        "payer_name": "张老先生",
        "once_key": str(uuid.uuid4()),
    }
    to = client.post(url, said)["Location"]
    receipt = Voucher.objects.get()
    assert (receipt.payer_name, receipt.owner_name) == ("张老先生", "张建国")
    for page in (to, f"{to}print/"):
        text = client.get(page).content.decode()
        assert "张老先生" in text
        assert "张建国" in text


@pytest.mark.edge(87)
def test_keys_refused_without_reason_fees_run_from_the_notice(till: Till) -> None:
    till.unit.gross_floor_area, till.unit.delivered_on = D(100), date(2026, 12, 1)
    till.unit.save()
    priced(till.items["PROPERTY_FEE"], "3.10", date(2026, 1, 1), till.finance)
    with pytest.raises(Refused):
        asking.ask_delivery(
            till.unit, date(2026, 1, 12), by=till.cashier, reason="x", proof="x"
        )
    till.unit.delivered_on = None
    till.unit.save()
    Occupancy.objects.filter(unit=till.unit).update(starts_on=date(2026, 1, 12))
    asked = asking.ask_delivery(
        till.unit,
        date(2026, 1, 12),
        by=till.cashier,
        reason="无正当理由拒收钥匙",
        proof="交付通知书,EMS 1234",
    )
    till.unit.refresh_from_db()
    assert till.unit.delivered_on is None
    assert till.approve(asked).status == "DONE"
    till.unit.refresh_from_db()
    assert till.unit.delivered_on == date(2026, 1, 12)
    run = billing.draft_bills(till.house.office, date(2026, 1, 1), by=till.cashier)
    owner = Charge.objects.get(run=run, unit=till.unit, by_developer=False)
    assert (owner.starts_on, owner.amount) == (date(2026, 1, 12), D("200.00"))


@pytest.mark.clause("4.8.4")
@pytest.mark.edge(89)
def test_a_midday_hand_over_is_two_part_reports_of_one_date(till: Till) -> None:
    morning = till.open()
    till.charge("100.00")
    till.pay("100.00")
    closing.count(
        morning,
        by=till.cashier,
        notes={"100": 1},
        float_counted=morning.float_amount,
        taken_over_by=till.relief,
    )
    afternoon = till.open(till.relief)
    till.charge("50.00")
    till.pay("50.00", by=till.relief)
    assert (morning.taken_over_by, morning.date) == (till.relief, afternoon.date)
    assert closing.cash_of(morning) == D("100.00")
    assert closing.cash_of(afternoon) == D("50.00")
    with pytest.raises(Refused):
        till.pay("1.00")


@pytest.mark.clause("4.8.4")
@pytest.mark.edge(90)
def test_cash_after_the_banks_hours_keeps_its_date(till: Till) -> None:
    last = date(2026, 12, 31)
    day = till.open(on=last)
    till.charge("100.00")
    till.pay("100.00")
    hand_in(till, day, till.cashier, {"100": 1})
    with pytest.raises(Refused):
        closing.carry(
            day, by=till.cashier, carried_with=till.cashier, carried_reason="银行下班"
        )
    closing.carry(
        day, by=till.cashier, carried_with=till.relief, carried_reason="银行下班"
    )
    assert (day.status, day.date) == ("CARRIED", last)
    assert day.deposit_due_on > timezone.localdate()  # type: ignore[operator]
    page = sign_in(till.cashier).get(f"{day.get_absolute_url()}print/")
    assert "2026-12-31" in page.content.decode()
    closing.deposit(day, by=till.cashier, bank="工行", slip_no="A1")
    assert Voucher.objects.get().business_date == last


@pytest.mark.edge(94)
def test_a_cheque_bounces_and_the_receipt_stays(till: Till) -> None:
    day = till.open()
    till.charge("100.00")
    receipt = till.pay("100.00", method="TRANSFER")
    hand_in(till, day, till.cashier, {})
    receipt = Voucher.objects.select_related("day", "office", "unit__office").get()
    asked = matters.ask_reversal(
        receipt, by=till.cashier, reason="支票退票", came_in=False
    )
    till.approve(asked)
    days.open_day(
        till.house.office,
        cashier=till.cashier,
        by=till.cashier,
        on=timezone.localdate() + timedelta(days=1),
    )
    matters.write_reversal(
        type(asked).objects.select_related("register", "office").get(pk=asked.pk),
        by=till.cashier,
    )
    red = Voucher.objects.get(kind="RED")
    assert (red.reverses, red.total) == (receipt, D("-100.00"))
    assert asking.payable_of(red) == 0
    assert Charge.objects.get().owed == D("100.00")
    assert Voucher.objects.filter(pk=receipt.pk).exists()
    assert_balanced()


def test_no_more_months_ahead_than_the_law_allows(till: Till) -> None:
    till.open()
    till.unit.gross_floor_area = D(100)
    till.unit.delivered_on = date(2025, 1, 1)
    till.unit.save()
    fee = till.items["PROPERTY_FEE"]
    priced(fee, "2.00", date(2026, 1, 1), till.finance)
    run = billing.draft_bills(till.house.office, date(2026, 1, 1), by=till.cashier)
    billing.publish(run, by=till.cashier)
    with pytest.raises(Refused) as refused:
        till.pay("2400.01", ahead={fee.pk: D("2400.01")})
    assert refused.value.code == "too_much"
    assert till.pay("2400.00", ahead={fee.pk: D("2400.00")}).total == D("2400.00")
