"""After the call: put right, reviewed, closed (RULES 2.2)."""

from __future__ import annotations

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy

from callbacks.models import Callback, Status
from callbacks.signals import callback_closed, callback_reviewed
from callbacks.transitions import guards
from propertyservice.cases.models import Case, StepKind
from propertyservice.workflow.transitions import Move, Refused, transition

CORRECTED = ("interviewee", "comments")


@transition(
    label=lazy("Correct"),
    sources=[Status.COMPLETED, Status.UNREACHABLE, Status.REFUSED],
    right="callbacks.call",
    guards=[guards.own_call],
    order=80,
)
def correct(callback: Callback, move: Move, **values: str) -> None:
    """Correct a slip of the pen until the review; the rating stays as it was said."""
    move.kind = StepKind.CORRECTION
    changes = {}
    for name in CORRECTED:
        if name in values and values[name] != getattr(callback, name):
            changes[name] = [getattr(callback, name), values[name]]
            setattr(callback, name, values[name])
    if not changes:
        raise Refused(_("Nothing was changed."), code="unchanged")
    move.note(changes=changes)


@transition(
    label=lazy("Being put right"),
    sources=[Status.COMPLETED],
    target=Status.FOLLOW_UP,
    right="callbacks.call",
    order=99,
)
def follow_up(callback: Callback, move: Move, *, case: Case) -> None:
    """The rework, or the reopened complaint, that puts it right (edge case 18)."""
    callback.follow_up = case
    move.note(follow_up=case.number)


@transition(
    label=lazy("Review"),
    sources=[Status.COMPLETED, Status.UNREACHABLE, Status.REFUSED],
    target=Status.REVIEWED,
    right="callbacks.review",
    guards=[guards.by_another],
    announces=callback_reviewed,
    order=1,
)
def review(callback: Callback, move: Move, *, note: str = "") -> None:
    """The supervisor has read it; from now on nothing of it is edited."""
    _signed(callback, move, note)


@transition(
    label=lazy("Close"),
    sources=[Status.REVIEWED],
    target=Status.CLOSED,
    right="callbacks.review",
    announces=callback_closed,
    asks=False,
    order=98,
)
def close(callback: Callback, move: Move) -> None:
    """Reviewed: the line is closed by the system."""
    _done(callback)


@transition(
    label=lazy("Close after it was put right"),
    sources=[Status.FOLLOW_UP],
    target=Status.CLOSED,
    right="callbacks.review",
    guards=[guards.by_another, guards.settled_and_called_again],
    announces=callback_closed,
    order=1,
)
def settle(callback: Callback, move: Move, *, note: str = "") -> None:
    """Put right and called again; the first rating stays in the statistics."""
    _signed(callback, move, note)
    _done(callback)


def _signed(callback: Callback, move: Move, note: str) -> None:
    callback.reviewed_by, callback.reviewed_at = move.by, move.at
    callback.review_note = note
    if note:
        move.note(words=note)


def _done(callback: Callback) -> None:
    callback.register.holder, callback.register.holder_post = None, ""
