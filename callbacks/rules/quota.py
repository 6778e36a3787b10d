"""Who is drawn: the order, the shares of the strata, and the next of the order.

The database does the same in one statement (``sampling.drawing``); this is the
reading that anyone can follow, and what a recount compares with.
"""

from __future__ import annotations

import hashlib
import math
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal

Stratum = tuple[int, str]
"""The person who did the work (0: nobody in particular) and the trade."""


@dataclass(frozen=True)
class Item:
    """A candidate as the draw sees it."""

    pk: int
    key: str
    stratum: Stratum
    rate: Decimal
    callable: bool
    held: bool


def key_of(seed: str, reference: str) -> str:
    """A candidate's place in the order: SHA-256 of seed, a colon and his reference."""
    return hashlib.sha256(f"{seed}:{reference}".encode()).hexdigest()


def wanted(rates: Iterable[Decimal]) -> int:
    """How many of the base are called: rate × candidates, rounded up (edge case 23)."""
    return math.ceil(sum(rates, Decimal(0)))


def quotas(shares: Mapping[Stratum, Decimal]) -> dict[Stratum, int]:
    """Split the wanted number over the strata by largest remainder.

    A tie goes to the lower person, then to the trade first in the alphabet.
    """
    whole = {stratum: math.floor(share) for stratum, share in shares.items()}
    left = wanted(shares.values()) - sum(whole.values())
    by_remainder = sorted(shares, key=lambda s: (whole[s] - shares[s], s))
    for stratum in by_remainder[:left]:
        whole[stratum] += 1
    return whole


def next_ones(base: Iterable[Item]) -> list[int]:
    """Whom to call beside those that are called already, in their order.

    Each stratum first fills its own quota; what a stratum can't fill any more, because
    its windows are over, goes to the next of the whole order. Never more than wanted.
    """
    base = list(base)
    shares: dict[Stratum, Decimal] = defaultdict(Decimal)
    held: dict[Stratum, int] = defaultdict(int)
    for item in base:
        shares[item.stratum] += item.rate
        held[item.stratum] += item.held
    quota = quotas(shares)
    need = max(0, wanted(item.rate for item in base) - sum(held.values()))
    pool = sorted((i for i in base if i.callable), key=lambda i: (i.key, i.pk))
    within: list[int] = []
    beyond: list[int] = []
    rank: dict[Stratum, int] = defaultdict(int)
    for item in pool:
        rank[item.stratum] += 1
        own = rank[item.stratum] <= quota[item.stratum] - held[item.stratum]
        (within if own else beyond).append(item.pk)
    return (within + beyond)[:need]
