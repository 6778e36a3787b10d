"""The life of a case as a track: what was when, what is due when (LOOK 6)."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext as _

from propertyservice.cases.models import Step
from propertyservice.ui.formats import moment
from propertyservice.workflow.models import Deadline
from repairs.models import Repair, Status
from repairs.rules import deadlines as limits

LIFE = (
    Status.REGISTERED,
    Status.DISPATCHED,
    Status.ACCEPTED,
    Status.ON_SITE,
    Status.IN_PROGRESS,
    Status.FINISHED,
    Status.SHEET_RETURNED,
    Status.CLOSED,
)
LIMITS = {
    Status.DISPATCHED: (limits.NOTIFY,),
    Status.ACCEPTED: (limits.ACCEPT,),
    Status.ON_SITE: (limits.ARRIVE, limits.ARRIVE_URGENT),
    Status.FINISHED: (limits.FINISH,),
    Status.SHEET_RETURNED: (limits.RETURN_SHEET,),
}
SAME = {Status.FINISHED_UNSIGNED: Status.FINISHED}
ENDS = (Status.CANCELLED, Status.CLOSED_RESIDENT_REASON, Status.REFERRED)


@dataclass(frozen=True)
class Stop:
    """One station: its word, its time or limit, and where the case stands."""

    label: str
    small: str
    past: bool = False
    current: bool = False


def track(
    repair: Repair,
    steps: Iterable[Step],
    deadlines: Iterable[Deadline],
    now: datetime,
) -> list[Stop]:
    """The stations of this case; an end that is no finish replaces what follows."""
    reached = _reached(steps)
    status = Status(repair.status)
    if status in ENDS:
        return _ended(repair, reached, now)
    here = status
    if status == Status.SUSPENDED:
        here = Status(repair.suspended_from or Status.ACCEPTED)
    place = LIFE.index(SAME.get(here, here))
    running = {d.kind: d for d in deadlines if d.is_running}
    stops = []
    for at, stop in enumerate(LIFE):
        if at < place and stop.value not in reached:
            continue  # It went another way: refused, answered with an incident.
        label = repair.status_words if at == place else str(stop.label)
        small = _limit(running, stop, now) if at > place else _time(reached, stop, now)
        stops.append(Stop(label, small, at < place, at == place))
    return stops


def _ended(repair: Repair, reached: dict[str, Step], now: datetime) -> list[Stop]:
    stops = [
        Stop(str(stop.label), _time(reached, stop, now), past=True)
        for stop in LIFE
        if stop.value in reached
    ]
    small = _time(reached, Status(repair.status), now)
    return [*stops, Stop(repair.status_words, small, current=True)]


def _reached(steps: Iterable[Step]) -> dict[str, Step]:
    """The last step that led to each status."""
    found: dict[str, Step] = {}
    for step in sorted(steps, key=lambda step: step.pk):
        if step.from_status != step.to_status:
            status = step.to_status
            found[SAME.get(status, status)] = step  # type: ignore[call-overload]
    return found


def _time(reached: dict[str, Step], stop: Status, now: datetime) -> str:
    step = reached.get(stop.value)
    if step is None:
        return ""
    who = step.by.name if step.by and stop == Status.ACCEPTED else ""
    return " ".join(filter(None, (moment(step.occurred_at, now), who)))


def _limit(running: dict[str, Deadline], stop: Status, now: datetime) -> str:
    for kind in LIMITS.get(stop, ()):
        deadline = running.get(kind)
        if deadline and deadline.due_at:
            return _("by %(time)s") % {"time": moment(deadline.due_at, now)}
    return ""
