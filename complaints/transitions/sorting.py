"""Judging a complaint and handing it over (4.6.2, 4.6.3)."""

from __future__ import annotations

from datetime import datetime

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy

from complaints.models import Complaint, Level, Status, Validity
from complaints.rules import deadlines as limits
from complaints.signals import complaint_classified
from complaints.transitions import clocks, guards, routing
from complaints.transitions.queue import ask_anew
from propertyservice.organisation.models import Department, Staff
from propertyservice.workflow.transitions import Move, Refused, transition

PASSED_ON = (Status.TRANSFERRED, Status.INVESTIGATING)


@transition(
    label=lazy("Accept and tell the complainant"),
    sources=[Status.RECEIVED, Status.CLASSIFIED, Status.TRANSFERRED],
    right="complaints.answer",
    guards=[guards.not_about_him],
    order=20,
)
def acknowledge(
    complaint: Complaint, move: Move, *, method: str, words: str = ""
) -> None:
    """The first reply: the complaint is accepted, here is its number (4.6.2)."""
    if not move.deadlines.running(limits.FIRST_REPLY):
        raise Refused(_("The complainant was told already."), code="told")
    move.deadlines.meet([limits.FIRST_REPLY], move.at)
    move.note(method=method, words=words)


@transition(
    label=lazy("Classify"),
    sources=[Status.RECEIVED, Status.CLASSIFIED],
    target=Status.CLASSIFIED,
    right="complaints.classify",
    guards=[guards.not_about_him, guards.from_above],
    announces=complaint_classified,
    order=1,
)
def classify(
    complaint: Complaint,
    move: Move,
    *,
    level: str,
    category: str,
    validity: str,
    promised_at: datetime | None = None,
    agreed_at: datetime | None = None,
    is_safety: bool | None = None,
    respondent: Staff | None = None,
    respondent_words: str = "",
) -> None:
    """Level, category, valid or not, and what was promised; clocks follow the level.

    Naming who is complained about hides the complaint from him from now on.
    """
    if validity != Validity.VALID and not move.reason.strip():
        raise Refused(_("Say why it is not a valid complaint."), code="reason")
    if respondent is not None and respondent == move.by:
        raise Refused(
            _("The complaint is about you. Somebody else must take this step."),
            code="not_about_him",
        )
    changed = level != complaint.level or promised_at != complaint.promised_at
    complaint.level, complaint.category = level, category
    complaint.validity = validity
    complaint.promised_at = promised_at
    complaint.agreed_at = agreed_at
    if is_safety is not None:
        complaint.is_safety = is_safety
    if respondent_words:
        complaint.respondent_words = respondent_words
    if respondent is not None:
        routing.name_respondent(complaint, respondent)
        ask_anew(complaint)
    _follow_level(complaint, move, changed=changed)
    post = "COMPLAINT_DESK"
    if validity == Validity.INVALID:
        post = routing.supervising_post(complaint.goes_above)
    routing.hold(complaint, None, post)
    move.note(level=level, category=category, validity=validity)


def _follow_level(complaint: Complaint, move: Move, *, changed: bool) -> None:
    """The limits of the level count from receipt; a missed one stays missed."""
    book, began = move.deadlines, complaint.received_at
    if complaint.validity == Validity.INVALID:
        book.drop([limits.TRANSFER, limits.SOLVE], move.at)
    else:
        if changed or not book.running(limits.TRANSFER):
            rule = limits.transfer_rule(complaint.level)
            book.start(limits.TRANSFER, began, rule=rule, now=move.at)
        clocks.start_solve(book, complaint, began, move.at)
    if changed and book.running(limits.ANSWER):
        clocks.start_answer(book, complaint, began, move.at)
    routing.route(complaint, book)


@transition(
    label=lazy("Explain that it is invalid"),
    sources=[Status.CLASSIFIED],
    target=Status.INVALID_EXPLAINED,
    right="complaints.classify",
    guards=[guards.is_invalid, guards.not_about_him, guards.from_above],
    order=2,
)
def explain_invalid(
    complaint: Complaint, move: Move, *, ground: str, method: str
) -> None:
    """The legal or contractual reason told to the complainant; kept, never deleted."""
    complaint.reply, complaint.reply_method = ground, method
    complaint.replied_at = move.at
    complaint.complainants.unanswered().update(
        answered_at=move.at, answer_method=method
    )
    move.deadlines.meet(limits.ANSWERED, move.at)
    move.deadlines.drop_all(move.at)
    routing.hold(complaint, None, routing.supervising_post(complaint.goes_above))
    move.note(ground=ground, method=method)


@transition(
    label=lazy("Hand to a department"),
    sources=[Status.CLASSIFIED, Status.REOPENED],
    target=Status.TRANSFERRED,
    right="complaints.transfer",
    guards=[guards.is_valid, guards.not_about_him],
    order=1,
)
def transfer(
    complaint: Complaint, move: Move, *, department: Department, handler: Staff
) -> None:
    """To the department concerned; the hand-over counts when its receiver signs."""
    _give(complaint, move, department, handler)


@transition(
    label=lazy("Pass on to another"),
    sources=PASSED_ON,
    target=Status.TRANSFERRED,
    right="complaints.transfer",
    guards=[guards.not_about_him],
    order=40,
)
def retransfer(
    complaint: Complaint, move: Move, *, department: Department, handler: Staff
) -> None:
    """Another department is concerned after all; the reason is on record."""
    if not move.reason.strip():
        raise Refused(_("Say why it goes to somebody else."), code="reason")
    if handler.pk == complaint.handler_id:
        raise Refused(_("It is in these hands already. Choose another."), code="same")
    move.note(before=str(complaint.handler))
    _give(complaint, move, department, handler)


def _give(
    complaint: Complaint, move: Move, department: Department, handler: Staff
) -> None:
    if handler.pk == complaint.respondent_id:
        raise Refused(
            _("The complaint is about %(who)s. Choose somebody else.")
            % {"who": handler},
            code="about_him",
        )
    if department.office_id != complaint.office_id:
        raise Refused(_("Choose a department of this office."), code="department")
    if not handler.may("complaints.handle", complaint.office_id):
        raise Refused(
            _("%(who)s leads no department here. Choose who does.") % {"who": handler},
            code="not_a_head",
        )
    complaint.department, complaint.handler = department, handler
    complaint.transferred_at, complaint.signed_at = move.at, None
    routing.hold(complaint, handler)
    move.note(department=department.name, handler=str(handler))


@transition(
    label=lazy("Sign for it"),
    sources=[Status.TRANSFERRED],
    right="complaints.handle",
    guards=[*guards.HANDLED, guards.not_signed_for],
    asks=False,
    order=1,
)
def sign(complaint: Complaint, move: Move) -> None:
    """The receiver's signature and time: the hand-over is complete."""
    if move.by is not None and move.by.pk != complaint.handler_id:
        raise Refused(
            _("%(who)s must sign for it.") % {"who": complaint.handler}, code="handler"
        )
    complaint.signed_at = move.at
    move.deadlines.meet([limits.TRANSFER], move.at)


@transition(
    label=lazy("Begin to investigate"),
    sources=[Status.TRANSFERRED, Status.REOPENED],
    target=Status.INVESTIGATING,
    right="complaints.handle",
    guards=[*guards.HANDLED, guards.is_signed_for],
    asks=False,
    order=2,
)
def investigate(complaint: Complaint, move: Move) -> None:
    """The head of the department looks into it, never whom it is about."""


def serious(level: str) -> bool:
    """Whether the office's manager must know of it at once."""
    return level in (Level.IMPORTANT, Level.CRITICAL)
