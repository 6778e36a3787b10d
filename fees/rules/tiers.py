"""Prices in tiers (阶梯价; RULES 4.1). Pure."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

from propertyservice.ledger.money import yuan

Tier = Sequence[object]


def by_tiers(usage: Decimal, price: Decimal, tiers: Sequence[Tier]) -> Decimal:
    """Yuan for a usage, rounded once at the end; below zero it gives back.

    ``tiers`` are ``[[up to, price], …]``, the last bound None; without any the one
    price holds for all.
    """
    left, below, total = abs(usage), Decimal(), Decimal()
    for bound, each in tiers:
        width = left if bound is None else Decimal(str(bound)) - below
        part = min(left, width)
        total += part * Decimal(str(each))
        left -= part
        below += part
        if not left:
            break
    total += left * price
    return yuan(total if usage >= 0 else -total)
