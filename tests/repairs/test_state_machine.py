"""Every step from every status as every role, against the table of RULES 2.1."""

from __future__ import annotations

from datetime import timedelta
from itertools import pairwise
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import IntegrityError, connection, transaction
from django.utils import timezone
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    invariant,
    rule,
    run_state_machine_as_test,
)

from propertyservice.organisation.models import Staff
from propertyservice.workflow.transitions import Refused
from repairs import transitions as do
from repairs.models import CLOSED, MOVES, Repair, Status
from repairs.models.codes import ONLY_IF
from tests.repairs.test_life import call
from tests.support.cast import House
from tests.support.pictures import PNG

pytestmark = [pytest.mark.django_db, pytest.mark.clause("4.2.1", "4.2.2", "1.0")]

DESK = {"clerk", "supervisor"}
SENDS = DESK | {"maintenance"}
MAINT = {"maintenance"}
WORKS = {"repairer", "maintenance"}
BEFORE_SITE = {"REGISTERED", "DISPATCHED", "ACCEPTED"}
UNDERWAY = {"ACCEPTED", "ON_SITE", "IN_PROGRESS"}

# step: (who, from, to); “repairer” stands for the one whose task it is.
TABLE: dict[str, tuple[set[str], set[str], set[str]]] = {
    "dispatch": (SENDS, {"REGISTERED"}, {"DISPATCHED"}),
    "reassign": (MAINT, {"DISPATCHED", "ACCEPTED"}, {"DISPATCHED"}),
    "accept": (WORKS, {"DISPATCHED"}, {"ACCEPTED"}),
    "arrive": (WORKS, {"ACCEPTED"}, {"ON_SITE"}),
    "start": (WORKS, {"ON_SITE"}, {"IN_PROGRESS"}),
    "suspend": (MAINT, UNDERWAY, {"SUSPENDED"}),
    "resume": (WORKS, {"SUSPENDED"}, {"ACCEPTED", "IN_PROGRESS"}),
    "finish": (WORKS, {"IN_PROGRESS"}, {"FINISHED"}),
    "finish_unsigned": (MAINT, {"IN_PROGRESS"}, {"FINISHED_UNSIGNED"}),
    "return_sheet": (DESK, {"FINISHED", "FINISHED_UNSIGNED"}, {"SHEET_RETURNED"}),
    "close": ({"supervisor"}, {"SHEET_RETURNED"}, {"CLOSED"}),
    "rework": (DESK, {"SHEET_RETURNED", "CLOSED"}, {"DISPATCHED"}),
    "cancel": (DESK, BEFORE_SITE, {"CANCELLED"}),
    "refer": (
        MAINT,
        BEFORE_SITE | UNDERWAY | {"SUSPENDED"},
        {"REFERRED"},
    ),
    "answer_referral": (SENDS | {"repairer", "colleague"}, {"REFERRED"}, {"CLOSED"}),
    "take_back": (SENDS, {"REFERRED"}, {"DISPATCHED"}),
}
ROLES = ["clerk", "supervisor", "manager", "maintenance", "repairer", "colleague"]


def details(step: str, house: House, repair: Repair) -> dict[str, Any]:
    """What a clerk would enter for a step."""
    other = house.colleague if repair.technician_id != house.colleague.pk else None
    technician = other or house.repairer
    work = {"result": "REPAIRED", "work_done": "换角阀"}
    photo = SimpleUploadedFile("done.png", PNG, "image/png")
    facts: dict[str, dict[str, Any]] = {
        "dispatch": {"technician": house.repairer},
        "reassign": {"technician": technician, "reason": "专业不符"},
        "start": {"cause": "接口老化"},
        "suspend": {
            "reason_code": "WAIT_RESIDENT",
            "next_action_on": timezone.localdate() + timedelta(days=1),
        },
        "finish": {**work, "resident_sign": "陈雨桐"},
        "finish_unsigned": {**work, "reason": "住户拒签", "photos": [photo]},
        "rework": {"technician": technician, "reason": "仍漏水"},
        "cancel": {"asked_by": "陈雨桐", "reason": "自行处理"},
        "refer": {"to": "WARRANTY", "party": "工程部"},
        "answer_referral": {"answer": "已安排"},
        "take_back": {"technician": house.repairer},
    }
    return facts.get(step, {})


class Life(RuleBasedStateMachine):
    """Anybody tries anything; the table says what must happen."""

    house: House

    def __init__(self) -> None:
        super().__init__()
        self.repair = call(self.house, unit=self.house.unit)
        self.repair.repeats = None
        self.repair.save()

    @rule(step=st.sampled_from(sorted(TABLE)), role=st.sampled_from(ROLES))
    def try_step(self, step: str, role: str) -> None:
        who, sources, targets = TABLE[step]
        by: Staff = getattr(self.house, role)
        repair = Repair.objects.get(pk=self.repair.pk)
        before = repair.status
        mine = repair.technician_id == by.pk
        stands_for = "repairer" if mine else "colleague" if role == "repairer" else role
        allowed = (
            before in sources and (role if "colleague" in who else stands_for) in who
        )
        sees = mine or role not in ("repairer", "colleague")
        try:
            do.BY_NAME[step](repair, by=by, **details(step, self.house, repair))
        except (Refused, PermissionDenied):
            assert not (allowed and sees), (step, role, before)
            assert Repair.objects.get(pk=repair.pk).status == before
        else:
            assert allowed, (step, role, before)
            assert repair.status in targets

    @invariant()
    def the_register_agrees(self) -> None:
        repair = Repair.objects.select_related("register").get(pk=self.repair.pk)
        register = repair.register
        assert register.is_open == (repair.status not in CLOSED)
        running = register.deadlines.filter(state="RUNNING").order_by("due_at")
        first = running.first()
        assert repair.due_at == register.due_at == (first.due_at if first else None)
        if not register.is_open:
            assert not running.exists()
        assert bool(repair.completion_remark) == bool(repair.sheet_returned_at)
        steps = register.steps.order_by("pk").values_list("from_status", "to_status")
        assert all(a[1] == b[0] for a, b in pairwise(steps))
        assert list(steps)[-1][1] == repair.status


def test_only_the_steps_of_the_table_lead_on(house: House) -> None:
    class HouseLife(Life):
        pass

    HouseLife.house = house
    run_state_machine_as_test(
        HouseLife,
        settings=settings(
            max_examples=40,
            stateful_step_count=30,
            deadline=None,
            suppress_health_check=list(HealthCheck),
        ),
    )


@pytest.mark.parametrize("before", Status.values)
def test_the_table_refuses_a_jump_that_no_step_makes(house: House, before: str) -> None:
    repair = call(house)
    _put(repair, before, house.repairer)
    for after in set(Status.values) - {before, *MOVES[before]}:
        with pytest.raises(IntegrityError), transaction.atomic():
            Repair.objects.filter(pk=repair.pk).update(status=after)


def test_a_repair_is_born_in_the_register(house: House) -> None:
    repair = call(house)
    copied = (
        "INSERT INTO repairs_repair SELECT (r).* FROM (SELECT jsonb_populate_record("
        'r, \'{"status": "CLOSED"}\') AS r FROM repairs_repair r'
        " WHERE register_id = %s) s"
    )
    with (
        pytest.raises(IntegrityError, match="begins as"),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute(copied, [repair.pk])


def _put(repair: Repair, status: str, technician: Staff) -> None:
    """Lead a row to a status along allowed moves, as steps would."""
    path = _path(Status.REGISTERED, status)
    for stop in path:
        Repair.objects.filter(pk=repair.pk).update(
            status=stop, technician=technician, suspend_reason="WAIT_RESIDENT"
        )


def _path(start: str, end: str) -> list[str]:
    ways: list[list[str]] = [[start]]
    while ways:
        way = ways.pop(0)
        if way[-1] == end:
            return way[1:]
        ways += [[*way, stop] for stop in _open_moves(way[-1]) if stop not in way]
    raise LookupError(end)


def _open_moves(status: str) -> list[str]:
    return [stop for stop in MOVES[status] if (status, stop) not in ONLY_IF]
