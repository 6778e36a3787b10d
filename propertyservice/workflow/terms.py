"""How long something may take, as a value: a clock, an amount, and its last day."""

from __future__ import annotations

import calendar
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, time
from enum import StrEnum


class Clock(StrEnum):
    """What counts: all time, the office's service windows, or working days."""

    NATURAL = "NATURAL"
    SERVICE_HOURS = "SERVICE_HOURS"
    WORKING_DAYS = "WORKING_DAYS"


@dataclass(frozen=True, kw_only=True)
class Limit:
    """How long something may take: exactly one of minutes, days and months.

    ``minutes`` run on NATURAL or SERVICE_HOURS. ``days`` run on NATURAL or
    WORKING_DAYS, the day of the start not counted; 0 means the same day (on
    WORKING_DAYS the first working day from the start on). ``months`` are NATURAL
    and end on the corresponding day, else on the month's last.

    The last day ends at 24:00, at ``ends_at`` (``days=1, ends_at=10:00`` on
    WORKING_DAYS is "the next working day, 10:00"), or with ``until_closing`` when
    the office closes; "same day" past that hour is the next counted day.
    ``shift_if_holiday`` moves a last day that is a rest day to the next working
    day. With ``start_at_service`` counting begins at the next service opening
    (edge case 17). Raises ValueError for a limit that makes no sense.
    """

    clock: Clock = Clock.NATURAL
    minutes: int | None = None
    days: int | None = None
    months: int | None = None
    ends_at: time | None = None
    until_closing: bool = False
    shift_if_holiday: bool = False
    start_at_service: bool = False

    def __post_init__(self) -> None:
        for wrong, why in self._problems():
            if wrong:
                raise ValueError(f"{why}: {self}")

    @property
    def by_the_minute(self) -> bool:
        """Whether this is an hour clock rather than a day clock."""
        return self.minutes is not None

    def _problems(self) -> Iterator[tuple[bool, str]]:
        given = [n for n in (self.minutes, self.days, self.months) if n is not None]
        yield len(given) != 1, "give exactly one of minutes, days and months"
        yield given[0] < (0 if self.days == 0 else 1), "a limit must be positive"
        if self.by_the_minute:
            yield self.clock == Clock.WORKING_DAYS, "working days have no minutes"
            yield self._shapes_a_last_day(), "a limit in minutes has no last day"
        else:
            yield self.clock == Clock.SERVICE_HOURS, "service hours are in minutes"
        yield (
            self.months is not None and self.clock != Clock.NATURAL,
            "months run on the natural clock",
        )
        yield self.until_closing and self.ends_at is not None, "two ends of the day"

    def _shapes_a_last_day(self) -> bool:
        return self.until_closing or self.shift_if_holiday or self.ends_at is not None


def corresponding_day(start: date, count: int) -> date:
    """The same day ``count`` months later, else that month's last day (RULES 0.5)."""
    year, month = divmod(start.year * 12 + start.month - 1 + count, 12)
    last = calendar.monthrange(year, month + 1)[1]
    return date(year, month + 1, min(start.day, last))
