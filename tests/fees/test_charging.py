"""Charges beside the monthly run: meters, shared, once, corrected (4.8.1; RULES 4)."""

from __future__ import annotations

import uuid
from datetime import date
from decimal import Decimal

import pytest
from django.core.exceptions import PermissionDenied
from hypothesis import given
from hypothesis import strategies as st

from fees.models import Charge, Meter, Rental, SharedBill, Voucher
from fees.rules.tiers import by_tiers
from fees.transitions import billing, metering, onceoff, parking, sharing
from propertyservice.estate.models import Building, ParkingSpace, Stairwell, Unit
from propertyservice.estate.upkeep import ownership
from propertyservice.ledger.money import yuan
from propertyservice.workflow.transitions import Refused
from tests.fees.balanced import assert_balanced
from tests.fees.till import Till, priced

D = Decimal
JANUARY, FEBRUARY = date(2026, 1, 1), date(2026, 2, 1)
pytestmark = pytest.mark.clause("4.8.1")


def meter(till: Till, first: str = "100") -> Meter:
    made = Meter.objects.create(
        office=till.house.office, unit=till.unit, item=till.items["WATER"], number="W1"
    )
    priced(till.items["WATER"], "3.50", JANUARY, till.finance)
    metering.read(made, on=JANUARY, value=D(first), by=till.cashier)
    return made


def billed(till: Till, period: date) -> list[Charge]:
    run = metering.bill_readings(till.house.office, period, by=till.cashier)
    return list(Charge.objects.filter(run=run).order_by("pk"))


def test_usage_times_price(till: Till) -> None:
    metering.read(meter(till), on=date(2026, 1, 31), value=D("112.5"), by=till.cashier)
    (line,) = billed(till, JANUARY)
    assert (line.quantity, line.amount) == (D("12.5000"), D("43.75"))
    assert billed(till, JANUARY) == []


@pytest.mark.edge(83)
def test_a_lower_reading_is_asked_about(till: Till) -> None:
    read = meter(till, "99990")
    with pytest.raises(Refused) as refused:
        metering.read(read, on=FEBRUARY, value=D("5"), by=till.cashier)
    assert refused.value.code == "value"
    over = metering.read(
        read, on=FEBRUARY, value=D("5"), kind="ROLLOVER", by=till.cashier
    )
    assert over.usage == D("15")
    new = metering.read(
        read,
        on=date(2026, 3, 1),
        value=D("7"),
        kind="REPLACED",
        old_last=D("20"),
        new_first=D("3"),
        by=till.cashier,
    )
    assert new.usage == D("19")
    assert all(line.amount > 0 for line in billed(till, FEBRUARY))


@pytest.mark.edge(84)
def test_an_estimate_is_corrected_by_the_next_reading(till: Till) -> None:
    read = meter(till)
    metering.read(read, on=date(2026, 1, 31), value=D("120"), by=till.cashier)
    guess = metering.read(read, on=date(2026, 2, 28), kind="ESTIMATE", by=till.cashier)
    assert (guess.value, guess.usage) == (D("140.00"), D("20.0000"))
    (line,) = billed(till, FEBRUARY)
    assert line.note
    metering.read(read, on=date(2026, 3, 31), value=D("130"), by=till.cashier)
    (back,) = billed(till, date(2026, 3, 1))
    assert (back.kind, back.amount) == ("TRUE_UP", D("-35.00"))


def test_without_a_published_price_there_is_no_line(till: Till) -> None:
    made = Meter.objects.create(
        office=till.house.office, unit=till.unit, item=till.items["WATER"]
    )
    metering.read(made, on=JANUARY, value=D(1), by=till.cashier)
    metering.read(made, on=date(2026, 1, 31), value=D(9), by=till.cashier)
    run = metering.bill_readings(till.house.office, JANUARY, by=till.cashier)
    assert not Charge.objects.filter(run=run).exists()
    assert len(run.run.findings) == 1


@given(usage=st.decimals("0", "500", places=2))
def test_tiers_add_up(usage: Decimal) -> None:
    tiers = [[20, 2], [30, 3], [None, 4]]
    by_hand = min(usage, D(20)) * 2
    by_hand += min(max(usage - 20, D(0)), D(10)) * 3 + max(usage - 30, D(0)) * 4
    assert by_tiers(usage, D(9), tiers) == yuan(by_hand)
    assert by_tiers(-usage, D(9), tiers) == -yuan(by_hand)


def test_shared_to_the_cent(till: Till) -> None:
    building = Building.objects.create(office=till.house.office, code="9")
    stairwell = Stairwell.objects.create(building=building, code="1")
    for room, area in (("101", "89.50"), ("102", "120.30"), ("103", "98.76")):
        Unit.objects.create(
            building=building, stairwell=stairwell, room=room, gross_floor_area=D(area)
        )
    priced(till.items["WATER"], "2.00", JANUARY, till.finance)
    shared = sharing.share_out(
        building,
        till.items["WATER"],
        JANUARY,
        by=till.cashier,
        total=D("600"),
        homes=D("80"),
        other=D("20"),
    )
    parts = Charge.objects.filter(source=f"shared:{shared.pk}").order_by("unit")
    assert [line.amount for line in parts] == [D("290.06"), D("389.87"), D("320.07")]
    with pytest.raises(Refused):
        sharing.share_out(
            building, till.items["WATER"], JANUARY, by=till.cashier, total=D(900)
        )
    assert SharedBill.objects.count() == 1


def test_charged_once_by_the_published_price(till: Till) -> None:
    fee = till.items["PROPERTY_FEE"]
    with pytest.raises(Refused):
        onceoff.charge_once(till.unit, fee, D(3), by=till.cashier, source="k")
    priced(fee, "10.00", JANUARY, till.finance)
    made = onceoff.charge_once(till.unit, fee, D(3), by=till.cashier, source="k")
    again = onceoff.charge_once(till.unit, fee, D(3), by=till.cashier, source="k")
    assert (made.pk, made.amount, made.posted_at is None) == (again.pk, D(30), False)


def test_a_rented_space_by_days(till: Till) -> None:
    rented = till.items["PARKING_RENT"]
    priced(rented, "300.00", JANUARY, till.finance)
    space = ParkingSpace.objects.create(office=till.house.office, code="B1-01")
    rental = Rental(
        unit=till.unit, space=space, item=rented, starts_on=date(2026, 1, 17)
    )
    parking.rent(rental, by=till.cashier)
    run = parking.draft_parking(till.house.office, JANUARY, by=till.cashier)
    line = Charge.objects.get(run=run)
    assert (line.amount, line.due_on) == (D("145.16"), date(2026, 1, 31))
    parking.draft_parking(till.house.office, JANUARY, by=till.cashier)
    assert Charge.objects.count() == 1
    parking.end_rental(rental, on=date(2026, 2, 14), by=till.cashier)
    parking.draft_parking(till.house.office, FEBRUARY, by=till.cashier)
    february = Charge.objects.get(period=FEBRUARY)
    assert february.amount == D("150.00")


def test_a_visitor_parks_and_gets_a_receipt(till: Till) -> None:
    till.open()
    priced(till.items["PARKING_RENT"], "5.00", JANUARY, till.finance)
    key = uuid.uuid4()
    facts = {"by": till.cashier, "tender": "CASH", "key": key, "payer_name": "浙A12345"}
    office, item = till.house.office, till.items["PARKING_RENT"]
    receipt = parking.sell(office, item, D(3), **facts)
    assert parking.sell(office, item, D(3), **facts).pk == receipt.pk
    assert (receipt.total, receipt.receipt_no) == (D("15.00"), "JX-SJ-00000001")
    till.void(Voucher.objects.select_related("day", "office").get(pk=receipt.pk))
    assert_balanced()


@pytest.mark.edge(86)
def test_another_area_after_two_years_is_made_good_both_ways(till: Till) -> None:
    till.unit.gross_floor_area = D("100.00")
    till.unit.delivered_on = date(2025, 1, 1)
    till.unit.save()
    priced(till.items["PROPERTY_FEE"], "2.00", JANUARY, till.finance)
    for period in (JANUARY, FEBRUARY):
        run = billing.draft_bills(till.house.office, period, by=till.cashier)
        billing.publish(run, by=till.cashier)
    facts = {"since": JANUARY, "basis": "不动产权证"}
    with pytest.raises(PermissionDenied):
        onceoff.correct_area(till.unit, D(1), by=till.cashier, **facts)
    boss = till.house.supervisor
    for area, made in (("108.76", "17.52"), ("90.00", "-37.52"), ("98.76", "17.52")):
        lines = onceoff.correct_area(till.unit, D(area), by=boss, **facts)
        assert [line.amount for line in lines] == [D(made), D(made)]
    everything = Charge.objects.filter(unit=till.unit, period=FEBRUARY)
    assert sum(line.amount for line in everything) == D("197.52")
    till.unit.refresh_from_db()
    assert till.unit.gross_floor_area == D("98.76")
    run = billing.draft_bills(till.house.office, date(2026, 3, 1), by=till.cashier)
    assert Charge.objects.get(run=run, unit=till.unit).amount == D("197.52")


def test_sold_after_the_bill_the_buyer_pays_from_his_day(till: Till) -> None:
    till.unit.gross_floor_area = D("100.00")
    till.unit.delivered_on = date(2025, 1, 1)
    till.unit.save()
    priced(till.items["PROPERTY_FEE"], "3.10", JANUARY, till.finance)
    run = billing.draft_bills(till.house.office, JANUARY, by=till.cashier)
    billing.publish(run, by=till.cashier)
    seller = Charge.objects.get(run=run, unit=till.unit).payer
    buyer = ownership_to(till, "王芳", date(2026, 1, 12))
    back, on = Charge.objects.filter(kind="TRUE_UP").order_by("amount")
    assert (back.payer, back.amount) == (seller, D("-200.00"))
    assert (on.payer_id, on.amount) == (buyer, D("200.00"))
    onceoff.split_at_transfer(till.unit, date(2026, 1, 12), buyer)
    assert Charge.objects.filter(kind="TRUE_UP").count() == 2


def ownership_to(till: Till, name: str, on: date) -> int:
    """The home is sold; who announces it is the estate."""
    new = ownership.transfer_ownership(
        till.unit,
        by=till.house.supervisor,
        on=on,
        owners=[ownership.NewOwner(name=name, phone="13800000001")],
    )
    return new[0].person_id
