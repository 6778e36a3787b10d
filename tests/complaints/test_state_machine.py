"""Every step from every status as every role, against the table of RULES 2.3."""

from __future__ import annotations

from datetime import timedelta
from itertools import pairwise
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction
from django.utils import timezone
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    invariant,
    rule,
    run_state_machine_as_test,
)

from complaints import transitions as do
from complaints.models import CLOSED, MOVES, Complaint, Status
from propertyservice.organisation.models import Staff
from propertyservice.workflow.transitions import Refused
from tests.complaints.steps import callback_of, decide, take
from tests.support.cast import House

pytestmark = [pytest.mark.django_db, pytest.mark.clause("4.6.1", "4.6.3")]

ROLES = ["taker", "supervisor", "manager", "maintenance", "chief", "caller", "repairer"]
# step: (who, from, to)
TABLE: dict[str, tuple[set[str], set[str], set[str]]] = {
    "classify": (
        {"supervisor", "chief"},
        {"RECEIVED", "CLASSIFIED"},
        {"CLASSIFIED"},
    ),
    "transfer": (
        {"taker", "supervisor", "manager", "chief"},
        {"CLASSIFIED", "REOPENED"},
        {"TRANSFERRED"},
    ),
    "sign": ({"maintenance"}, {"TRANSFERRED"}, {"TRANSFERRED"}),
    "investigate": (
        {"maintenance", "manager", "chief"},
        {"TRANSFERRED", "REOPENED"},
        {"INVESTIGATING"},
    ),
    "propose": ({"maintenance", "manager", "chief"}, {"INVESTIGATING"}, {"PROPOSED"}),
    "implement": ({"maintenance", "manager", "chief"}, {"APPROVED"}, {"IMPLEMENTING"}),
    "finish": ({"maintenance", "manager", "chief"}, {"IMPLEMENTING"}, {"DONE"}),
    "reply": ({"taker", "supervisor", "manager", "chief"}, {"DONE"}, {"REPLIED"}),
    "close": ({"supervisor", "manager", "chief"}, {"CALLBACK"}, {"CLOSED"}),
    "reopen": (
        {"taker", "caller", "supervisor", "manager", "maintenance", "chief"},
        {"REPLIED", "CALLBACK", "CLOSED"},
        {"REOPENED"},
    ),
    "withdraw": (
        {"taker", "supervisor", "chief"},
        {s for s in Status.values if s not in CLOSED}
        - {"CALLBACK", "INVALID_EXPLAINED"},
        {"WITHDRAWN"},
    ),
}


def details(step: str, house: House) -> dict[str, Any]:
    """What would be entered for a step."""
    facts: dict[str, dict[str, Any]] = {
        "classify": {"level": "MINOR", "category": "FEE", "validity": "VALID"},
        "transfer": {
            "department": house.extra["REPAIRS"],
            "handler": house.maintenance,
        },
        "propose": {
            "investigation": "查明",
            "proposal": "整改",
            "proposed_on": timezone.localdate() + timedelta(days=1),
        },
        "finish": {"outcome": "已整改"},
        "reply": {"method": "PHONE", "words": "已整改"},
        "reopen": {"reason": "仍未解决"},
        "withdraw": {"words": "算了"},
    }
    return facts.get(step, {})


class Life(RuleBasedStateMachine):
    """Anybody tries anything; the table says what must happen."""

    house: House

    def __init__(self) -> None:
        super().__init__()
        self.complaint = take(self.house)

    def fresh(self) -> Complaint:
        """The row as another request sees it."""
        return Complaint.objects.select_related("register").get(pk=self.complaint.pk)

    # Withdrawing ends the life, so it is tried last by its share.
    @rule(
        step=st.sampled_from([*sorted(TABLE), *sorted(set(TABLE) - {"withdraw"}) * 3]),
        role=st.sampled_from(ROLES),
    )
    def try_step(self, step: str, role: str) -> None:
        who, sources, targets = TABLE[step]
        by: Staff = getattr(self.house, role)
        complaint = self.fresh()
        before = complaint.status
        allowed = before in sources and role in who
        signed = complaint.signed_at is not None
        if step == "sign":
            allowed &= not signed
        if step == "investigate":
            allowed &= signed
        try:
            do.BY_NAME[step](complaint, by=by, **details(step, self.house))
        except (Refused, PermissionDenied):
            assert not allowed, (step, role, before)
            assert self.fresh().status == before
        else:
            assert allowed, (step, role, before)
            assert complaint.status in targets

    @rule(approve=st.booleans())
    def decide(self, approve: bool) -> None:
        complaint = self.fresh()
        if complaint.status == Status.PROPOSED:
            decide(complaint, self.house, approve=approve)
            wanted = Status.APPROVED if approve else Status.INVESTIGATING
            assert complaint.status == wanted

    @rule()
    def call_back(self) -> None:
        complaint = self.fresh()
        if complaint.status == Status.REPLIED:
            call = callback_of(complaint, self.house)
            caller = self.house.caller
            do.called_back(complaint, caller, callback=call, rating="FAIRLY")

    @invariant()
    def the_register_agrees(self) -> None:
        complaint = self.fresh()
        register = complaint.register
        assert register.is_open == (complaint.status not in CLOSED)
        running = register.deadlines.filter(state="RUNNING", holder_post="")
        first = running.order_by("due_at").first()
        assert complaint.due_at == register.due_at == (first.due_at if first else None)
        if not register.is_open:
            assert not running.exists()
        steps = register.steps.order_by("pk").values_list("from_status", "to_status")
        assert all(a[1] == b[0] for a, b in pairwise(steps))
        assert list(steps)[-1][1] == complaint.status


def test_only_the_steps_of_the_table_lead_on(home: House) -> None:
    class HomeLife(Life):
        pass

    HomeLife.house = home
    run_state_machine_as_test(
        HomeLife,
        settings=settings(
            max_examples=25,
            stateful_step_count=40,
            deadline=None,
            suppress_health_check=list(HealthCheck),
        ),
    )


@pytest.mark.parametrize(
    "after", sorted(set(Status.values) - {"RECEIVED", *MOVES["RECEIVED"]})
)
def test_the_table_refuses_a_jump_that_no_step_makes(home: House, after: str) -> None:
    complaint = take(home)
    with pytest.raises(IntegrityError, match="no step leads"), transaction.atomic():
        Complaint.objects.filter(pk=complaint.pk).update(status=after)
