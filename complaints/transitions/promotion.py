"""A valid complaint not solved within a month becomes critical (edge case 32)."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as lazy

from complaints.models import Complaint, Level
from complaints.rules import deadlines as limits
from complaints.signals import complaint_promoted
from complaints.transitions import clocks
from complaints.transitions.answering import UNDERWAY
from complaints.transitions.queue import ask_anew
from propertyservice.workflow.transitions import Move, transition


def not_promoted(_user: object, complaint: Complaint) -> str | None:
    """Once is enough: a repeated run finds nothing to do."""
    return "promoted" if complaint.promoted_at else None


@transition(
    label=lazy("Made critical after a month"),
    sources=UNDERWAY,
    right="complaints.oversee",
    guards=[not_promoted],
    announces=complaint_promoted,
)
def promote(complaint: Complaint, move: Move) -> None:
    """By the system: the level rises, its limits begin today, the leaders are told.

    A proposal that waits goes to whoever decides critical ones.
    """
    move.note(before=complaint.level)
    complaint.promoted_at = move.at
    if complaint.level == Level.CRITICAL:
        return
    complaint.level = Level.CRITICAL
    clocks.restart(move.deadlines, complaint, move.at, (limits.ANSWER, limits.SOLVE))
    ask_anew(complaint)
