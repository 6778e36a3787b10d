"""The statements of each page of fees are pinned, however much there is (4.8.2)."""

from __future__ import annotations

import uuid
from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.utils import timezone

from fees.models import Meter
from fees.transitions import asking, dunning, metering, stating
from fees.transitions.paying import Payment, Tender, pay
from fees.transitions.stating import Stated
from tests.fees.till import Till
from tests.support.people import sign_in
from tests.support.queries import check, costs, statements

D = Decimal
pytestmark = pytest.mark.clause("4.8.2")
PAGES = {
    "fees: counter": ("cashier", "/fees/counter/?unit=JX-3-1-502"),
    "fees: account": ("cashier", "/fees/account/?unit=JX-3-1-502"),
    "fees: arrears": ("cashier", "/fees/arrears/"),
    "fees: demands": ("cashier", "/fees/demands/"),
    "fees: lines": ("cashier", "/fees/lines/"),
    "fees: receipts": ("cashier", "/fees/receipts/"),
    "fees: receipt": ("cashier", "/fees/receipts/JX-SJ-00000001/"),
    "fees: entries": ("cashier", "/fees/entries/"),
    "fees: matters": ("cashier", "/fees/matters/?view=all"),
    "fees: prepaid": ("cashier", "/fees/prepaid/"),
    "fees: deposits": ("cashier", "/fees/deposits/"),
    "fees: meters": ("cashier", "/fees/meters/"),
    "fees: statements": ("finance", "/fees/statements/?view=all"),
    "fees: days": ("finance", "/fees/days/?view=all"),
    "fees: statistics": ("manager", "/fees/statistics/"),
    "fees: month": ("manager", "/fees/ledger/"),
}


def more(till: Till, times: int, first: int = 0) -> None:
    """Bills, receipts, balances, demands, meters, statements: so many of each."""
    fee, pledge = till.items["PROPERTY_FEE"].pk, till.items["RENOVATION_DEPOSIT"].pk
    lines = []
    for n in range(first, first + times):
        for unit in (till.unit, till.upstairs):
            period = date(2026, 1 + n % 9, 1)
            line = till.charge("100.00", unit=unit, period=period)
            till.charge("50.00", unit=unit, item="WATER", period=period)
            till.pay("10.00", unit=unit, charges=[line])
            left, ahead = {pledge: D(2)}, {fee: D(3)}
            till.pay("5.00", unit=unit, deposits=left, ahead=ahead, settles=False)
            asking.ask_waiver(line, D(1), by=till.cashier, reason="协商")
            on = date(2026, 10, 1) + timedelta(days=n)
            dunning.demand(unit, "CALL", by=till.cashier, proof="接听", on=on)
            meter = Meter.objects.create(
                office=till.house.office,
                unit=unit,
                item=till.items["WATER"],
                number=f"W{n}",
            )
            metering.read(meter, on=timezone.localdate(), value=D(n), by=till.cashier)
            lines.append(Stated(timezone.localdate(), D(n + 1), f"{unit.pk}{n}"))
    stating.take_in(
        till.house.office,
        "WECHAT",
        lines,
        by=till.finance,
        name="x",
        digest=str(first),
    )


def test_a_page_costs_the_same_with_more_rows(till: Till) -> None:
    till.open()
    more(till, 2)
    people = {
        "cashier": till.cashier,
        "finance": till.finance,
        "manager": till.house.manager,
    }
    clients = {name: sign_in(person) for name, person in people.items()}
    for number in range(2):
        for name, (who, url) in PAGES.items():
            answer = costs(name, lambda who=who, url=url: clients[who].get(url))  # type: ignore[misc]
            assert answer.status_code == 200
        if number == 0:
            more(till, 4, first=2)


def test_one_payment_costs_the_same_for_one_line_or_many(till: Till) -> None:
    till.open()
    for times in (1, 8):
        for n in range(times):
            till.charge("10.00", period=date(2026, 1 + n, 1))
        payment = Payment(
            unit=till.unit,
            tenders=[Tender("CASH", D(10) * times)],
            key=uuid.uuid4(),
        )
        with statements() as captured:
            pay(payment, by=till.cashier)
        check("fees: one payment", captured)
