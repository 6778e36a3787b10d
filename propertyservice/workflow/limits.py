"""A rule's value as a limit of the clocks, and the times at which people are chased."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, time, timedelta
from typing import Any

from propertyservice.policy.in_force import RulesInForce
from propertyservice.workflow.clocks import Clock, Limit

REMIND_SHARE = "chase.remind_share"
ESCALATE_MIN = "chase.escalate_min_minutes"
ESCALATE_MAX = "chase.escalate_max_minutes"


def limit_of(value: dict[str, Any]) -> Limit:
    """The limit that a rule's JSON describes, e.g. ``{"minutes": 30}``.

    Keys are the fields of ``clocks.Limit``; ``ends_at`` is "HH:MM". Raises ValueError
    for a value that makes no sense.
    """
    facts = dict(value)
    if "clock" in facts:
        facts["clock"] = Clock(facts["clock"])
    if facts.get("ends_at"):
        facts["ends_at"] = time.fromisoformat(facts["ends_at"])
    try:
        return Limit(**facts)
    except TypeError as error:
        raise ValueError(str(error)) from error


@dataclass(frozen=True)
class ChaseTimes:
    """When somebody is told of a deadline beside the due time itself."""

    remind_at: datetime | None
    escalate_at: datetime


def chase_times(start: datetime, due: datetime, rules: RulesInForce) -> ChaseTimes:
    """Remind after a share of the term; escalate after as long again, within bounds."""
    span = max(due - start, timedelta(0))
    after = min(
        max(span, timedelta(minutes=rules[ESCALATE_MIN])),
        timedelta(minutes=rules[ESCALATE_MAX]),
    )
    remind = start + span * float(rules[REMIND_SHARE]) if span else None
    return ChaseTimes(remind_at=remind, escalate_at=due + after)
