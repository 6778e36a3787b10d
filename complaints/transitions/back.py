"""Ways off the road: reopening, withdrawing, merging, waiting (RULES 2.3)."""

from __future__ import annotations

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy

from complaints.models import Complainant, Complaint, Status
from complaints.rules import deadlines as limits
from complaints.signals import (
    complaint_merged,
    complaint_reopened,
    complaint_withdrawn,
)
from complaints.transitions import clocks, guards, routing
from complaints.transitions.answering import UNDERWAY
from propertyservice.cases.models import Case, StepKind
from propertyservice.workflow.transitions import Move, Refused, transition

OPEN = [*UNDERWAY, Status.DONE, Status.REPLIED]
WAIT_COMPLAINANT = "WAIT_COMPLAINANT"


@transition(
    label=lazy("Reopen"),
    sources=[Status.REPLIED, Status.CALLBACK, Status.CLOSED],
    target=Status.REOPENED,
    right="complaints.reopen",
    guards=[guards.not_about_him, guards.within_reopen_window],
    announces=complaint_reopened,
    order=60,
)
def reopen(complaint: Complaint, move: Move, *, callback: Case | None = None) -> None:
    """Dissatisfied, or the same matter again: everything begins anew, on record."""
    if not move.reason.strip():
        raise Refused(_("Say what is still wrong."), code="reason")
    complaint.reopen_count += 1
    complaint.done_at = complaint.replied_at = None
    complaint.closer = None
    complaint.callback_rating = ""
    complaint.complainants.update(answered_at=None, called_back_at=None)
    clocks.restart(move.deadlines, complaint, move.at, (limits.ANSWER, limits.SOLVE))
    if complaint.handler_id:
        routing.hold(complaint, complaint.handler)
    else:
        routing.hold(complaint, None, "COMPLAINT_DESK")
    if callback:
        move.note(callback=callback.number)


@transition(
    label=lazy("Withdraw"),
    sources=OPEN,
    target=[Status.WITHDRAWN, *OPEN],
    right="complaints.withdraw",
    guards=[guards.not_about_him],
    announces=complaint_withdrawn,
    destructive=True,
    order=90,
)
def withdraw(complaint: Complaint, move: Move, *, words: str) -> str:
    """In the complainant's words; a matter of safety goes on (edge case 28)."""
    move.note(words=words)
    if complaint.is_safety:
        if complaint.withdrawn_at:
            raise Refused(_("The withdrawal is on record already."), code="withdrawn")
        complaint.withdrawn_at = move.at
        move.kind = StepKind.NOTE
        return str(complaint.status)
    complaint.withdrawn_at = move.at
    _end(complaint, move)
    return Status.WITHDRAWN


@transition(
    label=lazy("Merge"),
    sources=OPEN,
    target=Status.MERGED,
    right="complaints.merge",
    guards=[guards.not_about_him, guards.from_above, guards.not_merged_here],
    announces=complaint_merged,
    order=70,
)
def merge(complaint: Complaint, move: Move, *, into: Complaint) -> None:
    """The same matter: its complainants are answered and called back there."""
    if into.pk == complaint.pk or not into.is_open:
        raise Refused(_("Choose another complaint that is open."), code="into")
    if into.office_id != complaint.office_id:
        raise Refused(_("Choose a complaint of this office."), code="into")
    if into.replied_at:
        raise Refused(
            _("%(number)s is answered already. Choose one that is not.")
            % {"number": into.number},
            code="into",
        )
    if complaint.respondent_id and into.respondent_id != complaint.respondent_id:
        raise Refused(
            _("It is about somebody else. Merge only what is about the same person."),
            code="into",
        )
    if into.respondent and not complaint.respondent:
        routing.name_respondent(complaint, into.respondent)
    complaint.merged_into = into
    complaint.complainants.update(complaint=into, origin=complaint, is_spokesman=False)
    recount(into)
    _end(complaint, move)
    move.note(into=into.number)


def recount(complaint: Complaint) -> None:
    """How many complain, as the register shows it."""
    count = complaint.complainants.count()
    Complaint.objects.filter(pk=complaint.pk).update(complainant_count=count)
    complaint.complainant_count = count


def _end(complaint: Complaint, move: Move) -> None:
    if complaint.waiting_since:
        move.deadlines.resume(move.at)
        complaint.waiting_since = None
    move.deadlines.drop_all(move.at)
    routing.hold(complaint, None)


@transition(
    label=lazy("Wait for the complainant"),
    sources=[
        Status.TRANSFERRED,
        Status.INVESTIGATING,
        Status.PROPOSED,
        Status.APPROVED,
        Status.IMPLEMENTING,
        Status.REOPENED,
    ],
    right="complaints.handle",
    guards=[guards.not_waiting, *guards.HANDLED],
    order=50,
)
def wait(complaint: Complaint, move: Move) -> None:
    """Something is needed from him: the solution's clock stands, the answer's runs."""
    if not move.reason.strip():
        raise Refused(_("Say what is needed from the complainant."), code="reason")
    complaint.waiting_since = move.at
    move.deadlines.pause(WAIT_COMPLAINANT, move.at, move.by)


@transition(
    label=lazy("Go on"),
    sources=[
        Status.TRANSFERRED,
        Status.INVESTIGATING,
        Status.PROPOSED,
        Status.APPROVED,
        Status.IMPLEMENTING,
        Status.REOPENED,
    ],
    right="complaints.handle",
    guards=[guards.is_waiting, *guards.HANDLED],
    asks=False,
    order=3,
)
def go_on(complaint: Complaint, move: Move) -> None:
    """The complainant has answered; the clock runs again."""
    complaint.waiting_since = None
    move.deadlines.resume(move.at)


@transition(
    label=lazy("Add complainants"),
    sources=[*UNDERWAY, Status.DONE],
    right="complaints.correct",
    guards=[guards.not_about_him],
    order=55,
)
def add_complainants(
    complaint: Complaint, move: Move, *, people: list[dict[str, object]]
) -> None:
    """More owners complain of the same: one case, each of them answered (edge 29)."""
    Complainant.objects.bulk_create(
        Complainant(complaint=complaint, **each) for each in people
    )
    recount(complaint)
    move.kind = StepKind.NOTE
    move.note(count=len(people))


@transition(
    label=lazy("Name the spokesman"),
    sources=[*UNDERWAY, Status.DONE],
    right="complaints.correct",
    guards=[guards.not_about_him],
    order=56,
)
def name_spokesman(
    complaint: Complaint, move: Move, *, complainant: Complainant
) -> None:
    """Who speaks for the group."""
    complaint.complainants.update(is_spokesman=False)
    complaint.complainants.filter(pk=complainant.pk).update(is_spokesman=True)
    complaint.complainant_name = complainant.name
    complaint.is_anonymous = complainant.is_anonymous
    move.kind = StepKind.NOTE
    move.note(name=str(complainant))


@transition(
    label=lazy("Note a contact"),
    sources=OPEN,
    right="complaints.track",
    guards=[guards.not_about_him],
    order=95,
)
def contact(
    complaint: Complaint, move: Move, *, words: str, method: str = "PHONE"
) -> None:
    """A call or a visit in between."""
    move.kind = StepKind.NOTE
    move.note(words=words, method=method)


@transition(
    label=lazy("Chase"),
    sources=OPEN,
    right="complaints.chase",
    guards=[guards.not_about_him],
    asks=False,
    order=6,
)
def chase(complaint: Complaint, move: Move) -> None:
    """The desk asks after it now, beside what the system does every minute."""
    move.kind = StepKind.NOTE
    holder = complaint.register.holder
    move.note(whom=str(holder) if holder else complaint.register.holder_post)
