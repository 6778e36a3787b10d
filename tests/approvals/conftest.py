"""Kinds of requests of the tests' own: spending, by amount; and a plain one."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from propertyservice.approvals import kinds, tiers
from propertyservice.approvals.kinds import RequestKind
from propertyservice.approvals.models import Request
from propertyservice.organisation.models import Staff
from propertyservice.policy import definitions
from propertyservice.policy.definitions import Confidence
from tests.support.cast import House, hire

SPEND, RULE = "test.spend", "test.spend.tiers"
TIERS = {
    "up_to": [500, 5000],
    "posts": [
        ["CS_SUPERVISOR"],
        ["CS_SUPERVISOR", "OFFICE_MANAGER"],
        ["CS_SUPERVISOR", "OFFICE_MANAGER", "COMPANY_MANAGER"],
    ],
}


class Done(list[str]):
    """What the approved requests did."""

    def carry_out(self, request: Request, by: Staff) -> None:
        """Remember it."""
        self.append(f"spent {request.details['amount']}")

    def sent_back(self, request: Request, by: Staff) -> None:
        """Remember it."""
        self.append("sent back")

    def taken_back(self, request: Request, by: Staff) -> None:
        """Remember it."""
        self.append("taken back")


@pytest.fixture
def done() -> Iterator[Done]:
    """The kind ``test.spend`` with tiers by amount; gives what it did."""
    done = Done()
    definitions.register(
        tiers.rule(RULE, TIERS, "Spending", "RULES 2.9", Confidence.GUESS)
    )
    kinds.register(
        RequestKind(
            code=SPEND,
            label="Spend money",
            right="test.spend",
            carry_out=done.carry_out,
            facts=lambda request: [("Amount", str(request.details["amount"]))],
            approve_label="Agree to spend",
            tiers=RULE,
            level=lambda request: request.details["amount"],
            send_back=done.sent_back,
            take_back=done.taken_back,
        )
    )
    yield done
    del kinds._kinds[SPEND], definitions._rules[RULE]


@pytest.fixture
def boss(house: House) -> Staff:
    """The company manager."""
    return hire(None, "boss", "COMPANY_MANAGER", house.office.company)
