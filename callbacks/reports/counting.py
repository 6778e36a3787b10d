"""Counting callbacks by source and month: one statement, whatever the number."""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, fields
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django.db import connection
from django.utils import timezone

from propertyservice.organisation.models import Staff

PERCENT = Decimal("0.1")
# A waived one leaves the base; who did not answer stays in it (RULES 2.2, 0.5).
COUNT = """
SELECT s.office_id, c.month, c.source, sum(c.rate) FILTER (WHERE b.base) AS share,
  count(*) FILTER (WHERE b.base) AS base,
  count(*) FILTER (WHERE b.base AND c.until <= %(now)s) AS due,
  count(*) FILTER (WHERE b.base AND k.register_id IS NOT NULL) AS called,
  count(*) FILTER (WHERE b.base AND a.answered) AS answered,
  count(*) FILTER (WHERE b.base AND a.answered AND c.until <= %(now)s) AS due_answered,
  count(*) FILTER (WHERE b.base AND k.outcome = 'ANSWERED' AND NOT a.answered) AS late,
  count(*) FILTER (WHERE b.base AND k.outcome = 'UNREACHABLE') AS unreachable,
  count(*) FILTER (WHERE b.base AND k.outcome = 'REFUSED') AS refused,
  count(*) FILTER (WHERE b.base AND k.status IN ('PLANNED', 'ASSIGNED')) AS waiting,
  count(*) FILTER (WHERE b.base AND k.rating = 'A') AS a,
  count(*) FILTER (WHERE b.base AND k.rating = 'B') AS b,
  count(*) FILTER (WHERE b.base AND k.rating = 'C') AS c,
  count(*) FILTER (WHERE b.base AND k.not_fixed AND k.rating <> 'C') AS not_fixed,
  count(*) FILTER (WHERE c.excluded <> '') AS excluded,
  count(*) FILTER (WHERE k.status = 'WAIVED') AS waived
FROM callbacks_candidate c
JOIN callbacks_sampling s ON s.id = c.sampling_id
LEFT JOIN callbacks_callback k ON k.candidate_id = c.id
CROSS JOIN LATERAL (SELECT c.excluded = '' AND k.status IS DISTINCT FROM 'WAIVED'
  AS base) b
CROSS JOIN LATERAL (SELECT coalesce(k.outcome = 'ANSWERED' AND k.called_at < c.until,
  false) AS answered) a
WHERE c.office_id = ANY(%(offices)s) AND c.month BETWEEN %(first)s AND %(last)s
  AND c.hidden_from_id IS DISTINCT FROM %(user)s
GROUP BY s.office_id, c.month, c.source
"""


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
    user: Staff,
    offices: Iterable[int],
    first: date,
    last: date,
    now: datetime | None = None,
) -> dict[Key, Tally]:
    """By month and source, in one statement; never what is hidden from the reader."""
    facts: dict[str, Any] = {
        "offices": sorted(offices),
        "first": first,
        "last": last,
        "user": user.pk,
        "now": now or timezone.now(),
    }
    found: dict[Key, Tally] = defaultdict(Tally)
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL jit = off")
        cursor.execute(COUNT, facts)
        names = [column.name for column in cursor.description or ()]
        for row in cursor.fetchall():
            counted = dict(zip(names, row, strict=True))
            key = (counted["month"], counted["source"])
            found[key].add(_tally(counted))
    return dict(found)


def _tally(counted: dict[str, object]) -> Tally:
    share = Decimal(str(counted.pop("share") or 0))
    for name in ("office_id", "month", "source"):
        counted.pop(name)
    return Tally(share=share, wanted=math.ceil(share), **counted)  # type: ignore[arg-type]


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
