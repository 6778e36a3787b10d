"""The life of a case as a track: what was when, what is due when (LOOK 6)."""

from __future__ import annotations

from collections.abc import Container, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext as _

from propertyservice.cases.models import Step
from propertyservice.ui.formats import moment
from propertyservice.workflow.models import Deadline


@dataclass(frozen=True, kw_only=True)
class Road:
    """The stations of a clause's cases: ``life`` as (status, word) pairs.

    ``limits`` are the kinds of deadlines that say when a station is due, ``same`` maps
    a status to the station it counts as, ``ends`` are ends that are no finish,
    ``named`` the stations that also say who took the step.
    """

    life: Sequence[tuple[str, str | Promise]]
    limits: Mapping[str, Sequence[str]]
    same: Mapping[str, str] = field(default_factory=dict)
    ends: Container[str] = ()
    named: Container[str] = ()


@dataclass(frozen=True)
class Stop:
    """One station: its word, its time or limit, and where the case stands."""

    label: str
    small: str
    past: bool = False
    current: bool = False


def track(
    record: Any,
    steps: Iterable[Step],
    deadlines: Iterable[Deadline],
    now: datetime,
    road: Road,
    here: str = "",
) -> list[Stop]:
    """The stations of this case; an end that is no finish replaces what follows.

    ``here`` is the station of a status that is none itself.
    """
    reached = _reached(steps, road)
    if record.status in road.ends:
        return _ended(record, reached, now, road)
    codes = [code for code, _word in road.life]
    status = here or record.status
    place = codes.index(road.same.get(status, status))
    running = {d.kind: d for d in deadlines if d.is_running}
    stops = []
    for at, (code, word) in enumerate(road.life):
        if at < place and code not in reached:
            continue  # It went another way.
        label = record.status_words if at == place else str(word)
        small = (
            _limit(running, road.limits.get(code, ()), now)
            if at > place
            else _time(reached, code, now, road)
        )
        stops.append(Stop(label, small, at < place, at == place))
    return stops


def _ended(
    record: Any, reached: dict[str, Step], now: datetime, road: Road
) -> list[Stop]:
    stops = [
        Stop(str(word), _time(reached, code, now, road), past=True)
        for code, word in road.life
        if code in reached
    ]
    small = _time(reached, record.status, now, road)
    return [*stops, Stop(record.status_words, small, current=True)]


def _reached(steps: Iterable[Step], road: Road) -> dict[str, Step]:
    """The last step that led to each status."""
    found: dict[str, Step] = {}
    for step in sorted(steps, key=lambda step: step.pk):
        if step.from_status != step.to_status:
            found[road.same.get(step.to_status, step.to_status)] = step
    return found


def _time(reached: dict[str, Step], code: str, now: datetime, road: Road) -> str:
    step = reached.get(code)
    if step is None:
        return ""
    who = step.by.name if step.by and code in road.named else ""
    return " ".join(filter(None, (moment(step.occurred_at, now), who)))


def _limit(running: dict[str, Deadline], kinds: Iterable[str], now: datetime) -> str:
    for kind in kinds:
        deadline = running.get(kind)
        if deadline and deadline.due_at:
            return _("by %(time)s") % {"time": moment(deadline.due_at, now)}
    return ""
