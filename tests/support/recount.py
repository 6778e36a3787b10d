"""What the recounts of the statistics share: how many histories, and a percentage."""

from __future__ import annotations

import os
from decimal import ROUND_HALF_EVEN, Decimal

EXAMPLES = int(os.environ.get("RECOUNT_EXAMPLES", "8"))
"""Random histories a clause; more of them by hand, ``RECOUNT_EXAMPLES=200``."""


def share(part: int, whole: int) -> Decimal | None:
    """A percentage by hand, with one place."""
    return tenth(Decimal(100) * part / whole) if whole else None


def tenth(value: Decimal) -> Decimal:
    """One place after the point."""
    return value.quantize(Decimal("0.1"), ROUND_HALF_EVEN)
