"""Answering, calling back, closing (4.6.1; RULES 2.3)."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as lazy

from complaints.models import Complainant, Complaint, Rating, Status
from complaints.rules import deadlines as limits
from complaints.signals import complaint_closed, complaint_replied
from complaints.transitions import guards, routing
from propertyservice.cases.models import Case, StepKind
from propertyservice.workflow.transitions import Move, transition

UNDERWAY = (
    Status.RECEIVED,
    Status.CLASSIFIED,
    Status.TRANSFERRED,
    Status.INVESTIGATING,
    Status.PROPOSED,
    Status.APPROVED,
    Status.IMPLEMENTING,
    Status.REOPENED,
)

WAIVED = "WAIVED"
"""A duplicate that is not called: it says nothing of what others answered."""


@transition(
    label=lazy("Give a clear answer"),
    sources=UNDERWAY,
    right="complaints.answer",
    guards=[guards.not_about_him],
    order=25,
)
def answer(complaint: Complaint, move: Move, *, method: str, words: str) -> None:
    """What will be done and by when: the limit of the answer, not of the solution."""
    move.kind = StepKind.NOTE
    move.deadlines.meet([limits.FIRST_REPLY, limits.ANSWER], move.at)
    move.note(method=method, words=words)


@transition(
    label=lazy("Answer one complainant"),
    sources=[Status.DONE],
    right="complaints.answer",
    guards=[guards.not_about_him, guards.everybody_was_answered],
    order=5,
)
def answer_one(
    complaint: Complaint,
    move: Move,
    *,
    complainant: Complainant,
    method: str,
    words: str,
    opinion: str = "",
) -> None:
    """One of a group is told apart from the others (edge case 29)."""
    move.kind = StepKind.NOTE
    complaint.complainants.filter(pk=complainant.pk).update(
        answered_at=move.at, answer_method=method, opinion=opinion
    )
    move.note(name=str(complainant), method=method, words=words, opinion=opinion)


@transition(
    label=lazy("Answer the complainant"),
    sources=[Status.DONE],
    target=Status.REPLIED,
    right="complaints.answer",
    guards=[guards.not_about_him],
    announces=complaint_replied,
    order=1,
)
def reply(
    complaint: Complaint, move: Move, *, method: str, words: str, opinion: str = ""
) -> None:
    """The outcome told to everybody who has not been answered yet, and their opinion.

    An anonymous one is answered by a general notice (edge case 25).
    """
    left = complaint.complainants.unanswered()
    left.update(answered_at=move.at, answer_method=method, opinion=opinion)
    complaint.reply, complaint.reply_method = words, method
    complaint.replied_at, complaint.opinion = move.at, opinion
    move.deadlines.meet(limits.ANSWERED, move.at)
    calls = complaint.complainants.to_call().exists()
    post = "CALLBACK_STAFF" if calls else _closing_post(complaint)
    routing.hold(complaint, None, post)
    move.note(method=method, words=words, opinion=opinion)


@transition(
    label=lazy("Called back"),
    sources=[Status.REPLIED, Status.CALLBACK],
    target=Status.CALLBACK,
    right="complaints.call_back",
    guards=[guards.not_about_him],
)
def called_back(
    complaint: Complaint,
    move: Move,
    *,
    callback: Case,
    rating: str,
    complainant: Complainant | None,
) -> None:
    """A callback of this round has its result, or is waived as a duplicate."""
    waiting = complaint.complainants.to_call().filter(called_back_at=None)
    if complainant is not None:
        waiting = waiting.filter(pk=complainant.pk)
    elif callback.person_id and waiting.filter(person=callback.person_id).exists():
        waiting = waiting.filter(person=callback.person_id)
    waiting.update(called_back_at=move.at)
    complaint.callback_no = callback.number
    heard = complaint.callback_rating if rating == WAIVED else ""
    if complaint.callback_rating != Rating.DISSATISFIED:
        complaint.callback_rating = heard or rating
    routing.hold(complaint, None, _closing_post(complaint))
    move.note(callback=callback.number, rating=rating)


@transition(
    label=lazy("Close"),
    sources=[Status.REPLIED, Status.CALLBACK, Status.INVALID_EXPLAINED],
    target=Status.CLOSED,
    right="complaints.close",
    guards=[
        guards.not_about_him,
        guards.closes,
        guards.everybody_was_called,
        guards.nobody_is_dissatisfied,
        guards.measures_are_recorded,
    ],
    announces=complaint_closed,
    asks=False,
    order=1,
)
def close(complaint: Complaint, move: Move) -> None:
    """Answered, called back, and the measures are on record."""
    complaint.closer = move.by
    move.deadlines.drop_all(move.at)
    routing.hold(complaint, None)


def _closing_post(complaint: Complaint) -> str:
    serious = complaint.level != "MINOR"
    return "OFFICE_MANAGER" if serious else "CS_SUPERVISOR"
