"""Every step of a cashier's day from every stage as everybody (RULES 4.6)."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.utils import timezone

from fees.models import CashierDay, Voucher
from fees.transitions import closing, days, matters, reopening, supervising
from propertyservice.organisation.models import Appointment, Staff
from tests.fees.tables.queue import decide, waiting
from tests.fees.tables.trying import (
    DENIED,
    LOOK,
    NOTHING,
    STAYS,
    Act,
    Came,
    Row,
    people,
    tried,
    wanted,
)
from tests.fees.till import Till
from tests.support.cast import LONG_AGO, House

pytestmark = [pytest.mark.clause("4.8.3", "4.8.4"), pytest.mark.edge(79)]

WAY = (
    "OPEN",
    "COUNTED",
    "COUNTED, handed in",
    "SUBMITTED",
    "DEPOSITED",
    "RECONCILED",
    "LOCKED",
    "LOCKED, reopening asked",
    "LOCKED, manager agreed",
    "REOPENED",
)
SHORT = (
    "OPEN",
    "DISCREPANCY",
    "DISCREPANCY, handed in",
    "DISCREPANCY, supervisor signed",
)
CARRIED = (*WAY[:4], "CARRIED")
STAGES = (*WAY, *SHORT[1:], "CARRIED")

ASKED = {"COUNTED, handed in", "DISCREPANCY, handed in", SHORT[-1]}
REOPENING = {"LOCKED, reopening asked", "LOCKED, manager agreed"}
HANDED_IN = {"CARRIED", *WAY[3:]}
COUNTERS = {"cashier", "relief"}
OWN = {"relief": "own_day"}
TABLE = {
    "pay": Row({"cashier"}, {"OPEN"}, barred={"relief": "no_day"}, wrong="no_day"),
    "count": Row({"cashier"}, {"OPEN"}, "COUNTED", OWN),
    "count short": Row({"cashier"}, {"OPEN"}, "DISCREPANCY", OWN),
    "hand in": Row(
        {"cashier"},
        {"COUNTED", "DISCREPANCY"},
        barred=OWN,
        but=dict.fromkeys(ASKED, "not_waiting"),
    ),
    "deposit": Row({"cashier"}, {"SUBMITTED", "CARRIED"}, "DEPOSITED", OWN),
    "carry": Row({"cashier"}, {"SUBMITTED"}, "CARRIED", OWN),
    "reconcile": Row({"finance"}, {"DEPOSITED"}, "RECONCILED"),
    "lock": Row({"finance"}, {"RECONCILED"}, "LOCKED"),
    "ask to reopen": Row(
        LOOK | COUNTERS,
        {"LOCKED"},
        but=dict.fromkeys(REOPENING, "approvals_one_waiting_of_a_kind"),
        wrong="day",
    ),
    "correct": Row({"finance"}, {"REOPENED"}, "RECONCILED"),
    "ask to void": Row(COUNTERS, {"OPEN"}, wrong="closed"),
    "ask to reverse": Row(COUNTERS, set(STAGES) - {"OPEN"}, wrong="open"),
    "count by surprise": Row(LOOK - {"supervisor"}, {"OPEN"}, wrong="day"),
    "open the next": Row({"cashier"}, HANDED_IN, wrong="older_day"),
    "open another despite it": Row({"manager", "chief"}, set(STAGES)),
}
# What waits in the queue: who decides it, and where the approval leads.
QUEUE = {
    "COUNTED, handed in": ("supervisor", "SUBMITTED"),
    "DISCREPANCY, handed in": ("supervisor", STAYS),
    "DISCREPANCY, supervisor signed": ("manager", "SUBMITTED"),
    "LOCKED, reopening asked": ("manager", STAYS),
    "LOCKED, manager agreed": ("finance", "REOPENED"),
}
# Nobody checks his own day, whatever posts he was given beside his own.
BARRED = {
    "reconcile": ("DEPOSITED", "another"),
    "lock": ("RECONCILED", "another"),
    "correct": ("REOPENED", "another"),
    "approve": ("COUNTED, handed in", "own"),
    "count by surprise": ("OPEN", DENIED),
    "approve the reopening": ("LOCKED, manager agreed", "another"),
}


def count(day: CashierDay, by: Staff, note: str = "100") -> None:
    """The takings are one note, the float is whole."""
    closing.count(day, by=by, notes={note: 1}, float_counted=day.float_amount)


def correct(day: CashierDay, by: Staff) -> None:
    """Finance enters what the bank really has."""
    reopening.correct(day, by=by, bank="工行", slip_no="A2", words="回单 A2")


def brought_to(till: Till, stage: str) -> CashierDay:
    """A day with a receipt of 100 yuan, led to a stage."""
    house = till.house
    day = till.open()
    till.charge("100.00")
    till.pay("100.00")
    lead: dict[str, Callable[[], object]] = {
        "COUNTED": lambda: count(day, till.cashier),
        "COUNTED, handed in": lambda: closing.hand_in(day, by=till.cashier),
        "SUBMITTED": lambda: decide(day, house.supervisor),
        "CARRIED": lambda: closing.carry(
            day, by=till.cashier, carried_with=house.supervisor, carried_reason="下班"
        ),
        "DEPOSITED": lambda: closing.deposit(
            day, by=till.cashier, bank="工行", slip_no="A1"
        ),
        "RECONCILED": lambda: closing.reconcile(day, by=till.finance, words="第 3 行"),
        "LOCKED": lambda: closing.lock(day, by=till.finance),
        "LOCKED, reopening asked": lambda: reopening.ask_reopen(
            day, by=house.supervisor, reason="回单号写错"
        ),
        "LOCKED, manager agreed": lambda: decide(day, house.manager),
        "REOPENED": lambda: decide(day, till.finance),
        "DISCREPANCY": lambda: count(day, till.cashier, "50"),
        "DISCREPANCY, handed in": lambda: closing.hand_in(
            day, by=till.cashier, explanation="找错零"
        ),
        "DISCREPANCY, supervisor signed": lambda: decide(day, house.supervisor),
    }
    way = next(way for way in (WAY, SHORT, CARRIED) if stage in way)
    for each in way[1 : way.index(stage) + 1]:
        lead[each]()
        day.refresh_from_db()
    assert day.status == stage.partition(",")[0]
    return day


def acts_on(till: Till, day: CashierDay) -> dict[str, Act]:
    """Every step of the day, as somebody else's request takes it."""
    till.charge("60.00")
    tomorrow = timezone.localdate() + timedelta(days=1)
    receipt = Voucher.objects.get(kind="RECEIPT")

    def fresh() -> CashierDay:
        return CashierDay.objects.select_related("register", "office").get(pk=day.pk)

    def opening(by: Staff, despite: str = "") -> CashierDay:
        cashier, office = till.cashier, till.house.office
        return days.open_day(
            office, cashier=cashier, by=by, on=tomorrow, despite=despite
        )

    def again() -> Voucher:
        return Voucher.objects.select_related("day", "office", "unit__office").get(
            pk=receipt.pk
        )

    return {
        "pay": lambda by: till.pay("60.00", by=by),
        "count": lambda by: count(fresh(), by),
        "count short": lambda by: count(fresh(), by, "50"),
        "hand in": lambda by: closing.hand_in(fresh(), by=by, explanation="找错零"),
        "deposit": lambda by: closing.deposit(
            fresh(), by=by, bank="工行", slip_no="A1"
        ),
        "carry": lambda by: closing.carry(
            fresh(), by=by, carried_with=till.house.supervisor, carried_reason="下班"
        ),
        "reconcile": lambda by: closing.reconcile(fresh(), by=by, words="第 3 行"),
        "lock": lambda by: closing.lock(fresh(), by=by),
        "ask to reopen": lambda by: reopening.ask_reopen(
            fresh(), by=by, reason="回单号写错"
        ),
        "correct": lambda by: correct(fresh(), by),
        "ask to void": lambda by: matters.ask_void(
            again(), by=by, reason="写错", all_copies=True
        ),
        "ask to reverse": lambda by: matters.ask_reversal(
            again(), by=by, reason="写错"
        ),
        "count by surprise": lambda by: supervising.count_by_surprise(
            fresh(), by=by, notes={"100": 6}, next_number=2, remark="抽查"
        ),
        "open the next": opening,
        "open another despite it": lambda by: opening(by, "前一天的钥匙丢了"),
    }


def queued(stage: str, cast: dict[str, Staff]) -> Came:
    """What the queue must let each of them do."""
    who, to = QUEUE.get(stage, ("", ""))
    asker = "supervisor" if stage in REOPENING else "cashier"
    may = {"approve": (who, to), "send back": (who, STAYS), "take back": (asker, STAYS)}
    return {
        (step, role): NOTHING if not who else to if role == decider else DENIED
        for step, (decider, to) in may.items()
        for role in cast
    }


@pytest.mark.parametrize("stage", STAGES)
def test_only_the_steps_of_the_table_lead_on(
    till: Till, other: House, stage: str
) -> None:
    cast = people(till, other)
    day = brought_to(till, stage)
    acts = acts_on(till, day) | waiting(day)

    came = tried(acts, cast, lambda: CashierDay.objects.get(pk=day.pk).status)

    assert came == wanted(TABLE, stage, cast) | queued(stage, cast)


@pytest.mark.parametrize("step", BARRED)
def test_nobody_checks_his_own_day(till: Till, other: House, step: str) -> None:
    stage, code = BARRED[step]
    day = brought_to(till, stage)
    office = till.house.office
    for post in ("CS_SUPERVISOR", "OFFICE_MANAGER", "FINANCE"):
        Appointment.objects.create(
            post=post,
            office=None if post == "FINANCE" else office,
            company=office.company,
            holder=till.cashier,
            starts_on=LONG_AGO,
        )
    cashier = Staff.objects.get(pk=till.cashier.pk)
    acts = acts_on(till, day) | waiting(day)
    act = acts["approve" if step.startswith("approve") else step]

    came = tried({step: act}, {"cashier": cashier}, lambda: day.status)

    assert came == {(step, "cashier"): code}
