"""Counting callbacks by source and month: one statement, whatever the number."""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, fields
from datetime import date
from decimal import Decimal
from typing import Any

from django.db.models import F, Q

from callbacks.models import Candidate
from callbacks.rules.counted import COUNTED, FATES
from propertyservice.organisation.models import Staff
from propertyservice.ui.tallying import Over, tallied

PERCENT = Decimal("0.1")
# Those of the unhappy ask for the second callback besides: the rate needs none of it.
PLAIN = {name: each for name, each in COUNTED.items() if name not in FATES}
SHARE = {"share": Over("sum", F("rate"), "base")}


def counted(user: Staff, offices: Iterable[int], first: date, last: date) -> Any:
    """What stands in the samplings of these months, never what is hidden from him."""
    return (
        Candidate.objects.filter(office__in=offices, month__range=(first, last))
        .filter(Q(hidden_from=None) | ~Q(hidden_from=user))
        .order_by()
    )


@dataclass
class Tally:
    """What was counted of some offices, months and sources.

    ``wanted`` is rate × base rounded up for each office, month and source, as the
    draw does it; ``due`` those whose window has ended.
    """

    wanted: int = 0
    base: int = 0
    due: int = 0
    called: int = 0
    answered: int = 0
    due_answered: int = 0
    late: int = 0
    unreachable: int = 0
    refused: int = 0
    waiting: int = 0
    a: int = 0
    b: int = 0
    c: int = 0
    not_fixed: int = 0
    excluded: int = 0
    waived: int = 0
    share: Decimal = field(default=Decimal(0))

    def add(self, other: Tally) -> None:
        """Count another one in."""
        for each in fields(self):
            total = getattr(self, each.name) + getattr(other, each.name)
            setattr(self, each.name, total)

    @property
    def prescribed(self) -> Decimal | None:
        """The rate that the rules ask of this base, in percent."""
        return percent(self.share, self.base)

    @property
    def rate(self) -> Decimal | None:
        """Answered within the window ÷ windows that have ended, in percent."""
        return percent(self.due_answered, self.due)

    @property
    def so_far(self) -> Decimal | None:
        """Answered ÷ everything in the base, whose windows have not all ended."""
        return percent(self.answered, self.base)

    @property
    def missing(self) -> int:
        """How many more answers the rate still needs."""
        return max(0, self.wanted - self.answered)

    @property
    def more(self) -> int:
        """How many of those can still be had: somebody waits to be called."""
        return min(self.missing, self.waiting)

    @property
    def silent(self) -> int:
        """How many stay missing because nobody answered, with nobody left to call."""
        return min(self.missing - self.more, self.unreachable + self.refused)

    @property
    def state(self) -> str:
        """``held``, ``open`` (more to call), ``silent`` (all tried) or ``missed``."""
        if not self.missing:
            return "held"
        if self.more:
            return "open"
        return "silent" if self.silent == self.missing else "missed"

    @property
    def unhappy(self) -> int:
        """C, or not fixed whatever the rating."""
        return self.c + self.not_fixed


def percent(part: Decimal | int, whole: int) -> Decimal | None:
    """A share in percent with one place; None of nothing."""
    return (Decimal(100) * part / whole).quantize(PERCENT) if whole else None


Key = tuple[date, str]


def tallies(
    user: Staff, offices: Iterable[int], first: date, last: date
) -> dict[Key, Tally]:
    """By month and source, in one statement; never what is hidden from the reader."""
    found: dict[Key, Tally] = defaultdict(Tally)
    by = {name: F(name) for name in ("office", "month", "source")}
    for row in tallied(counted(user, offices, first, last), by, PLAIN, over=SHARE):
        found[row["month"], row["source"]].add(_tally(row))
    return dict(found)


def _tally(row: dict[str, Any]) -> Tally:
    share = row["share"] or Decimal(0)
    numbers = {name: row[name] for name in PLAIN}
    return Tally(share=share, wanted=math.ceil(share), **numbers)


def total(found: Iterable[Tally]) -> Tally:
    """The sum of several."""
    every = Tally()
    for each in found:
        every.add(each)
    return every


STATES = ("held", "silent", "open", "missed")


@dataclass(frozen=True)
class Month:
    """All sources of a month together; no source makes up for another."""

    first: date
    tally: Tally
    missing: int
    more: int
    silent: int
    state: str


def by_month(found: dict[Key, Tally], months: Sequence[date]) -> list[Month]:
    """The months asked for, each with the worst state of its sources."""
    return [
        _month(month, [t for (when, _source), t in found.items() if when == month])
        for month in months
    ]


def _month(first: date, tallies: list[Tally]) -> Month:
    worst = max((STATES.index(tally.state) for tally in tallies), default=0)
    return Month(
        first,
        total(tallies),
        sum(tally.missing for tally in tallies),
        sum(tally.more for tally in tallies),
        sum(tally.silent for tally in tallies),
        STATES[worst],
    )
