"""The pages of steps say what the tables say, to everybody who sends their form (4.9).

Who may not is turned away; who comes too late or is the wrong person reads why.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

import pytest
from django.db import transaction
from django.test import Client

from propertyservice.organisation.models import Staff
from propertyservice.organisation.scope import everywhere
from tests.fees.tables import test_day as of_days
from tests.fees.tables import test_matters as of_matters
from tests.fees.tables import test_supervision as of_cases
from tests.fees.tables.asked import KINDS, lead_to
from tests.fees.tables.trying import CHINESE, DENIED, STAYS, Row, people, written
from tests.fees.till import Till
from tests.support.cast import House
from tests.support.people import sign_in

pytestmark = pytest.mark.clause("4.8.3", "4.8.4", "4.8.5", "4.9")
Cast = dict[str, Staff]
TAKEN, REFUSED = "taken", "refused"
DAY = {
    "count": "count short",
    "hand_in": "hand in",
    "deposit": "deposit",
    "carry": "carry",
    "reconcile": "reconcile",
    "lock": "lock",
    "correct": "correct",
}
MATTER = {"withdraw": "withdraw", "pay_out": "pay", "settle_dispute": "settle"}
SENT: dict[str, dict[str, str]] = {
    **of_cases.DETAILS,
    "count": {"n_50": "1", "float_counted": "500"},
    "hand_in": {"explanation": "找错零"},
    "deposit": {"bank": "工行", "slip_no": "A1"},
    "reconcile": {"words": "第 3 行"},
    "correct": {"bank": "工行", "slip_no": "A2", "words": "回单 A2"},
    "pay_out": {"reference": "B1"},
    "settle_dispute": {"words": "复核无误"},
}


def day_at(stage: str) -> Callable[[Till, Cast], Any]:
    """A cashier's day at a stage."""
    return lambda till, _cast: of_days.brought_to(till, stage)


def refund(till: Till, cast: Cast) -> Any:
    """The refund of a deposit, approved."""
    till.open()
    matter = KINDS["REFUND of a deposit"](till)(till.cashier)
    lead_to(matter, "APPROVED", till, [cast["manager"], cast["finance"]])
    return matter


def violation(till: Till, cast: Cast) -> Any:
    """It names somebody who has nothing to do with money."""
    return of_cases.found(till, cast["clerk"], cast["finance"])


def renamed(table: Mapping[str, Row], names: Mapping[str, str]) -> dict[str, Row]:
    """The rows of a table by the names that the steps have in an address."""
    return {name: table[row] for name, row in names.items()}


DAYS = renamed(of_days.TABLE, DAY)
REFUNDS = renamed(of_matters.steps_of("REFUND of a deposit"), MATTER)
Case = tuple[Callable[[Till, Cast], Any], Mapping[str, Row], str]
CASES: dict[str, Case] = {
    "day, handed in": (day_at("SUBMITTED"), DAYS, "SUBMITTED"),
    "day, at the bank": (day_at("DEPOSITED"), DAYS, "DEPOSITED"),
    "matter": (refund, REFUNDS, "APPROVED"),
    "finding": (lambda till, _c: of_cases.finding_of(till), of_cases.FINDING, "OPEN"),
    "violation": (violation, of_cases.VIOLATION, "FOUND"),
    "large report": (lambda till, _c: of_cases.large_of(till), of_cases.LARGE, "DUE"),
}


def expected(row: Row, stage: str, role: str) -> str:
    """What the page must do, by the table."""
    came = row.expected(stage, role)
    if came == DENIED:
        return DENIED
    return TAKEN if came == STAYS or came.isupper() else REFUSED


def came_of(browser: Client, url: str, data: dict[str, str], before: str) -> str:
    """What the page did with a form; undone again."""
    with transaction.atomic():
        answer: Any = browser.post(url, data)
        if answer.status_code == 200:
            errors = str(answer.context["form"].errors)
            assert CHINESE.search(errors), errors
        kinds = {200: REFUSED, 302: TAKEN, 403: DENIED, 404: DENIED}
        came = kinds[answer.status_code]
        # The request saw what its user sees; the mark is of everything.
        with everywhere("test"):
            assert (came == TAKEN) == (written() != before)
        transaction.set_rollback(True)
    return came


@pytest.mark.parametrize("case", CASES)
def test_a_page_takes_the_steps_of_the_table(
    till: Till, other: House, case: str
) -> None:
    make, table, stage = CASES[case]
    cast = people(till, other)
    record = make(till, cast)
    second = {"carried_with": str(till.relief.pk), "carried_reason": "下班"}
    sent = {"carry": second, **SENT}
    url, before = record.get_absolute_url(), written()
    browsers = {role: sign_in(who) for role, who in cast.items()}

    came = {
        (step, role): came_of(browser, f"{url}{step}/", sent.get(step, {}), before)
        for role, browser in browsers.items()
        for step in table
    }

    assert came == {
        (step, role): expected(row, stage, role)
        for step, row in table.items()
        for role in cast
    }
