"""A bill line: every step from every stage as everybody (RULES 4.3, 4.4)."""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal

import pytest
from django.utils import timezone

from fees.models import Charge
from fees.transitions import asking, dunning
from propertyservice.organisation.models import Staff
from tests.fees.tables.trying import IDLE, Act, Row, people, tried, wanted
from tests.fees.till import JANUARY, Till
from tests.support.cast import House

D = Decimal
pytestmark = [pytest.mark.clause("4.8.1", "4.8.2"), pytest.mark.edge(34)]

STAGES = (
    "draft",
    "not due",
    "overdue",
    "paid in part",
    "paid",
    "waived",
    "disputed",
    "the developer's",
)
OWED = {"not due", "overdue", "paid in part", "disputed", "the developer's"}
# Disputed lines are not chased (edge case 34), nor what is not due, nor the developer.
CHASED = {"overdue", "paid in part"}
COUNTERS = {"cashier", "relief"}
DUNNERS = {*COUNTERS, "supervisor", "manager"}
TABLE = {
    "pay": Row(COUNTERS, OWED, wrong="too_much"),
    "ask to waive": Row(COUNTERS, OWED, wrong="amount"),
    "ask to dispute": Row(
        COUNTERS,
        OWED - {"disputed"},
        but={"disputed": "fees_line_asked_once"},
        wrong="charge",
    ),
    "demand": Row(DUNNERS, CHASED, wrong="kind"),
    "demand in bulk": Row(DUNNERS, CHASED, wrong=IDLE),
}


def line_at(till: Till, stage: str) -> Charge:
    """A line of 100 yuan, led to a stage; both cashiers' days are open."""
    till.open()
    till.open(till.relief)
    if stage == "draft":
        return till.charge("100.00", posted=False)
    next_month = (timezone.localdate().replace(day=1) + timedelta(days=31)).replace(
        day=1
    )
    period = next_month if stage == "not due" else JANUARY
    line = till.charge("100.00", period=period)
    if stage in ("paid", "paid in part"):
        till.pay("100.00" if stage == "paid" else "30.00", charges=[line])
    elif stage == "waived":
        till.approve(asking.ask_waiver(line, D(100), by=till.cashier, reason="协商"))
    elif stage == "disputed":
        till.approve(asking.ask_dispute(line, by=till.cashier, reason="面积"))
    elif stage == "the developer's":
        line = developers(till, line)
    return line


def developers(till: Till, line: Charge) -> Charge:
    """The same line, of a home that is not sold."""
    line.pk, line.by_developer, line.source = None, True, "test:developer"
    line.unit = till.upstairs
    line.save(force_insert=True)
    return line


@pytest.mark.parametrize("stage", STAGES)
def test_a_line_is_paid_asked_about_and_chased(
    till: Till, other: House, stage: str
) -> None:
    cast: dict[str, Staff] = people(till, other)
    made = line_at(till, stage)
    unit, office = made.unit, till.house.office

    def line() -> Charge:
        return Charge.objects.select_related("unit", "item", "office").get(pk=made.pk)

    acts: dict[str, Act] = {
        "pay": lambda by: till.pay("10.00", unit=unit, by=by, charges=[made]),
        "ask to waive": lambda by: asking.ask_waiver(
            line(), D(10), by=by, reason="协商"
        ),
        "ask to dispute": lambda by: asking.ask_dispute(line(), by=by, reason="面积"),
        "demand": lambda by: dunning.demand(unit, "CALL", by=by, proof="本人接听"),
        "demand in bulk": lambda by: dunning.demand_all(
            office, [unit.pk], "MESSAGE", by=by, proof="短信"
        ),
    }

    came = tried(acts, cast, lambda: "")

    assert came == wanted(TABLE, stage, cast)
