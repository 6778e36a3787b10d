"""A small model of a callback's life, and a month of it beside the real rows (2.2)."""

from __future__ import annotations

import itertools
import math
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from django.core.exceptions import PermissionDenied
from django.utils import timezone
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant

from callbacks.models import Callback, Candidate
from callbacks.transitions.sampling import recount
from callbacks.transitions.sampling.drawing import draw
from propertyservice.workflow.transitions import Refused
from tests.callbacks.test_sampling import enter
from tests.support.cast import House

SAMPLED, ALWAYS = 5, 2


@dataclass
class Line:
    """One line of the register, as RULES 2.2 has it."""

    pk: int
    candidate: int | None
    unit: int
    always: bool
    follows: int | None = None
    status: str = "PLANNED"
    caller: str = ""
    no_calls: bool = False
    outcome: str = ""
    rating: str = ""
    tries: list[tuple[date, int]] = field(default_factory=list)
    is_put_right: bool = False

    @property
    def tried_enough(self) -> bool:
        """Three tries, two days, two parts of the day."""
        days, parts = ({t[n] for t in self.tries} for n in (0, 1))
        return len(self.tries) >= 3 and len(days) >= 2 and len(parts) >= 2

    @property
    def holds_place(self) -> bool:
        """Whether it still counts in the sample: not given up, not waived."""
        given_up = self.outcome in ("UNREACHABLE", "REFUSED")
        return self.candidate is not None and not given_up and self.status != "WAIVED"


def part_of(at: datetime) -> int:
    """Morning, afternoon or evening, with the night belonging to the evening."""
    clock = timezone.localtime(at).time().isoformat()
    return 2 if clock < "08:30" or clock >= "18:00" else int(clock >= "14:00")


class World(RuleBasedStateMachine):
    """A month's sample of five, two that are always called, two homes, four people."""

    house: House

    def __init__(self) -> None:
        super().__init__()
        homes = itertools.cycle([{"no_calls": False}, {"no_calls": True}])
        sampled = [next(homes) for _n in range(SAMPLED)]
        always = [next(homes) for _n in range(ALWAYS)]
        self.samples = {
            False: enter(self.house, sampled, "0.3", "S"),
            True: enter(self.house, always, "1", "A"),
        }
        self.lines: dict[int, Line] = {}
        self.wished: set[int] = set()
        self.most = {False: math.ceil(0.3 * SAMPLED), True: ALWAYS}
        for sampling in self.samples.values():
            draw(self.house.office, [sampling.pk])
        self.learn()

    def fresh(self, line: Line) -> Callback:
        """The row as another request sees it."""
        found = Callback.objects.select_related("register", "office", "candidate")
        return found.get(pk=line.pk)

    def pick(self, data: st.DataObject, statuses: set[str] | None = None) -> Line:
        """A line, mostly one in a status where the step is possible."""
        some = [x for x in self.lines.values() if statuses and x.status in statuses]
        among = some or list(self.lines.values())
        return among[data.draw(st.integers(0, 11)) % len(among)]

    def learn(self) -> None:
        """New lines are of candidates that stood free and may be called."""
        taken = {line.candidate for line in self.lines.values()}
        for row in Callback.objects.exclude(pk__in=self.lines).order_by("pk"):
            assert row.status == "PLANNED"
            candidate = row.candidate
            always = candidate is None or candidate.rate == 1
            if candidate is not None:
                assert candidate.pk not in taken
                assert always or row.unit_id not in self.wished
            assert row.do_not_call == (row.unit_id in self.wished)
            self.lines[row.pk] = Line(
                row.pk,
                row.candidate_id,
                row.unit_id or 0,
                always,
                row.follows_id,
                no_calls=row.do_not_call,
            )

    def attempt(self, allowed: bool, act: Any) -> bool:
        """Take the step; it happens exactly when the model allows it."""
        try:
            act()
        except (Refused, PermissionDenied):
            assert not allowed
            return False
        assert allowed
        return True

    def by(self, role: str) -> Any:
        """Somebody of the office."""
        return getattr(self.house, role)

    @invariant()
    def rows_are_as_the_model_says(self) -> None:
        rows = Callback.objects.values_list(
            "pk", "status", "outcome", "rating", "do_not_call"
        )
        assert set(rows) == {
            (x.pk, x.status, x.outcome, x.rating, x.no_calls)
            for x in self.lines.values()
        }

    @invariant()
    def the_sample_meets_its_rate(self) -> None:
        """As many as the rate asks, or nobody is left who may be called."""
        for always, sampling in self.samples.items():
            mine = [
                x
                for x in self.lines.values()
                if x.candidate is not None and x.always == always
            ]
            waived = sum(x.status == "WAIVED" for x in mine)
            base = (ALWAYS if always else SAMPLED) - waived
            wanted = math.ceil((1.0 if always else 0.3) * base)
            held = sum(x.holds_place for x in mine)
            known = {x.candidate for x in mine}
            free = [
                c
                for c in Candidate.objects.filter(sampling=sampling)
                if c.pk not in known and (always or c.case.unit_id not in self.wished)
            ]
            assert held >= wanted or not free
            assert held <= self.most[always]

    @invariant()
    def anybody_can_recount_it(self) -> None:
        assert list(recount.differences(self.samples.values())) == []
