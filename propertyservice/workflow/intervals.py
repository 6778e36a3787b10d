"""Instants, gaps and pauses, by the minute in Asia/Shanghai (RULES 2.0.3, 0.5).

Intervals are half-open, ``[from, to)``; time that two pauses share counts once.
Wall times are naive: the zone has had 24-hour days only since 1992.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

SHANGHAI = ZoneInfo("Asia/Shanghai")
MIDNIGHT = time(0)
DAY = timedelta(days=1)
NOTHING = timedelta()
FOREVER = datetime.max  # noqa: DTZ901 - wall times are naive


@dataclass(frozen=True)
class Interval:
    """A pause ``[starts, ends)``; without an end it is still going on."""

    starts: datetime
    ends: datetime | None = None


def exact_wall(moment: datetime) -> datetime:
    """The wall time of an aware instant. Raises ValueError for a naive one."""
    if moment.tzinfo is None:
        raise ValueError(f"a time without a time zone: {moment}")
    return moment.astimezone(SHANGHAI).replace(tzinfo=None)


def wall(moment: datetime) -> datetime:
    """The wall time of an aware instant, its seconds dropped."""
    return exact_wall(moment).replace(second=0, microsecond=0)


def aware(moment: datetime) -> datetime:
    """The instant of a wall time."""
    return moment.replace(tzinfo=SHANGHAI)


def midnight(day: date) -> datetime:
    """The wall time at which ``day`` begins."""
    return datetime.combine(day, MIDNIGHT)


def closed(pauses: Iterable[Interval], at: datetime) -> tuple[Interval, ...]:
    """The pauses as if those still going on ended at ``at``."""
    return tuple(
        each if each.ends is not None else Interval(each.starts, at) for each in pauses
    )


def merged(pauses: Iterable[Interval]) -> tuple[Interval, ...]:
    """Ended pauses in order, by the minute; overlaps made one, empty ones left out."""
    found: list[tuple[datetime, datetime]] = []
    stretches = ((wall(p.starts), wall(p.ends)) for p in pauses if p.ends is not None)
    for starts, ends in sorted(stretch for stretch in stretches):
        if starts >= ends:
            continue
        if found and starts <= found[-1][1]:
            found[-1] = (found[-1][0], max(ends, found[-1][1]))
        else:
            found.append((starts, ends))
    return tuple(Interval(aware(starts), aware(ends)) for starts, ends in found)


def stretches_from(
    begin: datetime, pauses: Iterable[Interval]
) -> tuple[tuple[datetime, datetime], ...]:
    """The merged pauses as wall times, without what lies before ``begin``."""
    found = (
        (max(wall(each.starts), begin), wall(each.ends))
        for each in merged(pauses)
        if each.ends is not None
    )
    return tuple((starts, ends) for starts, ends in found if starts < ends)


def gaps(
    begin: datetime, stretches: Sequence[tuple[datetime, datetime]]
) -> Iterator[tuple[datetime, datetime]]:
    """The stretches of wall time from ``begin`` on that no pause takes."""
    for starts, ends in stretches:
        if begin < starts:
            yield begin, starts
        begin = ends
    yield begin, FOREVER


def paused(
    pauses: Iterable[Interval], *, since: datetime, until: datetime
) -> timedelta:
    """Time in ``[since, until)`` that pauses take away, overlaps once."""
    last = wall(until)
    return sum(
        (
            max(min(ends, last) - starts, NOTHING)
            for starts, ends in stretches_from(wall(since), closed(pauses, until))
        ),
        NOTHING,
    )


def first_day_from(moment: datetime) -> date:
    """The first day that begins at or after a wall time."""
    return (moment + DAY - timedelta.resolution).date()
