"""Any order of looking, putting right and re-checking: a small model agrees (3.2).

The model knows no table and no transition: who may do what, which limit runs, when a
finding is late, and how often it went back.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from typing import Any, ClassVar

import pytest
import time_machine
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils import timezone
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    rule,
    run_state_machine_as_test,
)

from propertyservice.oversight import transitions as do
from propertyservice.oversight.models import Finding, InspectionItem, Result
from propertyservice.workflow.models import Deadline
from propertyservice.workflow.transitions import Refused
from tests.oversight.conftest import NOW, drawn
from tests.support.cast import House, hire

pytestmark = [pytest.mark.django_db, pytest.mark.clause("3.1", "3.2")]

PEOPLE = ("clerk", "supervisor", "maintenance", "manager", "second", "boss")
INSPECTORS = {"manager", "second", "boss"}
HEADS = {"supervisor", "maintenance", "manager", "second"}
SHANGHAI = NOW.tzinfo
WEEKEND, DRAGON_BOAT = (5, 6), date(2026, 6, 19)
LIMITS = {"OPEN": ("rectify", 7), "RECTIFIED": ("recheck", 3)}


@dataclass
class Told:
    """What somebody with pencil and paper would know of the finding."""

    responsible: str
    state: str = "OPEN"
    returns: int = 0
    since: datetime = field(default_factory=timezone.now)
    ended: list[tuple[str, str]] = field(default_factory=list)

    def may(self, step: str, who: str) -> bool:
        """Whether this person may take this step now."""
        if step == "rectify":
            return self.state == "OPEN" and who == self.responsible
        other = who in INSPECTORS and who != self.responsible
        return self.state == "RECTIFIED" and other

    def due(self) -> datetime:
        """The end of the last day of the running limit, a working day."""
        days = LIMITS[self.state][1]
        last = timezone.localdate(self.since) + timedelta(days=days)
        while last.weekday() in WEEKEND or last == DRAGON_BOAT:
            last += timedelta(days=1)
        return datetime.combine(last + timedelta(days=1), time.min, SHANGHAI)

    def take(self, step: str) -> None:
        """The limit ends, met or missed, and the next one begins."""
        now = timezone.now()
        kind = LIMITS[self.state][0]
        self.ended.append((kind, "MET" if now <= self.due() else "MISSED"))
        self.returns += step == "send_back"
        self.state = {
            "rectify": "RECTIFIED",
            "accept": "CLOSED",
            "send_back": "OPEN",
        }[step]
        self.since = now


class Recheck(RuleBasedStateMachine):
    """One finding, from the look to the re-check that finds it in order."""

    house: ClassVar[House]
    item: ClassVar[InspectionItem]
    people: ClassVar[dict[str, Any]]
    clock: ClassVar[time_machine.Coordinates]

    @initialize(responsible=st.sampled_from(PEOPLE))
    def look(self, responsible: str) -> None:
        self.mark = transaction.savepoint()
        self.clock.move_to(NOW)
        self.told: Told | None = None
        made = self.try_to_find(responsible)
        able = responsible in HEADS and responsible != "manager"
        assert (made is not None) == able, (
            "a head is responsible, and nobody for his own finding"
        )
        if made is not None:
            self.told = Told(responsible)
            self.finding = made

    def try_to_find(self, responsible: str) -> Finding | None:
        """The manager looks at the case."""
        try:
            with transaction.atomic():
                return do.look(
                    self.item,
                    by=self.people["manager"],
                    result=Result.FINDING,
                    note="漏签",
                    responsible=self.people[responsible],
                )
        except Refused:
            return None

    @rule(step=st.sampled_from(sorted(do.BY_NAME)), who=st.sampled_from(PEOPLE))
    def step(self, step: str, who: str) -> None:
        if self.told is None:
            return
        words = {"remedy": "补签"} if step == "rectify" else {"recheck_note": "看过"}
        allowed = self.told.may(step, who)
        button = do.BY_NAME[step].refusal(self.people[who], self.fresh()) is None
        assert button == allowed, "the button is there exactly when the step is"
        try:
            with transaction.atomic():
                do.BY_NAME[step](self.fresh(), by=self.people[who], **words)
        except (Refused, PermissionDenied):
            assert not allowed
            return
        assert allowed
        self.told.take(step)

    @rule(who=st.sampled_from(PEOPLE))
    def look_again(self, who: str) -> None:
        if self.told is None:
            return
        with pytest.raises((Refused, PermissionDenied)):
            do.look(self.item, by=self.people[who], result=Result.OK)

    @rule(days=st.sampled_from([1, 2, 5]))
    def wait(self, days: int) -> None:
        self.clock.shift(timedelta(days=days))

    @invariant()
    def agrees(self) -> None:
        if getattr(self, "told", None) is None:
            return
        told, finding = self.told, self.fresh()
        assert told is not None
        assert (finding.status, finding.returns) == (told.state, told.returns)
        assert finding.is_open == finding.register.is_open == (told.state != "CLOSED")
        limits = Deadline.objects.filter(case=finding.pk).order_by("pk")
        running = [d for d in limits if d.state == "RUNNING"]
        ended = [
            (d.kind.partition(".")[2], d.state) for d in limits if d not in running
        ]
        assert ended == told.ended
        if told.state == "CLOSED":
            assert running == []
            assert finding.register.holder is None
            return
        (limit,) = running
        assert limit.kind == f"oversight.{LIMITS[told.state][0]}"
        assert limit.due_at == finding.due_at == told.due()
        holder = told.responsible if told.state == "OPEN" else "manager"
        assert finding.register.holder == self.people[holder]

    def fresh(self) -> Finding:
        """The finding as it stands."""
        found = Finding.objects.select_related("register__holder", "office")
        return found.get(pk=self.finding.pk)

    def teardown(self) -> None:
        if hasattr(self, "mark"):
            transaction.savepoint_rollback(self.mark)


def test_whatever_the_order_a_finding_ends_by_anothers_recheck(
    register: House, may: time_machine.Coordinates
) -> None:
    people = dict(register.people)
    people["second"] = hire(register.office, "second", "OFFICE_MANAGER")
    company = register.office.company
    people["boss"] = hire(None, "boss", "COMPANY_MANAGER", company)
    Recheck.house, Recheck.people, Recheck.clock = register, people, may
    Recheck.item = drawn(register, register.manager).items.all()[0]
    run_state_machine_as_test(
        Recheck,
        settings=settings(
            max_examples=20,
            stateful_step_count=12,
            deadline=None,
            suppress_health_check=list(HealthCheck),
        ),
    )
