"""How a late case goes to somebody else; each clause registers its own way (3.2)."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from propertyservice.cases.models import Case
from propertyservice.organisation.models import Staff


@dataclass(frozen=True)
class Choice:
    """Somebody who can get the case, with what helps to choose: trade, load."""

    person: Staff
    words: str = ""


@dataclass(frozen=True)
class Way:
    """A clause's way. ``act(case, person, by, reason)`` takes the clause's own step.

    ``refusal(case, by)`` says why it can't be passed on now; empty when it can.
    """

    clause: str
    right: str
    people: Callable[[Case], Sequence[Choice]]
    act: Callable[[Case, Staff, Staff, str], object]
    refusal: Callable[[Case, Staff], str]


_ways: dict[str, Way] = {}


def register(*ways: Way) -> None:
    """Make ways known; ValueError when a clause has another one."""
    for way in ways:
        if _ways.setdefault(way.clause, way) != way:
            raise ValueError(f"{way.clause} has two ways to reassign.")


def of(case: Case) -> Way | None:
    """The way of a case's clause; None where nobody registered one."""
    return _ways.get(case.clause)


def may(user: Staff, case: Case) -> bool:
    """Whether to offer it: the clause's right in the case's office."""
    way = of(case)
    return way is not None and user.may(way.right, case.office_id)
