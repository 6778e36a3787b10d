"""Who decides, extends and closes a complaint of which level (RULES 2.3).

A complaint about the manager or the supervisor is in the hands of the company's manager
whatever its level (edge case 26).
"""

from __future__ import annotations

from complaints.models.codes import Level

DECIDED_BY = "complaint.decided_by"
CLOSE = {
    Level.MINOR: "complaints.close",
    Level.IMPORTANT: "complaints.close_serious",
    Level.CRITICAL: "complaints.close_serious",
}
OVERSEE = "complaints.oversee"
SERIOUS = (Level.IMPORTANT, Level.CRITICAL)


def tier(level: str, goes_above: bool) -> Level:
    """The level whose decider decides."""
    return Level.CRITICAL if goes_above else Level(level)


def close_right(level: str, goes_above: bool) -> str:
    """The right that closes."""
    return OVERSEE if goes_above else CLOSE[Level(level)]


def needs_measures(level: str) -> bool:
    """Whether corrective and preventive action must be on record before closing."""
    return level in SERIOUS
