"""Starting and moving the limits of a complaint (4.6.2; RULES 2.3)."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from django.utils.translation import gettext as _

from complaints.models import OUTSIDE, Complaint
from complaints.rules import deadlines as limits
from complaints.rules.defaults import LEGAL_REPLY
from complaints.transitions.routing import route
from propertyservice.policy import definitions
from propertyservice.policy.calendar import MissingYear
from propertyservice.workflow.deadlines import DeadlineBook


def start_all(book: DeadlineBook, complaint: Complaint) -> None:
    """The limits that run from the moment of receipt.

    A year without a calendar doesn't keep the complaint out of the register: the
    solution's limit is then started, or refused with a sentence, when it is classified.
    """
    at = complaint.received_at
    book.start(limits.FIRST_REPLY, at, rule="complaint.first_reply")
    book.start(limits.TRANSFER, at, rule=limits.transfer_rule(complaint.level))
    start_answer(book, complaint, at)
    try:
        start_solve(book, complaint, at)
        start_outside(book, complaint, at)
    except MissingYear:
        pass
    route(complaint, book)


def start_answer(
    book: DeadlineBook, complaint: Complaint, at: datetime, now: datetime | None = None
) -> None:
    """The clear answer: by the rule, or sooner when sooner was promised."""
    rule = limits.answer_rule(complaint.level)
    deadline = book.start(limits.ANSWER, at, rule=rule, now=now)
    promised = complaint.promised_at
    if promised and promised > at and deadline.due_at and promised < deadline.due_at:
        book.extend(limits.ANSWER, promised, _("promised to the complainant"))


def start_solve(
    book: DeadlineBook, complaint: Complaint, at: datetime, now: datetime | None = None
) -> None:
    """The solution: by the rule, or for a minor one as agreed with the resident."""
    rule = limits.solve_rule(complaint.level, complaint.is_safety)
    agreed = complaint.agreed_at if complaint.level == "MINOR" else None
    book.start(limits.SOLVE, at, rule=rule, fixed=agreed, now=now)


def start_outside(
    book: DeadlineBook, complaint: Complaint, at: datetime, now: datetime | None = None
) -> None:
    """12345's own limit and the local law's (edge case 27): the shortest leads."""
    if complaint.external_due_at or complaint.channel in OUTSIDE:
        book.start(
            limits.EXTERNAL,
            at,
            rule="complaint.external",
            fixed=complaint.external_due_at,
            now=now,
        )
    law = f"{LEGAL_REPLY}{complaint.office.city}"
    if definitions.known(law) and not _known(book, limits.LEGAL):
        book.start(limits.LEGAL, at, rule=law, now=now)


def restart(
    book: DeadlineBook, complaint: Complaint, at: datetime, kinds: Iterable[str]
) -> None:
    """Let limits begin anew, because it was reopened or became critical."""
    if limits.ANSWER in kinds:
        start_answer(book, complaint, at, at)
    if limits.SOLVE in kinds:
        start_solve(book, complaint, at, at)
    route(complaint, book)


def _known(book: DeadlineBook, kind: str) -> bool:
    return any(deadline.kind == kind for deadline in book.deadlines)
