"""The figures of RULES 4.3 and 4.4, and the bill run against arithmetic (4.8.1)."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from fees import tasks
from fees.models import BillRun, Charge, FeeItem
from fees.rules import money
from fees.rules.latefee import Paid, late_fee
from fees.transitions import billing
from propertyservice.estate.models import (
    Building,
    Occupancy,
    Person,
    Stairwell,
    Unit,
)
from propertyservice.ledger.money import split, yuan
from propertyservice.policy.models import RuleVersion
from propertyservice.workflow.transitions import Refused
from tests.fees.till import Till, priced

D = Decimal
MARCH = date(2026, 3, 1)
FIRST = date(2020, 1, 1)
pytestmark = pytest.mark.clause("4.8.1")


def measured(unit: Unit, area: str, **facts: Any) -> Unit:
    """A home with its area."""
    unit.gross_floor_area = D(area)
    for name, value in facts.items():
        setattr(unit, name, value)
    unit.save()
    return unit


def bills(till: Till, period: date = MARCH) -> list[Charge]:
    """The drafted lines of the home, in their order."""
    billing.draft_bills(till.house.office, period, by=till.cashier)
    lines = Charge.objects.filter(unit=till.unit, period=period)
    return list(lines.order_by("price__starts_on", "starts_on"))


def amounts(till: Till, period: date = MARCH) -> list[Decimal]:
    return [line.amount for line in bills(till, period)]


@pytest.fixture
def fee(till: Till) -> Till:
    """2.35 yuan for a square metre and month, published long ago."""
    priced(till.items["PROPERTY_FEE"], "2.35", FIRST, till.finance)
    measured(till.unit, "98.76")
    return till


def test_a_whole_month_is_rounded_half_up_once(fee: Till) -> None:
    assert amounts(fee) == [D("232.09")]


def test_from_the_day_of_delivery_by_actual_days(fee: Till) -> None:
    measured(fee.unit, "98.76", delivered_on=date(2026, 3, 12))
    developer, owner = bills(fee)
    assert (owner.amount, owner.by_developer) == (D("149.73"), False)
    assert owner.starts_on == date(2026, 3, 12)
    assert (developer.amount, developer.by_developer) == (D("82.36"), True)
    assert developer.amount + owner.amount == D("232.09")


def test_shared_by_area_with_the_largest_remainder() -> None:
    parts = split("1000.00", [D("89.50"), D("120.30"), D("98.76")])
    assert parts == [D("290.06"), D("389.87"), D("320.07")]


def test_the_late_fee_of_the_rules() -> None:
    due, paid = date(2026, 1, 31), date(2026, 4, 10)
    assert (paid - due).days == 69
    assert late_fee(D("1392.52"), due, paid, D("0.0005")) == D("48.04")


def test_a_part_payment_lowers_the_base_and_a_dispute_is_free() -> None:
    due, until = date(2026, 1, 31), date(2026, 2, 10)
    half = [Paid(date(2026, 2, 5), D("500"))]
    assert late_fee(D("1000"), due, until, D("0.001"), paid=half) == D("7.50")
    free = [(date(2026, 2, 1), date(2026, 2, 5))]
    assert late_fee(D("1000"), due, until, D("0.001"), disputed=free) == D("5.00")
    assert late_fee(D("1"), due, date(2036, 1, 1), D("0.01")) == D("1")


@pytest.mark.edge(85)
def test_a_price_change_within_the_month_is_two_lines(fee: Till) -> None:
    item = fee.items["PROPERTY_FEE"]
    item.prices.update(ends_on=date(2026, 3, 15))
    priced(item, "2.50", date(2026, 3, 16), fee.finance)
    assert amounts(fee) == [D("112.30"), D("127.43")]


@pytest.mark.edge(85)
def test_a_price_for_a_use_goes_first_only_while_it_holds(fee: Till) -> None:
    item, use = fee.items["PROPERTY_FEE"], fee.unit.use
    inside = {"unit_use": use, "ends_on": date(2026, 3, 20)}
    priced(item, "3.10", date(2026, 3, 11), fee.finance, **inside)
    priced(item, "9.99", FIRST, fee.finance, unit_use="SHOP")
    lines = sorted(bills(fee), key=lambda line: line.starts_on)
    assert [(line.starts_on.day, line.ends_on.day) for line in lines] == [
        (1, 10),
        (11, 20),
        (21, 31),
    ]
    # 98.76 × 2.35 × 10/31, 98.76 × 3.10 × 10/31, 98.76 × 2.35 × 11/31
    assert [line.amount for line in lines] == [D("74.87"), D("98.76"), D("82.35")]


def test_at_a_transfer_the_parts_make_the_month(fee: Till) -> None:
    seller = Occupancy.objects.get(unit=fee.unit)
    seller.ends_on = date(2026, 3, 10)
    seller.save()
    buyer = Person.objects.create(office=fee.house.office, name="王小明")
    Occupancy.objects.create(
        unit=fee.unit, person=buyer, relation="OWNER", starts_on=date(2026, 3, 11)
    )
    first, second = bills(fee)
    assert first.amount == money.part_of_month(D("98.76") * D("2.35"), 10, MARCH)
    assert first.amount + second.amount == D("232.09")
    assert second.payer == buyer


def test_without_a_published_price_there_is_no_line_and_the_run_says_so(
    till: Till,
) -> None:
    measured(till.unit, "98.76")
    item = till.items["PROPERTY_FEE"]
    item.prices.create(
        office=till.house.office,
        price=D("2.35"),
        unit="元/月·㎡",
        starts_on=FIRST,
        basis="合同",
    )
    assert amounts(till) == []
    run = BillRun.objects.get()
    assert any("物业服务费" in finding for finding in run.run.findings)


def test_run_again_it_bills_nothing_twice(fee: Till) -> None:
    bills(fee)
    before = list(Charge.objects.order_by("pk").values_list("pk", "amount"))
    bills(fee)
    assert list(Charge.objects.order_by("pk").values_list("pk", "amount")) == before


def test_drafts_are_owed_only_when_published_and_then_stay(fee: Till) -> None:
    bills(fee)
    run = BillRun.objects.get()
    assert not Charge.objects.open().exists()
    assert billing.publish(run, by=fee.cashier) == 1
    assert Charge.objects.open().count() == 1
    assert billing.discard(run, by=fee.cashier) == 0
    assert Charge.objects.count() == 1


def test_a_killed_run_goes_on_and_counts_every_line_once(
    fee: Till, monkeypatch: pytest.MonkeyPatch
) -> None:
    class KilledError(Exception): ...

    def killed(*_: Any) -> None:
        raise KilledError

    measured(fee.upstairs, "60.00")
    another = Building.objects.create(office=fee.house.office, code="99")
    moved = Unit.objects.get(pk=fee.upstairs.pk)
    stairwell = Stairwell.objects.create(building=another, code="1")
    Unit.objects.filter(pk=moved.pk).update(building=another, stairwell=stairwell)
    monkeypatch.setattr(billing, "BATCH", 1)
    run = billing.begin(fee.house.office, MARCH, by=fee.cashier)
    with pytest.raises(KilledError):
        billing.fill(run, killed)
    assert 0 < Charge.objects.filter(run=run).count() < 2
    for act in (billing.publish, billing.discard):
        with pytest.raises(Refused):
            act(run, by=fee.cashier)
    tasks.draft_bills(run.pk)
    tasks.draft_bills(run.pk)
    record = BillRun.objects.get(pk=run.pk).run
    assert record.finished_at
    assert record.counts["lines"] == Charge.objects.filter(run=run).count() == 2


def test_a_draft_may_be_thrown_away_and_made_again(fee: Till) -> None:
    bills(fee)
    assert billing.discard(BillRun.objects.get(), by=fee.cashier) == 1
    assert amounts(fee) == [D("232.09")]


@pytest.mark.parametrize(
    ("method", "day", "owner", "developer"),
    [
        ("HALF_MONTH", 12, "232.09", None),
        ("HALF_MONTH", 16, "116.04", "116.05"),
        ("FULL_MONTH", 20, "232.09", None),
    ],
)
def test_other_ways_to_charge_a_part_of_a_month(
    fee: Till, method: str, day: int, owner: str, developer: str | None
) -> None:
    RuleVersion.objects.create(
        key="money.proration",
        value=method,
        effective_from=FIRST,
        office=fee.house.office,
        source="合同",
        confidence="C",
    )
    measured(fee.unit, "98.76", delivered_on=date(2026, 3, day))
    found = {line.by_developer: line.amount for line in bills(fee)}
    assert sum(found.values()) == D("232.09")
    assert found.get(True) == (D(developer) if developer else None)
    assert found[False] == D(owner)


@settings(
    max_examples=25,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(
    area=st.decimals("10", "300", places=2),
    price=st.decimals("0.1", "20", places=4),
    delivered=st.integers(-5, 40),
    sold=st.one_of(st.none(), st.integers(2, 28)),
    month=st.sampled_from([date(2026, 2, 1), MARCH, date(2028, 2, 1)]),
)
def test_the_run_agrees_with_plain_arithmetic(
    till: Till,
    area: Decimal,
    price: Decimal,
    delivered: int,
    sold: int | None,
    month: date,
) -> None:
    """Every day of the month is billed once; the lines add up to the whole month."""
    Charge.objects.all().delete()
    Occupancy.objects.filter(unit=till.unit).delete()
    clean = till.house.office
    handed = month + timedelta(days=delivered)
    measured(till.unit, str(area), delivered_on=handed)
    seller, buyer = (Person.objects.create(office=clean, name=n) for n in ("甲", "乙"))
    sale = month.replace(day=sold) if sold else None
    Occupancy.objects.create(
        unit=till.unit,
        person=seller,
        relation="OWNER",
        ends_on=sale - timedelta(days=1) if sale else None,
    )
    if sale:
        Occupancy.objects.create(
            unit=till.unit, person=buyer, relation="OWNER", starts_on=sale
        )
    version = fresh_price(till, price)
    run = billing.draft_bills(clean, month, by=till.cashier)
    found = Charge.objects.filter(run=run, unit=till.unit, item=version.item)
    lines = list(found.order_by("starts_on"))
    whole = yuan(area * price)
    assert sum((line.amount for line in lines), D(0)) == whole
    days = [
        line.starts_on + timedelta(days=n)
        for line in lines
        for n in range((line.ends_on - line.starts_on).days + 1)
    ]
    assert sorted(days) == [
        month + timedelta(days=n) for n in range(money.days_in(month))
    ]
    owned = [line for line in lines if not line.by_developer]
    spans = [(line.ends_on - line.starts_on).days + 1 for line in owned]
    expected = money.by_owner(area * price, spans, month) if spans else []
    assert [line.amount for line in owned] == expected
    for line in lines:
        assert line.by_developer == (line.starts_on < handed)


def fresh_price(till: Till, price: Decimal) -> Any:
    """An item of its own with this price: a published one never changes."""
    number = FeeItem.objects.count()
    item = FeeItem.objects.create(
        office=till.house.office, code=f"F{number}", name=f"费{number}", method="AREA"
    )
    return priced(item, str(price), FIRST, till.finance)
