"""When something may be called back, and when it is too late (RULES 2.2, 2.0.3)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta, tzinfo
from decimal import Decimal
from typing import Any


@dataclass(frozen=True)
class Plan:
    """The rule of one source: the window in days, the rate, who calls.

    ``starts`` and ``days`` count whole days after the day on which it arose; a window
    that starts with 0 is open at once.
    """

    days: int
    rate: Decimal
    caller: str
    starts: int = 0

    @classmethod
    def of(cls, value: dict[str, Any]) -> Plan:
        """The plan that a rule's JSON describes. Raises KeyError, ValueError."""
        return cls(
            days=int(value["days"]),
            rate=min(Decimal(1), Decimal(str(value["rate"]))),
            caller=str(value["caller"]),
            starts=int(value.get("starts", 0)),
        )


@dataclass(frozen=True)
class Window:
    """Half-open: from ``opens_at`` (None: when it arose) until before ``until``.

    ``month`` is the first day of the month in which the window's last day lies.
    """

    opens_at: datetime | None
    until: datetime
    month: date


def window(day: date, plan: Plan, zone: tzinfo) -> Window:
    """The window of what arose on ``day``: the start day is not counted, no shift."""
    last = day + timedelta(days=plan.days)
    opens = None
    if plan.starts:
        opens = midnight(day + timedelta(days=plan.starts), zone)
    return Window(opens, midnight(last + timedelta(days=1), zone), last.replace(day=1))


def midnight(day: date, zone: tzinfo) -> datetime:
    """The first moment of a local day."""
    return datetime.combine(day, time.min, tzinfo=zone)
