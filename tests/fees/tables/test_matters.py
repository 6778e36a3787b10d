"""Every step of what others decide, from every stage as everybody (RULES 4.3-4.6)."""

from __future__ import annotations

from collections.abc import Mapping

import pytest

from fees.models import Matter
from fees.transitions import carrying, matters
from propertyservice.organisation.models import Staff
from tests.fees.tables.asked import KINDS, fresh, lead_to
from tests.fees.tables.queue import waiting
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
from tests.support.cast import House, hire

pytestmark = [
    pytest.mark.clause("4.8.3", "4.8.5"),
    pytest.mark.edge(76, 77, 87, 88, 93, 96),
]

COUNTERS, PAYERS = {"cashier", "relief"}, {"finance", "payer"}
SPENDERS = COUNTERS | PAYERS | {"manager"}
BOSSES = LOOK | PAYERS
SEE = BOSSES | COUNTERS | {"auditor"}
S, M, C, F = {"supervisor"}, {"manager"}, {"chief"}, PAYERS
# What is asked: by whom, who decides one after the other, what the last word makes it.
TABLE = {
    "VOID": (COUNTERS, [S], "DONE"),
    "REVERSAL": (COUNTERS, [M, F], "APPROVED"),
    "WAIVER": (COUNTERS, [S], "DONE"),
    "WAIVER of 600": (COUNTERS, [S, M], "DONE"),
    "WAIVER of 6000": (COUNTERS, [M, F], "DONE"),
    "REFUND of a deposit": (COUNTERS, [M, F], "APPROVED"),
    "REFUND of what was reversed": (COUNTERS, [M, F], "APPROVED"),
    "REFUND of what was paid ahead": (COUNTERS, [M, F], "APPROVED"),
    "DISPUTE": (COUNTERS, [S], "APPROVED"),
    "DELIVERY": (COUNTERS, [M], "DONE"),
    "DEDUCTION": (COUNTERS, [M], "DONE"),
    "EXPENSE": (SPENDERS, [M], "APPROVED"),
    "EXPENSE of 3000": (SPENDERS, [M, C], "APPROVED"),
    "REMITTANCE": (SPENDERS, [M], "APPROVED"),
}
ASKED, TWICE, APPROVED = "ASKED", "ASKED, agreed once", "APPROVED"
STAGES = [
    (kind, stage)
    for kind, (_who, tiers, last) in TABLE.items()
    for stage in (
        ASKED,
        *([TWICE] if len(tiers) > 1 else []),
        *([APPROVED] if last == APPROVED else []),
        *([] if " of " in kind else ["DONE", "REFUSED", "WITHDRAWN"]),
    )
]
NOT_THE_ASKER = dict.fromkeys(SEE - {"cashier"}, "who_asked")
WITHDRAW = Row({"cashier"}, {ASKED, TWICE, APPROVED}, "WITHDRAWN", NOT_THE_ASKER)
# A dispute that runs is settled; who asked for it does not take it back.
WITHDRAW_DISPUTE = Row(
    {"cashier"}, {ASKED}, "WITHDRAWN", NOT_THE_ASKER, but={APPROVED: "who_asked"}
)
WRITE = Row(COUNTERS, {APPROVED}, "DONE")
PAY = Row(PAYERS, {APPROVED}, "DONE")
# Who agreed to give a deposit back does not pay it (RULES 2.0.2).
PAY_DEPOSIT = Row({"payer"}, {APPROVED}, "DONE", {"finance": "agreed_himself"})
SETTLE = Row(BOSSES, {APPROVED}, "DONE")
NO_REVERSAL = Row(COUNTERS, set(), but={APPROVED: "is_reversal"})
NOT_PAID = Row(PAYERS, set(), but={APPROVED: "is_paid_out"})
NO_DISPUTE = Row(BOSSES, set(), but={APPROVED: "is_dispute"})


def steps_of(kind: str) -> dict[str, Row]:
    """Who takes the steps that the queue does not, where the cashier asked."""
    what = kind.partition(" ")[0]
    pays = PAY_DEPOSIT if kind == "REFUND of a deposit" else PAY
    return {
        "withdraw": WITHDRAW_DISPUTE if what == "DISPUTE" else WITHDRAW,
        "write the red receipt": WRITE if what == "REVERSAL" else NO_REVERSAL,
        "pay": pays if what in ("REFUND", "EXPENSE", "REMITTANCE") else NOT_PAID,
        "settle": SETTLE if what == "DISPUTE" else NO_DISPUTE,
    }


def queued(kind: str, stage: str, cast: Mapping[str, Staff]) -> Came:
    """What the queue must let each of them do."""
    _who, tiers, last = TABLE[kind]
    decides = tiers[stage == TWICE]
    may = {
        "approve": (decides, STAYS if len(tiers) > 1 and stage == ASKED else last),
        "send back": (decides, "REFUSED"),
        "take back": ({"cashier"}, "WITHDRAWN"),
    }
    waits = stage in (ASKED, TWICE)
    return {
        (step, role): NOTHING if not waits else to if role in who else DENIED
        for step, (who, to) in may.items()
        for role in cast
    }


def acts_on(matter: Matter) -> dict[str, Act]:
    """Every step of a matter."""
    return {
        "withdraw": lambda by: matters.withdraw(fresh(matter), by=by),
        "write the red receipt": lambda by: matters.write_reversal(
            fresh(matter), by=by
        ),
        "pay": lambda by: carrying.pay_out(fresh(matter), by=by, reference="B1"),
        "settle": lambda by: carrying.settle_dispute(
            fresh(matter), by=by, words="复核无误"
        ),
        **waiting(matter),
    }


@pytest.fixture
def cast(till: Till, other: House) -> dict[str, Staff]:
    """Both cashiers' days are open; finance has two people."""
    till.open()
    till.open(till.relief)
    payer = hire(None, "payer", "FINANCE", company=till.house.office.company)
    return {**people(till, other), "payer": payer}


@pytest.mark.parametrize(("kind", "stage"), STAGES)
def test_only_the_steps_of_the_table_lead_on(
    till: Till, cast: dict[str, Staff], kind: str, stage: str
) -> None:
    matter = KINDS[kind](till)(till.cashier)
    deciders = [cast[min(tier)] for tier in TABLE[kind][1]]
    lead_to(matter, stage, till, deciders, cast["payer"])

    came = tried(acts_on(matter), cast, lambda: fresh(matter).status)

    assert came == wanted(steps_of(kind), stage, cast) | queued(kind, stage, cast)


@pytest.mark.parametrize("kind", TABLE)
def test_only_who_may_asks(till: Till, cast: dict[str, Staff], kind: str) -> None:
    ask = KINDS[kind](till)
    may = {"ask": Row(TABLE[kind][0], {"none yet"})}

    came = tried({"ask": ask}, cast, lambda: "")

    assert came == wanted(may, "none yet", cast)


@pytest.mark.parametrize("kind", ["VOID", "REVERSAL", "WAIVER", "DISPUTE", "DEDUCTION"])
def test_what_waits_is_not_asked_again(
    till: Till, cast: dict[str, Staff], kind: str
) -> None:
    ask = KINDS[kind](till)
    ask(till.cashier)
    what = "receipt" if kind in ("VOID", "REVERSAL") else "line"

    came = tried({"ask": ask}, {"relief": cast["relief"]}, lambda: "")

    assert came == {("ask", "relief"): f"fees_{what}_asked_once"}


@pytest.mark.parametrize(
    ("asker", "stage", "step", "who", "came"),
    [
        # Nobody decides what he asked for: it goes to the post above his own.
        ("manager", ASKED, "approve", "manager", DENIED),
        ("manager", ASKED, "send back", "manager", DENIED),
        ("manager", ASKED, "approve", "chief", APPROVED),
        ("finance", APPROVED, "pay", "finance", "reference"),
        ("finance", APPROVED, "pay", "payer", "DONE"),
        ("payer", APPROVED, "withdraw", "payer", "WITHDRAWN"),
    ],
)
def test_nobody_decides_or_pays_what_he_asked_for(
    till: Till,
    cast: dict[str, Staff],
    asker: str,
    stage: str,
    step: str,
    who: str,
    came: str,
) -> None:
    matter = KINDS["EXPENSE"](till)(cast[asker])
    lead_to(matter, stage, till, [cast["manager"]], cast["payer"])
    acts = {step: acts_on(matter)[step]}

    found = tried(acts, {who: cast[who]}, lambda: fresh(matter).status)

    assert found == {(step, who): came}
