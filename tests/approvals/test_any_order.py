"""Any order of words by anybody: a model of the tiers and the queue agree."""

from __future__ import annotations

from typing import ClassVar

import pytest
from django.core.exceptions import PermissionDenied
from django.db import connection, transaction
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    rule,
    run_state_machine_as_test,
)

from propertyservice.approvals import requests
from propertyservice.approvals.models import Request
from propertyservice.organisation.models import Appointment, Staff
from propertyservice.workflow.transitions import Refused
from tests.approvals.conftest import TIERS, Done
from tests.approvals.test_deciding import ask
from tests.support.cast import LONG_AGO, House, hire

pytestmark = pytest.mark.clause("3.2")

PEOPLE = ("clerk", "supervisor", "both", "manager", "boss")
HOLDS = {
    "clerk": set(),
    "supervisor": {"CS_SUPERVISOR"},
    "both": {"CS_SUPERVISOR", "OFFICE_MANAGER"},
    "manager": {"OFFICE_MANAGER"},
    "boss": {"COMPANY_MANAGER"},
}


class Queue(RuleBasedStateMachine):
    """One request; ``said`` is who approved its tiers."""

    house: ClassVar[House]
    people: ClassVar[dict[str, Staff]]
    done: ClassVar[Done]

    @initialize(amount=st.sampled_from([100, 900, 9000]), by=st.sampled_from(PEOPLE))
    def begin(self, amount: int, by: str) -> None:
        self.mark = transaction.savepoint()
        self.done.clear()
        self.asker, self.said, self.state = by, [], "WAITING"
        self.request = ask(self.house, amount, by=self.people[by])
        bounds = zip([*TIERS["up_to"], 10**9], TIERS["posts"], strict=True)
        self.tiers = next(posts for bound, posts in bounds if amount <= bound)

    @rule(who=st.sampled_from(PEOPLE), yes=st.booleans())
    def decide(self, who: str, yes: bool) -> None:
        allowed = (
            self.state == "WAITING"
            and who != self.asker
            and who not in self.said
            and self.tiers[len(self.said)] in HOLDS[who]
        )
        me = Staff.objects.get(pk=self.people[who].pk)
        assert allowed == (self.request in Request.objects.for_decision_by(me)), (
            "the queue shows exactly what may be decided"
        )
        try:
            requests.decide(self.request, by=me, approve=yes, opinion="看过")
        except (Refused, PermissionDenied):
            assert not allowed
            return
        assert allowed
        if not yes:
            self.state = "RETURNED"
            return
        self.said.append(who)
        if len(self.said) == len(self.tiers):
            self.state = "APPROVED"

    @rule(who=st.sampled_from(PEOPLE))
    def take_back(self, who: str) -> None:
        try:
            requests.take_back(self.request, by=self.people[who])
        except (Refused, PermissionDenied):
            assert who != self.asker or self.state != "WAITING"
            return
        assert (who, self.state) == (self.asker, "WAITING")
        self.state = "WITHDRAWN"

    @invariant()
    def agrees(self) -> None:
        if not hasattr(self, "request"):
            return
        self.request.refresh_from_db()
        assert self.request.decision == self.state
        running = self.request.case.deadlines.filter(
            kind="ask.test.spend", state="RUNNING"
        )
        assert running.count() == (self.state == "WAITING")
        outcome = {"APPROVED": "spent", "RETURNED": "sent", "WITHDRAWN": "taken"}
        assert [each.split()[0] for each in self.done] == [
            outcome[s] for s in [self.state] if s in outcome
        ]

    def teardown(self) -> None:
        transaction.savepoint_rollback(self.mark)


def test_whatever_the_order_each_tier_is_decided_once_by_another(
    house: House, done: Done
) -> None:
    people = dict(house.people)
    people["boss"] = hire(None, "boss", "COMPANY_MANAGER", house.office.company)
    people["both"] = hire(house.office, "both", "CS_SUPERVISOR")
    Appointment.objects.create(
        post="OFFICE_MANAGER",
        office=house.office,
        company=house.office.company,
        holder=people["both"],
        starts_on=LONG_AGO,
    )

    Queue.house, Queue.people, Queue.done = house, people, done
    assert connection.in_atomic_block
    run_state_machine_as_test(
        Queue,
        settings=settings(
            max_examples=25,
            stateful_step_count=10,
            deadline=None,
            suppress_health_check=list(HealthCheck),
        ),
    )
