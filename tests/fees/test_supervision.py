"""The manager looks after the till (4.8.3-4.8.5): counts, large sums, violations."""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal

import pytest
from django.core.exceptions import PermissionDenied
from django.utils import timezone

from fees.models import (
    CashierDay,
    CheckFinding,
    LargeReport,
    SurpriseCount,
    Violation,
)
from fees.transitions import closing, days, large, reconciling, reopening, supervising
from propertyservice.approvals import requests
from propertyservice.approvals.models import Request
from propertyservice.workflow.transitions import Refused
from tests.fees.till import Till

D = Decimal
NOTES = {"100": 6}


def close(till: Till, day: CashierDay, notes: dict[str, int], why: str = "") -> None:
    """Count, hand in, and everybody signs."""
    closing.count(day, by=till.cashier, notes=notes, float_counted=day.float_amount)
    closing.hand_in(day, by=till.cashier, explanation=why)
    while waiting := Request.objects.filter(case=day.register).waiting().first():
        people = [till.house.supervisor, till.house.manager, till.finance]
        who = next(p for p in people if requests.may_decide(waiting, p))
        requests.decide(waiting, by=who, approve=True)
    day.refresh_from_db()


@pytest.mark.clause("4.8.4")
def test_a_large_sum_is_reported_the_same_day(till: Till) -> None:
    till.open()
    till.charge("4999.99")
    till.pay("4999.99")
    assert not LargeReport.objects.exists()
    till.charge("5000.00")
    big = till.pay("5000.00")
    report = LargeReport.objects.select_related("register").get()
    assert timezone.localtime(report.due_at).strftime("%H:%M") == "18:00"  # type: ignore[arg-type]
    large.report_large(report, by=till.cashier)
    assert (report.receipts, report.total) == ([big.number], D("5000.00"))
    large.take_note(report, by=till.house.manager)
    assert report.status == "READ"
    till.charge("6000.00")
    till.pay("6000.00")
    assert LargeReport.objects.filter(status="DUE").count() == 1


@pytest.mark.clause("4.8.4")
def test_any_renovation_deposit_is_large(till: Till) -> None:
    till.open()
    item = till.items["RENOVATION_DEPOSIT"].pk
    till.pay("2000.00", deposits={item: D("2000.00")})
    assert LargeReport.objects.count() == 1


@pytest.mark.clause("4.8.5")
def test_the_manager_counts_by_surprise(till: Till) -> None:
    day = till.open()
    till.charge("100.00")
    till.pay("100.00")
    with pytest.raises(PermissionDenied):
        supervising.count_by_surprise(day, by=till.cashier, notes=NOTES, next_number=2)
    facts = {"by": till.house.manager, "notes": {"100": 5}, "next_number": 2}
    with pytest.raises(Refused) as refused:
        supervising.count_by_surprise(day, **facts)  # type: ignore[arg-type]
    assert refused.value.code == "remark"
    found = supervising.count_by_surprise(day, remark="少 100 元", **facts)  # type: ignore[arg-type]
    assert (found.expected, found.difference) == (D("600.00"), D("-100.00"))
    supervising.count_by_surprise(
        day, by=till.house.manager, notes=NOTES, next_number=2
    )
    assert SurpriseCount.objects.count() == 2


@pytest.mark.clause("4.8.5")
@pytest.mark.edge(91)
def test_a_violation_goes_upward_and_not_by_whom_it_names(till: Till) -> None:
    office, manager = till.house.office, till.house.manager
    found = supervising.find(
        office,
        "FROM_TAKINGS",
        named=manager,
        by=till.house.supervisor,
        what="经理让收费员从抽屉付维修款",
        amount=D(300),
    )
    within = found.due_at - found.register.opened_at  # type: ignore[operator]
    assert timedelta(hours=23, minutes=59) <= within <= timedelta(hours=24)
    with pytest.raises(PermissionDenied):
        supervising.report_up(found, by=manager, reported_to="公司")
    supervising.report_up(found, by=till.house.supervisor, reported_to="公司财务")
    supervising.investigate(found, by=till.finance, investigation="属实")
    with pytest.raises(PermissionDenied):
        supervising.decide(found, by=till.finance, decision="x")
    with pytest.raises(PermissionDenied):
        supervising.decide(found, by=manager, decision="不予追究")
    assert not Violation.objects.visible_to(manager).exists()
    assert Violation.objects.visible_to(till.house.supervisor).exists()


@pytest.mark.clause("4.8.5")
@pytest.mark.edge(75)
def test_short_three_times_in_a_month_goes_to_the_manager(till: Till) -> None:
    first = timezone.localdate().replace(day=1)
    day = till.open(on=first)
    for n in range(3):
        till.charge("100.00")
        till.pay("100.00")
        close(till, day, {"50": 1, "20": 2}, "少 10 元")
        assert day.difference == D("-10.00")
        day = days.open_day(
            till.house.office,
            cashier=till.cashier,
            by=till.cashier,
            on=first + timedelta(days=n + 1),
        )
    reconciling.reconcile(first + timedelta(days=1))
    assert not CheckFinding.objects.filter(check_code="SHORTS").exists()
    reconciling.reconcile(first + timedelta(days=2))
    assert CheckFinding.objects.get(check_code="SHORTS").register.holder_post


@pytest.mark.clause("4.8.4")
@pytest.mark.edge(79)
def test_a_reopened_day_takes_a_new_slip_and_no_money(till: Till) -> None:
    day = till.open()
    till.charge("100.00")
    till.pay("100.00")
    close(till, day, {"100": 1})
    closing.deposit(day, by=till.cashier, bank="工行", slip_no="A1")
    with pytest.raises(Refused):
        closing.reconcile(day, by=till.finance)
    closing.reconcile(day, by=till.finance, words="工行流水第 3 行")
    closing.lock(day, by=till.finance)
    request = reopening.ask_reopen(
        day, by=till.house.supervisor, reason="银行没收假币 100 元, 回单 A2"
    )
    assert request.tiers == ["OFFICE_MANAGER", "FINANCE"]
    requests.decide(request, by=till.house.manager, approve=True)
    request.refresh_from_db()
    requests.decide(request, by=till.finance, approve=True)
    day.refresh_from_db()
    assert day.status == "REOPENED"
    till.charge("50.00")
    with pytest.raises(Refused):
        till.pay("50.00")
    facts = {"bank": "工行", "slip_no": "A2", "words": "没收凭证 0001"}
    reopening.correct(day, by=till.finance, **facts)
    closing.lock(day, by=till.finance)
    first = day.register.steps.get(name="reopen")
    assert first.details["slip_no"] == "A1"
