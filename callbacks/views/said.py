"""How the timeline and the track of a callback say what happened."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as lazy

from callbacks.models import Method, Rating, Status, Why
from callbacks.rules.deadlines import CALL
from callbacks.transitions import STEPS
from propertyservice.ui.acts import Arrangement
from propertyservice.ui.timeline import Choices, Words, as_is, of
from propertyservice.ui.track import Road

CHOICES: Choices = {}
WORDS: Words = {
    "why": (lazy("Why called"), of(Why.choices)),
    "source_no": (lazy("Source no."), as_is),
    "caller": (lazy("Caller"), as_is),
    "method": (lazy("How"), of(Method.choices)),
    "rating": (lazy("Opinion"), of(Rating.choices)),
    "interviewee": (lazy("Spoken to"), as_is),
    "result": (lazy("Result"), as_is),
    "words": (lazy("Said"), as_is),
    "not_fixed": (lazy("Not fixed"), as_is),
    "follow_up": (lazy("Put right under"), as_is),
    "second": (lazy("Second callback"), as_is),
    "duplicate_of": (lazy("Called under"), as_is),
}
LIFE = (
    Status.PLANNED,
    Status.ASSIGNED,
    Status.COMPLETED,
    Status.FOLLOW_UP,
    Status.REVIEWED,
    Status.CLOSED,
)
ROAD = Road(
    life=[(stop.value, stop.label) for stop in LIFE],
    limits={Status.COMPLETED: (CALL,)},
    same={Status.UNREACHABLE: Status.COMPLETED, Status.REFUSED: Status.COMPLETED},
    ends=(Status.WAIVED,),
    named=(Status.COMPLETED,),
)
LAID = Arrangement(
    steps=STEPS,
    quiet=("ask_waiver", "ask_do_not_call", "call_again"),
    elsewhere=("correct",),
    expected=(
        "own_call",
        "may_be_called",
        "tried_often_enough",
        "by_another",
        "settled_and_called_again",
    ),
)
