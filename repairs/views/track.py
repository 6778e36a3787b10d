"""The stations of a repair's life (LOOK 6)."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from propertyservice.cases.models import Step
from propertyservice.ui import track as tracks
from propertyservice.ui.track import Road, Stop
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
ROAD = Road(
    life=[(stop.value, stop.label) for stop in LIFE],
    limits={
        Status.DISPATCHED: (limits.NOTIFY,),
        Status.ACCEPTED: (limits.ACCEPT,),
        Status.ON_SITE: (limits.ARRIVE, limits.ARRIVE_URGENT),
        Status.FINISHED: (limits.FINISH,),
        Status.SHEET_RETURNED: (limits.RETURN_SHEET,),
    },
    same={Status.FINISHED_UNSIGNED: Status.FINISHED},
    ends=(Status.CANCELLED, Status.CLOSED_RESIDENT_REASON, Status.REFERRED),
    named=(Status.ACCEPTED,),
)


def track(
    repair: Repair,
    steps: Iterable[Step],
    deadlines: Iterable[Deadline],
    now: datetime,
) -> list[Stop]:
    """The stations of this repair; a suspended one stands where it was left."""
    here = ""
    if repair.status == Status.SUSPENDED:
        here = repair.suspended_from or Status.ACCEPTED
    return tracks.track(repair, steps, deadlines, now, ROAD, here)
