"""Bill runs and prices: every step from every stage as everybody (RULES 4.2, 4.3)."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.utils import timezone

from fees.models import BillRun, Charge, FeeItem, PriceVersion
from fees.transitions import billing, onceoff, pricing
from propertyservice.organisation.models import Staff
from tests.fees.tables.trying import IDLE, Act, Row, people, tried, wanted
from tests.fees.till import Till, priced
from tests.support.cast import House

D = Decimal
pytestmark = pytest.mark.clause("4.8.1")
MARCH, LONG_AGO = date(2026, 3, 1), date(2020, 1, 1)

BILLERS = {"cashier", "relief", "finance"}
PART = "published in part"
RUNS = ("being drafted", "drafted", PART, "published", "discarded")
OVER = {"published": IDLE, "discarded": IDLE}
RUN = {
    "begin the next": Row(BILLERS, set(RUNS)),
    "publish": Row(BILLERS, {"drafted", PART}, "published", but=OVER, wrong="drafting"),
    "publish a part": Row(
        BILLERS, {"drafted"}, PART, but=OVER | {PART: IDLE}, wrong="drafting"
    ),
    # What is published stays; only the drafts beside it are thrown away.
    "discard": Row(
        BILLERS,
        {"drafted"},
        "discarded",
        but=OVER | {PART: "published"},
        wrong="drafting",
    ),
}
PRICERS = {"manager", "chief", "finance"}
PRICES = ("entered", "published", "in force", "billed by", "ended")
ON_BOARD = dict.fromkeys(PRICES[1:], "fees_published_price_stays")
PRICE = {
    "enter the next": Row(PRICERS, {"ended"}, wrong="fees_one_price_at_a_time"),
    "publish": Row(PRICERS, {"entered"}, "published", but=ON_BOARD),
    "change": Row(PRICERS, {"entered"}, but=ON_BOARD),
    # Not before the last day that is billed by it; on the same day nothing is new.
    "end": Row(
        PRICERS,
        {"entered", "published", "in force"},
        "ended",
        but={"billed by": "on", "ended": IDLE},
    ),
}


@pytest.fixture
def cast(till: Till, other: House) -> dict[str, Staff]:
    """Everybody."""
    return people(till, other)


def stage_of(run: BillRun) -> str:
    """Where a run stands, by its lines."""
    run = BillRun.objects.select_related("run").get(pk=run.pk)
    lines = Charge.objects.filter(run=run)
    posted, drafts = (
        lines.filter(posted_at__isnull=empty).exists() for empty in (False, True)
    )
    if not run.run.finished_at:
        return "being drafted"
    if drafts:
        return PART if posted else "drafted"
    return "published" if posted else "discarded"


def brought_to(till: Till, stage: str) -> tuple[BillRun, list[billing.Part]]:
    """A run of March for one home and two items, led to a stage; and one part of it."""
    till.unit.gross_floor_area = D(100)
    till.unit.save()
    office = till.house.office
    fixed = FeeItem.objects.create(
        office=office, code="CLEANING", name="保洁费", book="OWN", method="FIXED"
    )
    for item in (till.items["PROPERTY_FEE"], fixed):
        priced(item, "2.00", LONG_AGO, till.finance)
    part = [(fixed.pk, till.unit.building_id)]
    run = billing.begin(office, MARCH, by=till.cashier)
    if stage != "being drafted":
        billing.fill(run)
    if stage == PART:
        billing.publish(run, by=till.cashier, parts=part)
    elif stage == "published":
        billing.publish(run, by=till.cashier)
    elif stage == "discarded":
        billing.discard(run, by=till.cashier)
    assert stage_of(run) == stage
    return run, part


@pytest.mark.parametrize("stage", RUNS)
def test_a_run_is_published_and_discarded_by_who_bills(
    till: Till, cast: dict[str, Staff], stage: str
) -> None:
    made, part = brought_to(till, stage)
    april = MARCH + timedelta(days=31)

    def run() -> BillRun:
        return BillRun.objects.select_related("run", "office").get(pk=made.pk)

    acts: dict[str, Act] = {
        "begin the next": lambda by: billing.begin(till.house.office, april, by=by),
        "publish": lambda by: billing.publish(run(), by=by),
        "publish a part": lambda by: billing.publish(run(), by=by, parts=part),
        "discard": lambda by: billing.discard(run(), by=by),
    }

    came = tried(acts, cast, lambda: stage_of(made))

    assert came == wanted(RUN, stage, cast)


def version_in(till: Till, stage: str) -> PriceVersion:
    """A price of the parking item, led to a stage."""
    today = timezone.localdate()
    item = till.items["PARKING_RENT"]
    begins = today + timedelta(days=40)
    if stage not in ("entered", "published"):
        begins = LONG_AGO
    facts = {"unit": "元/月", "basis": "合同", "starts_on": begins, "price": D(300)}
    version = PriceVersion(item=item, office=till.house.office, **facts)
    pricing.enter(version, by=till.finance)
    if stage != "entered":
        board = {"on": min(begins, today), "early_reason": "旧公示栏"}
        pricing.publish(version, by=till.finance, **board)
    if stage == "billed by":
        onceoff.charge_once(till.unit, item, D(1), by=till.cashier, source="k")
    if stage == "ended":
        pricing.end(version, by=till.finance, on=today)
    return version


def price_stage(version: PriceVersion) -> str:
    """Whether a price is entered, published or ended, by its row."""
    row = PriceVersion.objects.get(pk=version.pk)
    if row.ends_on:
        return "ended"
    return "published" if row.published_on else "entered"


@pytest.mark.parametrize("stage", PRICES)
def test_a_price_is_published_and_ended_by_who_sets_prices(
    till: Till, cast: dict[str, Staff], stage: str
) -> None:
    made = version_in(till, stage)
    today = timezone.localdate()
    last = max(made.starts_on, today)
    if stage == "billed by":
        last = today - timedelta(days=1)

    def version(**changed: object) -> PriceVersion:
        found = PriceVersion.objects.select_related("item", "office").get(pk=made.pk)
        for name, value in changed.items():
            setattr(found, name, value)
        return found

    def another() -> PriceVersion:
        later = version(starts_on=today + timedelta(days=60), ends_on=None)
        later.pk, later.published_on, later.published_by = None, None, None
        later._state.adding = True
        return later

    acts: dict[str, Act] = {
        "enter the next": lambda by: pricing.enter(another(), by=by),
        "publish": lambda by: pricing.publish(version(), by=by, early_reason="补"),
        "change": lambda by: pricing.enter(version(price=D(1)), by=by),
        "end": lambda by: pricing.end(version(), by=by, on=last),
    }

    came = tried(acts, cast, lambda: price_stage(made))

    assert came == wanted(PRICE, stage, cast)
