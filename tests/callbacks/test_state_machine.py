"""Callbacks under any mix of steps, against a small model of RULES 2.2 (4.3)."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.db import transaction
from django.utils import timezone
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    precondition,
    rule,
    run_state_machine_as_test,
)

from callbacks import transitions as do
from callbacks.models import Attempt
from callbacks.transitions.sampling.drawing import draw
from propertyservice.approvals import requests
from propertyservice.approvals.models import Request
from propertyservice.cases.models import Case
from tests.callbacks.model import Line, World, part_of
from tests.support.cast import House

pytestmark = [pytest.mark.django_db, pytest.mark.clause("4.3.1", "4.3.2")]

CALLS = {"caller", "supervisor", "manager"}
REVIEWS = {"supervisor", "manager"}
ROLES = ["caller", "caller", "supervisor", "supervisor", "manager", "repairer"]
TO_CALL = {"PLANNED", "ASSIGNED"}


class Life(World):
    """Anybody takes any step; it happens exactly when the model allows it."""

    @rule(
        data=st.data(),
        role=st.sampled_from(ROLES),
        to=st.sampled_from([*sorted(CALLS), "repairer", "clerk"]),
    )
    def assign(self, data: st.DataObject, role: str, to: str) -> None:
        line = self.pick(data, {"PLANNED"})
        allowed = role == "supervisor" and line.status in TO_CALL
        allowed &= to in CALLS and to != line.caller
        if self.attempt(
            allowed,
            lambda: do.assign(
                self.fresh(line), by=self.by(role), caller=getattr(self.house, to)
            ),
        ):
            line.status, line.caller = "ASSIGNED", to

    @rule(data=st.data(), days=st.integers(0, 2), hour=st.sampled_from([9, 15, 19]))
    def try_in_vain(self, data: st.DataObject, days: int, hour: int) -> None:
        line = self.pick(data, {"ASSIGNED"})
        if line.status != "ASSIGNED" or line.no_calls:
            return
        by = self.by(line.caller)
        if days:  # noted on that day
            at = timezone.localtime() - timedelta(days=days)
            at = at.replace(hour=hour, minute=0)
            Attempt.objects.create(
                callback_id=line.pk,
                at=at,
                by=by,
                method="PHONE",
                result="BUSY",
                daypart=part_of(at),
            )
        else:
            at = timezone.now()
            said = {"result": "BUSY", "asked_for_it": True}
            do.attempt(self.fresh(line), by=by, at=at, **said)
        line.tries.append((timezone.localdate(at), part_of(at)))

    @rule(data=st.data(), role=st.sampled_from(ROLES), step=st.sampled_from(
        ["complete", "complete", "unreachable", "refuse", "write"]
    ), rating=st.sampled_from("ABC"), leaks=st.booleans())  # fmt: skip
    def end(
        self, data: st.DataObject, role: str, step: str, rating: str, leaks: bool
    ) -> None:
        line = self.pick(data, {"ASSIGNED"})
        role = line.caller or role if data.draw(st.booleans()) else role
        mine = line.status == "ASSIGNED" and role == line.caller
        words = "挺好，就是还漏" if leaks else "还行"
        asked: dict[str, tuple[bool, dict[str, Any]]] = {
            "complete": (
                not line.no_calls,
                {
                    "rating": rating,
                    "interviewee": "陈",
                    "comments": words,
                    "asked_for_it": True,
                },
            ),
            "unreachable": (line.tried_enough, {}),
            "refuse": (True, {"words": "没空"}),
            "write": (line.no_calls, {"method": "LETTER", "words": "去函"}),
        }
        possible, said = asked[step]
        act = do.BY_NAME[step]
        if not self.attempt(
            mine and possible, lambda: act(self.fresh(line), by=self.by(role), **said)
        ):
            return
        if step == "complete":
            line.outcome, line.rating = "ANSWERED", rating
            line.status = "FOLLOW_UP" if leaks or rating == "C" else "COMPLETED"
        else:
            line.status = "UNREACHABLE" if step == "unreachable" else "REFUSED"
            line.outcome = line.status
        self.learn()

    @rule(data=st.data(), role=st.sampled_from(ROLES))
    def review(self, data: st.DataObject, role: str) -> None:
        called = {"COMPLETED", "UNREACHABLE", "REFUSED"}
        line = self.pick(data, called)
        allowed = role in REVIEWS and role != line.caller and line.status in called
        if self.attempt(allowed, lambda: do.review(self.fresh(line), by=self.by(role))):
            line.status = "CLOSED"

    @rule(data=st.data())
    def put_right(self, data: st.DataObject) -> None:
        line = self.pick(data, {"FOLLOW_UP"})
        if line.status == "FOLLOW_UP":
            case = Case.objects.filter(pk=self.fresh(line).follow_up_id)
            case.update(is_open=False, closed_at=timezone.now())
            for other in self.lines.values():
                same = self.fresh(other).follow_up_id
                other.is_put_right |= same == self.fresh(line).follow_up_id

    @rule(data=st.data(), role=st.sampled_from(ROLES))
    def call_again(self, data: st.DataObject, role: str) -> None:
        again = {"FOLLOW_UP", "CLOSED"}
        line = self.pick(data, again)
        being_called = any(
            x.follows == line.pk and x.status not in ("CLOSED", "WAIVED")
            for x in self.lines.values()
        )
        allowed = role == "supervisor" and line.status in again and not being_called
        if self.attempt(
            allowed,
            lambda: do.call_again(self.fresh(line), by=self.by(role), reason="再问"),
        ):
            self.learn()

    @rule(data=st.data(), role=st.sampled_from(ROLES))
    def settle(self, data: st.DataObject, role: str) -> None:
        line = self.pick(data, {"FOLLOW_UP"})
        called_again = any(
            x.follows == line.pk and x.outcome and x.status != "FOLLOW_UP"
            for x in self.lines.values()
        )
        allowed = role in REVIEWS and role != line.caller
        allowed &= line.status == "FOLLOW_UP" and line.is_put_right and called_again
        if self.attempt(allowed, lambda: do.settle(self.fresh(line), by=self.by(role))):
            line.status = "CLOSED"

    @precondition(lambda self: any(x.status in TO_CALL for x in self.lines.values()))
    @rule(data=st.data(), wish=st.booleans(), role=st.sampled_from(sorted(CALLS)))
    def decided(self, data: st.DataObject, wish: bool, role: str) -> None:
        """A duplicate leaves the base; a household's wish holds for all its lines."""
        line = self.pick(data, TO_CALL)
        asker = self.by("caller")
        callback = self.fresh(line)
        if wish:
            do.ask_do_not_call(callback, by=asker, reason="住户要求", words="别打")
        else:
            do.ask_waiver(callback, by=asker, reason="重复", duplicate_of="X")
        request = Request.objects.filter(case=line.pk).latest("pk")
        decides = role in REVIEWS
        if not self.attempt(
            decides,
            lambda: requests.decide(request, by=self.by(role), approve=True),
        ):
            requests.decide(request, by=self.by("supervisor"), approve=True)
        if wish:
            self.wished.add(line.unit)
            self.refused(line)
            for other in self.lines.values():
                if other.unit == line.unit and other.status in TO_CALL:
                    other.no_calls = True
                    if not other.always:
                        self.refused(other)
        else:
            line.status = "WAIVED"
        self.learn()

    def refused(self, line: Line) -> None:
        """Nobody calls this one any more; it stays in the base."""
        line.status = line.outcome = "REFUSED"
        line.no_calls = True

    @rule()
    def night(self) -> None:
        """The night takes nobody, for whoever could be taken was called up at once."""
        for sampling in self.samples.values():
            assert draw(self.house.office, [sampling.pk]) == []


def test_callbacks_live_as_the_rules_say(house: House) -> None:
    class Tried(Life):
        def __init__(self) -> None:
            self.point = transaction.savepoint()
            super().__init__()

        def teardown(self) -> None:
            transaction.savepoint_rollback(self.point)

    Tried.house = house
    run_state_machine_as_test(
        Tried,
        settings=settings(
            max_examples=12,
            stateful_step_count=20,
            deadline=None,
            suppress_health_check=list(HealthCheck),
        ),
    )
