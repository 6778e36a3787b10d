"""How a complaint's page is laid out: its steps as buttons, its life as stations."""

from __future__ import annotations

from complaints.models import Complaint, Status
from complaints.rules import deadlines as limits
from complaints.transitions import STEPS
from propertyservice.organisation.models import Staff
from propertyservice.ui import acts
from propertyservice.ui.acts import Acts, Arrangement
from propertyservice.ui.track import Road

LAID = Arrangement(
    steps=STEPS,
    quiet=("contact",),
    elsewhere=("correct",),
    expected=(
        "from_above",
        "own_case",
        "is_signed_for",
        "closes",
        "measures_are_recorded",
        "everybody_was_called",
        "nobody_is_dissatisfied",
        "within_reopen_window",
    ),
)
LIFE = (
    Status.RECEIVED,
    Status.CLASSIFIED,
    Status.TRANSFERRED,
    Status.INVESTIGATING,
    Status.PROPOSED,
    Status.APPROVED,
    Status.IMPLEMENTING,
    Status.DONE,
    Status.REPLIED,
    Status.CALLBACK,
    Status.CLOSED,
)
ROAD = Road(
    life=[(stop.value, stop.label) for stop in LIFE],
    limits={
        Status.TRANSFERRED: (limits.TRANSFER,),
        Status.DONE: (limits.SOLVE,),
        Status.REPLIED: (limits.REPLY,),
    },
    same={
        Status.REOPENED: Status.INVESTIGATING,
        Status.INVALID_EXPLAINED: Status.REPLIED,
    },
    ends=(Status.WITHDRAWN, Status.MERGED),
    named=(Status.TRANSFERRED, Status.APPROVED),
)


def acts_for(user: Staff, complaint: Complaint) -> Acts:
    """The steps open to this person; one that is expected and refused says why."""
    return acts.acts_for(user, complaint, LAID)
