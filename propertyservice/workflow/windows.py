"""The opening windows of an office (RULES 2.0.3: grade 2 07:00-23:00, and so on)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from functools import cached_property

from propertyservice.workflow.intervals import (
    DAY,
    MIDNIGHT,
    NOTHING,
    aware,
    midnight,
    wall,
)

MINUTES_A_DAY = 24 * 60


@dataclass(frozen=True)
class ServiceWindows:
    """When an office serves, the same on every day of the week.

    A window that closes at 00:00 closes at the end of its day; (00:00, 00:00) is
    the whole day. Windows that touch or overlap count as one. Raises ValueError
    for a window that ends before it begins, or without any window.
    """

    windows: tuple[tuple[time, time], ...]

    def __post_init__(self) -> None:
        if not self.windows:
            raise ValueError("an office without service hours can't be counted in")
        if any(opens >= closes for opens, closes in self._in_minutes()):
            raise ValueError("a service window must close after it opens")

    @classmethod
    def always(cls) -> ServiceWindows:
        """Served around the clock (grade 1)."""
        return cls(((MIDNIGHT, MIDNIGHT),))

    @cached_property
    def minutes(self) -> tuple[tuple[int, int], ...]:
        """The windows as minutes of the day, in order and merged."""
        found: list[tuple[int, int]] = []
        for opens, closes in sorted(self._in_minutes()):
            if found and opens <= found[-1][1]:
                found[-1] = (found[-1][0], max(closes, found[-1][1]))
            else:
                found.append((opens, closes))
        return tuple(found)

    @cached_property
    def a_day(self) -> timedelta:
        """Counted time in one day."""
        return sum((span for _, span in self._spans), NOTHING)

    @property
    def closing(self) -> timedelta:
        """How long after midnight the last window closes (24 hours for 24:00)."""
        return timedelta(minutes=self.minutes[-1][1])

    def next_opening(self, moment: datetime) -> datetime:
        """The minute of ``moment`` while the office serves, else when it next opens."""
        at = wall(moment)
        today = midnight(at.date())
        for opens, closes in self.minutes:
            if at - today < timedelta(minutes=closes):
                return aware(max(at, today + timedelta(minutes=opens)))
        return aware(today + DAY + self._spans[0][0])

    def counted_to(self, at: datetime) -> timedelta:
        """Counted time up to a wall time; only differences mean anything."""
        since_midnight = at - midnight(at.date())
        within = sum(
            (
                min(max(since_midnight - opens, NOTHING), span)
                for opens, span in self._spans
            ),
            NOTHING,
        )
        return at.toordinal() * self.a_day + within

    def earliest(self, counted: timedelta) -> datetime:
        """The first wall time at which ``counted_to`` reaches ``counted``."""
        days, rest = divmod(counted, self.a_day)
        if not rest:  # reached at closing time, not at the next opening
            days, rest = days - 1, self.a_day
        for opens, span in self._spans:
            if rest <= span:
                return midnight(date.fromordinal(days)) + opens + rest
            rest -= span
        raise AssertionError("the windows of a day add up to its counted time")

    @cached_property
    def _spans(self) -> tuple[tuple[timedelta, timedelta], ...]:
        return tuple(
            (timedelta(minutes=opens), timedelta(minutes=closes - opens))
            for opens, closes in self.minutes
        )

    def _in_minutes(self) -> list[tuple[int, int]]:
        return [
            (
                opens.hour * 60 + opens.minute,
                closes.hour * 60 + closes.minute or MINUTES_A_DAY,
            )
            for opens, closes in self.windows
        ]
