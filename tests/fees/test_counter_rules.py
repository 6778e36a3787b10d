"""Money at the counter: what is owed, paid, paid ahead, taken back (4.8.2; RULES 4)."""

from __future__ import annotations

import uuid
from datetime import date
from decimal import Decimal

import pytest
from django.db import connection, transaction
from django.db.utils import DatabaseError

from fees.models import Charge, Prepaid, Voucher
from fees.transitions import books, matters, undoing
from fees.transitions.prepaid import use_prepaid
from propertyservice.approvals import requests
from propertyservice.approvals.models import Request
from propertyservice.workflow.transitions import Refused
from tests.fees.till import Till

D = Decimal
pytestmark = pytest.mark.clause("4.8.2")


def owed(till: Till) -> Decimal:
    lines = Charge.objects.filter(unit=till.unit).open()
    return sum((line.owed for line in lines), D(0))


def test_the_oldest_bill_is_paid_first(till: Till) -> None:
    till.open()
    february = till.charge("100.00", period=date(2026, 2, 1))
    january = till.charge("100.00")
    receipt = till.pay("150.00")
    january.refresh_from_db()
    february.refresh_from_db()
    assert (january.owed, february.owed) == (D("0.00"), D("50.00"))
    assert receipt.receipt_no == "JX-SJ-00000001"
    assert receipt.total == D("150.00")


def test_the_payer_may_name_what_he_pays(till: Till) -> None:
    till.open()
    old = till.charge("100.00")
    water = till.charge("30.00", item="WATER", period=date(2026, 2, 1))
    till.pay("30.00", charges=[water])
    old.refresh_from_db()
    water.refresh_from_db()
    assert (old.owed, water.owed) == (D("100.00"), D("0.00"))


def test_pressed_twice_paid_once(till: Till) -> None:
    till.open()
    till.charge("100.00")
    key = uuid.uuid4()
    first, again = till.pay("100.00", key=key), till.pay("100.00", key=key)
    assert first.pk == again.pk
    assert Voucher.objects.count() == 1


def test_what_is_too_much_needs_a_purpose(till: Till) -> None:
    till.open()
    till.charge("100.00")
    with pytest.raises(Refused) as refused:
        till.pay("120.00")
    assert refused.value.code == "too_much"
    assert (Voucher.objects.count(), owed(till)) == (0, D("100.00"))


@pytest.mark.edge(80)
def test_paid_twice_by_phone_the_second_is_kept_ahead(till: Till) -> None:
    till.open()
    till.charge("100.00")
    till.pay("100.00", method="WECHAT")
    fee = till.items["PROPERTY_FEE"].pk
    till.pay("100.00", method="WECHAT", rest_to=fee)
    assert Prepaid.objects.get(unit=till.unit, item=fee).balance == D("100.00")
    till.charge("80.00", period=date(2026, 2, 1))
    use_prepaid(till.unit, by=till.cashier)
    assert Prepaid.objects.get(unit=till.unit, item=fee).balance == D("20.00")
    assert owed(till) == 0


def test_paid_ahead_for_water_never_pays_the_property_fee(till: Till) -> None:
    till.open()
    till.charge("100.00")
    water = till.items["WATER"].pk
    till.pay("50.00", ahead={water: D("50.00")})
    assert use_prepaid(till.unit, by=till.cashier) is None
    assert owed(till) == D("100.00")


def test_without_an_open_day_nothing_is_taken(till: Till) -> None:
    till.charge("100.00")
    with pytest.raises(Refused) as refused:
        till.pay("100.00")
    assert refused.value.code == "no_day"


def test_a_deposit_is_held_apart(till: Till) -> None:
    till.open()
    item = till.items["RENOVATION_DEPOSIT"].pk
    receipt = till.pay("2000.00", deposits={item: D("2000.00")})
    deposit = receipt.entries.get(account="DEPOSIT").deposit
    assert deposit is not None
    assert deposit.held.balance == D("2000.00")


def test_a_void_gives_everything_back(till: Till) -> None:
    till.open()
    till.charge("100.00")
    receipt = till.pay("100.00")
    matter = matters.ask_void(
        receipt, by=till.cashier, reason="房号写错", all_copies=True
    )
    waiting = Request.objects.get(case=matter.register)
    requests.decide(waiting, by=till.house.supervisor, approve=True)
    assert owed(till) == D("100.00")
    undoing_one = Voucher.objects.get(reverses=receipt)
    assert (undoing_one.kind, undoing_one.total) == ("VOID", D("-100.00"))
    assert till.pay("100.00").receipt_no == "JX-SJ-00000002"


@pytest.mark.edge(77)
def test_a_void_without_the_customers_copy_needs_his_statement(till: Till) -> None:
    till.open()
    till.charge("100.00")
    receipt = till.pay("100.00")
    with pytest.raises(Refused) as refused:
        matters.ask_void(receipt, by=till.cashier, reason="房号写错")
    assert refused.value.code == "copies"
    asked = matters.ask_void(
        receipt, by=till.cashier, reason="房号写错", statement="业主签字说明"
    )
    assert asked.status == "ASKED"


def test_nobody_approves_his_own_void_and_no_cashier_anothers(till: Till) -> None:
    till.open()
    till.charge("100.00")
    receipt = till.pay("100.00")
    matter = matters.ask_void(receipt, by=till.cashier, reason="错", all_copies=True)
    waiting = Request.objects.get(case=matter.register)
    for person in (till.cashier, till.relief):
        with pytest.raises(Exception, match=r"."):
            requests.decide(waiting, by=person, approve=True)
    assert not Voucher.objects.filter(reverses=receipt).exists()


@pytest.mark.edge(78)
def test_a_jammed_number_is_used_up_with_its_reason(till: Till) -> None:

    till.open()
    till.charge("100.00")
    books.spoil(till.house.office, by=till.cashier, reason="打印机卡纸")
    assert till.pay("100.00").receipt_no == "JX-SJ-00000002"


def test_a_receipt_is_taken_back_once(till: Till) -> None:
    till.open()
    till.charge("100.00")
    receipt = till.pay("100.00")
    done = till.void(receipt)
    with pytest.raises(Refused):
        undoing.void(receipt, by=till.cashier, matter=done.matter, reason="x")
    with pytest.raises(Refused) as nobody_decided:
        undoing.void(till.pay("100.00"), by=till.cashier, matter=None, reason="x")
    assert nobody_decided.value.code == "fees_decided_by_others"


ATTACKS = [
    "UPDATE fees_voucher SET memo = 'x'",
    "DELETE FROM fees_voucher",
    "UPDATE fees_entry SET amount = 1",
    "DELETE FROM fees_entry",
    "TRUNCATE fees_entry",
    "UPDATE fees_charge SET settled = amount",
    "UPDATE fees_charge SET amount = 1",
    "DELETE FROM fees_charge",
    "UPDATE fees_receiptbook SET next_number = 1",
    "UPDATE fees_prepaid SET balance = 1",
    "UPDATE fees_held SET balance = 1",
    "UPDATE ledger_chainhead SET hash = ''",
    "INSERT INTO fees_entry (voucher_id, office_id, place, account, amount, item_id,"
    " unit_id, charge_id, reference, memo) SELECT voucher_id, office_id, 99, account,"
    " amount, item_id, unit_id, charge_id, '', '' FROM fees_entry",
]


@pytest.mark.clause("4.8.3")
@pytest.mark.parametrize("statement", ATTACKS)
def test_the_application_itself_rewrites_no_money(till: Till, statement: str) -> None:
    till.open()
    till.charge("100.00")
    till.charge("100.00", period=date(2026, 2, 1))
    till.pay("100.00")
    with (
        pytest.raises(DatabaseError),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute(statement)
