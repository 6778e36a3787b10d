"""Recounting every draw from seed and record, independently of the database (2.2)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import datetime

from django.db.models import Q

from callbacks.models import (
    Callback,
    Candidate,
    DoNotCall,
    Draw,
    DrawKind,
    Sampling,
    Taken,
)
from callbacks.rules.quota import Item, key_of, next_ones


@dataclass
class Replay:
    """A sampling as it stood before one of its draws."""

    sampling: Sampling
    candidates: list[Candidate]
    wishes: list[tuple[int, datetime, datetime | None]]
    drawn_in: dict[int, int]
    released: set[int] = field(default_factory=set)
    waived: set[int] = field(default_factory=set)
    held: set[int] = field(default_factory=set)

    def base(self, draw: Draw) -> list[Item]:
        """What the draw saw."""
        seen = [c for c in self.candidates if c.pk <= draw.seen]
        return [
            Item(
                pk=c.pk,
                key=key_of(self.sampling.seed, c.reference),
                stratum=(c.rated_id or 0, c.trade),
                rate=c.rate,
                callable=self.is_callable(c, draw.at),
                held=c.pk in self.held,
            )
            for c in seen
            if c.pk not in self.waived
        ]

    def is_callable(self, candidate: Candidate, at: datetime) -> bool:
        """Not called yet, its window open, and no wish against it."""
        if candidate.pk in self.held | self.released or candidate.opens_at > at:
            return False
        if candidate.rate == 1:
            return True
        unit = candidate.case.unit_id
        wished = any(
            u == unit and since <= at and (until is None or until > at)
            for u, since, until in self.wishes
        )
        return candidate.until > at and not wished


def differences(samplings: Iterable[Sampling]) -> Iterator[str]:
    """Every draw that a recount would have made otherwise, as a sentence for a log."""
    for sampling in samplings:
        yield from _of_one(sampling)


def replay(sampling: Sampling) -> Replay:
    """Everything on record of one sampling."""
    candidates = list(
        sampling.candidates.filter(excluded="").select_related("case").order_by("pk")
    )
    units = {c.case.unit_id for c in candidates}
    wishes = DoNotCall.objects.filter(unit__in=units - {None})
    drawn = Taken.objects.filter(candidate__sampling=sampling).values_list(
        "candidate_id", "draw_id"
    )
    return Replay(
        sampling=sampling,
        candidates=candidates,
        wishes=list(wishes.values_list("unit_id", "since", "until")),
        drawn_in=dict(drawn),
    )


def _of_one(sampling: Sampling) -> Iterator[str]:
    state = replay(sampling)
    for draw in sampling.draws.select_related("released").order_by("pk"):
        if draw.released is not None and draw.released.candidate_id is not None:
            _give_back(state, draw.released)
        took = {c for c, d in state.drawn_in.items() if d == draw.pk}
        if draw.kind == DrawKind.ADDED:  # beside the sample: it holds no place in it
            state.released |= took
            continue
        expected = set(next_ones(state.base(draw)))
        if expected != took:
            yield (
                f"{sampling.pk} {sampling} draw {draw.pk} {draw.at:%Y-%m-%d %H:%M}:"
                f" expected {sorted(expected - took)}, found {sorted(took - expected)}"
            )
        state.held |= took


def _give_back(state: Replay, callback: Callback) -> None:
    pk = callback.candidate_id
    assert pk is not None  # noqa: S101 asked before
    state.held.discard(pk)
    (state.waived if callback.status == "WAIVED" else state.released).add(pk)


def every(month_from: object = None) -> Iterable[Sampling]:
    """All samplings, or those from a month on."""
    found = Sampling.objects.filter(Q(month__gte=month_from) if month_from else Q())
    return found.select_related("office").order_by("pk")
