"""What others decide: waivers, refunds, deductions, disputes, payments (4.8.3)."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied

from fees.models import Charge, Deposit, Matter, Prepaid, Voucher
from fees.transitions import asking, carrying, closing, invoicing, matters, spending
from fees.transitions.prepaid import use_prepaid
from propertyservice.approvals import requests
from propertyservice.approvals.models import Request
from propertyservice.policy.models import RuleVersion
from propertyservice.workflow.transitions import Refused
from tests.fees.balanced import assert_balanced
from tests.fees.till import Till

D = Decimal
TO = {"payee": "张建国", "account": "6222 0000 0000 0001"}
pytestmark = pytest.mark.clause("4.8.3")


def deposit_of(till: Till) -> Deposit:
    till.open()
    item = till.items["RENOVATION_DEPOSIT"].pk
    till.pay("2000.00", deposits={item: D("2000.00")}, payer_name="张建国")
    return Deposit.objects.select_related("unit__office", "item", "office").get()


def pay_out(till: Till, matter: Matter, reference: str = "B0001") -> Voucher:
    carrying.pay_out(till.approve(matter), by=till.payer, reference=reference)
    return Voucher.objects.get(matter=matter)


def test_a_waiver_is_a_line_of_its_own(till: Till) -> None:
    line = till.charge("300.00")
    with pytest.raises(Refused):
        asking.ask_waiver(line, D("300.01"), by=till.cashier, reason="空调滴水")
    till.approve(asking.ask_waiver(line, D(50), by=till.cashier, reason="服务缺陷"))
    line.refresh_from_db()
    assert (line.amount, line.owed) == (D("300.00"), D("250.00"))
    waiver = Voucher.objects.get()
    assert (waiver.kind, waiver.total, waiver.number) == ("WAIVER", D(0), None)
    assert_balanced()


def test_a_larger_waiver_goes_higher(till: Till) -> None:
    line = till.charge("9000.00")
    asked = asking.ask_waiver(line, D(600), by=till.cashier, reason="协商")
    request = Request.objects.get(case=asked.register)
    assert request.tiers == ["CS_SUPERVISOR", "OFFICE_MANAGER"]


def test_the_line_was_paid_meanwhile(till: Till) -> None:
    till.open()
    line = till.charge("100.00")
    asked = asking.ask_waiver(line, D(60), by=till.cashier, reason="协商")
    till.pay("100.00")
    waiting = Request.objects.get(case=asked.register)
    with pytest.raises(Refused) as refused:
        requests.decide(waiting, by=till.house.supervisor, approve=True)
    assert refused.value.code == "fees_settled_within_the_line"
    assert_balanced()


@pytest.mark.edge(88)
def test_without_a_rule_an_empty_home_pays(till: Till) -> None:
    line = till.charge("100.00")
    with pytest.raises(Refused) as no_rule:
        asking.ask_waiver(
            line,
            D(60),
            by=till.cashier,
            reason="空置",
            vacant_months=8,
            proof="水表 0 吨",
        )
    assert no_rule.value.code == "vacant_months"


@pytest.mark.edge(88)
def test_an_empty_home_needs_a_rule_and_the_meters_proof(till: Till) -> None:
    line = till.charge("100.00")
    facts: dict[str, Any] = {"by": till.cashier, "reason": "空置", "vacant_months": 8}
    RuleVersion.objects.create(
        key="fee.vacancy_months",
        office=till.house.office,
        value=6,
        effective_from=date(2020, 1, 1),
        reason="滨州",
    )
    for amount, proof, code in ((D(60), "", "proof"), (D(61), "0 吨", "amount")):
        with pytest.raises(Refused) as refused:
            asking.ask_waiver(line, amount, proof=proof, **facts)
        assert refused.value.code == code
    asking.ask_waiver(line, D(60), proof="水表 8 个月 0 吨", **facts)


@pytest.mark.edge(96)
def test_a_deposit_goes_back_by_bank_and_never_from_the_drawer(till: Till) -> None:
    deposit = deposit_of(till)
    asked = asking.ask_refund_deposit(
        deposit, D(2000), by=till.cashier, reason="验收合格", **TO
    )
    with pytest.raises(PermissionDenied):
        carrying.pay_out(till.approve(asked), by=till.cashier, reference="现金")
    paid = pay_out(till, asked)
    assert (paid.kind, paid.total, paid.day) == ("REFUND", D("-2000.00"), None)
    assert paid.entries.get(amount__lt=0).account == "TRANSFER"
    assert closing.cash_of(Voucher.objects.filter(kind="RECEIPT").get().day) == D(2000)  # type: ignore[arg-type]
    assert_balanced()


def test_a_deposit_is_paid_back_once(till: Till) -> None:
    deposit = deposit_of(till)
    both = [
        asking.ask_refund_deposit(deposit, D(1500), by=till.cashier, reason="x", **TO)
        for _ in range(2)
    ]
    pay_out(till, both[0])
    with pytest.raises(Refused) as refused:
        pay_out(till, both[1], "B2")
    assert refused.value.code == "fees_held_enough"


def test_a_deduction_needs_the_payers_consent(till: Till) -> None:
    deposit, line = deposit_of(till), till.charge("300.00")
    facts = {"by": till.cashier, "reason": "损坏公共设施"}
    with pytest.raises(Refused):
        asking.ask_deduction(deposit, line, D(300), consent="", **facts)  # type: ignore[arg-type]
    till.approve(
        asking.ask_deduction(deposit, line, D(300), consent="业主签字 9-1", **facts)  # type: ignore[arg-type]
    )
    line.refresh_from_db()
    deposit.held.refresh_from_db()
    assert (line.owed, deposit.held.balance) == (D(0), D("1700.00"))
    assert_balanced()


@pytest.mark.edge(93)
def test_what_was_paid_ahead_and_not_served_goes_back(till: Till) -> None:
    till.open()
    fee = till.items["PROPERTY_FEE"]
    till.pay("400.00", ahead={fee.pk: D("400.00")})
    asked = asking.ask_refund_ahead(
        till.unit, fee, D(400), by=till.cashier, reason="合同终止", **TO
    )
    pay_out(till, asked)
    assert Prepaid.objects.get().balance == 0
    till.charge("100.00")
    assert use_prepaid(till.unit, by=till.cashier) is None
    assert_balanced()


@pytest.mark.edge(76)
def test_reversed_after_the_close_the_money_goes_back_by_bank_once(till: Till) -> None:
    day = till.open()
    till.charge("100.00")
    receipt = till.pay("100.00")
    closing.count(
        day, by=till.cashier, notes={"100": 1}, float_counted=day.float_amount
    )
    closing.hand_in(day, by=till.cashier)
    request = Request.objects.get(case=day.register)
    requests.decide(request, by=till.house.supervisor, approve=True)
    receipt = Voucher.objects.select_related("day", "office", "unit__office").get(
        pk=receipt.pk
    )
    reversal = till.approve(
        matters.ask_reversal(receipt, by=till.cashier, reason="房号写错")
    )
    till.reopen_tomorrow()
    matters.write_reversal(reversal, by=till.cashier)
    red = Voucher.objects.select_related("office", "unit__office").get(kind="RED")
    asked = asking.ask_refund_reversed(red, by=till.cashier, reason="退", **TO)
    with pytest.raises(Refused):
        asking.ask_refund_reversed(red, by=till.cashier, reason="再退", **TO)
    assert pay_out(till, asked).total == D("-100.00")
    with pytest.raises(Refused):
        asking.ask_refund_reversed(red, by=till.cashier, reason="再退", **TO)
    assert_balanced()


def test_a_dispute_begins_and_ends(till: Till) -> None:
    line = till.charge("100.00")
    disputed = till.approve(asking.ask_dispute(line, by=till.cashier, reason="面积"))
    assert disputed.status == "APPROVED"
    with pytest.raises(Refused):
        matters.withdraw(disputed, by=till.cashier)
    carrying.settle_dispute(disputed, by=till.house.supervisor, words="复核无误")
    assert disputed.status == "DONE"
    said = list(line.disputes.order_by("pk").values_list("disputed", flat=True))
    assert said == [True, False]


def test_no_more_is_passed_on_than_was_collected(till: Till) -> None:
    till.open()
    line = till.charge("80.00", item="WATER")
    till.pay("80.00", charges=[line])
    water = till.items["WATER"]
    facts = {"by": till.cashier, "reason": "1月", "payee": "自来水公司", "paper": "F1"}
    with pytest.raises(Refused):
        spending.ask_remittance(water, D(81), **facts)  # type: ignore[arg-type]
    first = spending.ask_remittance(water, D(80), **facts)  # type: ignore[arg-type]
    pay_out(till, first)
    assert spending.to_pass_on(water) == 0
    assert_balanced()


@pytest.mark.edge(91)
def test_an_expenditure_is_paid_by_bank_by_somebody_else(till: Till) -> None:
    facts = {"reason": "灯泡", "payee": "五金店", "paper": "F2"}
    asked = spending.ask_expense(till.house.office, D(90), by=till.finance, **facts)
    approved = till.approve(asked)
    with pytest.raises(Refused):
        carrying.pay_out(approved, by=till.finance, reference="B3")
    with pytest.raises(Refused) as twice:
        spending.ask_expense(till.house.office, D(90), by=till.cashier, **facts)
    assert twice.value.code == "paper"
    facts["paper"] = "F3"
    other = spending.ask_expense(till.house.office, D(90), by=till.cashier, **facts)
    paid = pay_out(till, other, "B4")
    accounts = set(paid.entries.values_list("account", flat=True))
    assert accounts == {"TRANSFER", "SPENT"}
    assert Charge.objects.count() == 0


@pytest.mark.edge(95)
def test_an_invoice_to_another_title_is_finances(till: Till) -> None:
    till.open()
    till.charge("100.00")
    receipt = till.pay("100.00", payer_name="张建国")
    with pytest.raises(Refused) as refused:
        invoicing.record_invoice(receipt, "F1", by=till.cashier, title="某公司")
    assert refused.value.code == "title"
    made = invoicing.record_invoice(
        receipt, "F1", by=till.finance, title="某公司", basis="承租方付款"
    )
    with pytest.raises(Refused):
        invoicing.record_invoice(receipt, "F2", by=till.cashier)
    assert made.title == "某公司"
