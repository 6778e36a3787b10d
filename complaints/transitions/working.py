"""Investigating, proposing, putting right (RULES 2.3)."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from django.utils.translation import gettext_lazy as lazy

from complaints.models import Complaint, Status
from complaints.rules import deadlines as limits
from complaints.transitions import guards, routing
from complaints.transitions.queue import DECIDE, hand_to_queue
from propertyservice.files.storage import attach
from propertyservice.workflow.transitions import Move, transition


@transition(
    label=lazy("Propose"),
    sources=[Status.INVESTIGATING],
    target=Status.PROPOSED,
    right="complaints.handle",
    guards=guards.HANDLED,
    order=1,
)
def propose(
    complaint: Complaint,
    move: Move,
    *,
    investigation: str,
    proposal: str,
    proposed_on: date,
) -> None:
    """Cause, measure and date; it waits for whoever approves at this level."""
    complaint.investigation, complaint.proposal = investigation, proposal
    complaint.proposed_on = proposed_on
    complaint.approver = complaint.approved_at = None
    complaint.approval = ""
    asked = hand_to_queue(
        complaint,
        move,
        DECIDE,
        reason=proposal,
        investigation=investigation,
        proposed_on=proposed_on.isoformat(),
    )
    routing.hold(complaint, None, asked.post)
    move.note(investigation=investigation, proposal=proposal)


@transition(
    label=lazy("Approve the proposal"),
    sources=[Status.PROPOSED],
    target=Status.APPROVED,
    right="complaints.decide",
    guards=[guards.not_about_him],
)
def approve(complaint: Complaint, move: Move) -> None:
    """Taken in the queue by whoever may decide at this level."""
    complaint.approver, complaint.approved_at = move.by, move.at
    complaint.approval = move.reason
    routing.hold(complaint, complaint.handler)


@transition(
    label=lazy("Send the proposal back"),
    sources=[Status.PROPOSED],
    target=Status.INVESTIGATING,
    right="complaints.decide",
    guards=[guards.not_about_him],
)
def send_back(complaint: Complaint, move: Move) -> None:
    """Not like this: the opinion says what is missing."""
    complaint.approval = move.reason
    routing.hold(complaint, complaint.handler)


@transition(
    label=lazy("Take the proposal back"),
    sources=[Status.PROPOSED],
    target=Status.INVESTIGATING,
    right="complaints.handle",
    guards=[guards.not_about_him],
)
def take_back(complaint: Complaint, move: Move) -> None:
    """Whoever asked has thought of something better."""
    routing.hold(complaint, complaint.handler)


@transition(
    label=lazy("Begin to put it right"),
    sources=[Status.APPROVED],
    target=Status.IMPLEMENTING,
    right="complaints.handle",
    guards=guards.HANDLED,
    asks=False,
    order=1,
)
def implement(complaint: Complaint, move: Move) -> None:
    """The approved measure is being taken."""


@transition(
    label=lazy("Record the outcome"),
    sources=[Status.IMPLEMENTING],
    target=Status.DONE,
    right="complaints.handle",
    guards=guards.HANDLED,
    order=1,
)
def finish(
    complaint: Complaint,
    move: Move,
    *,
    outcome: str,
    photos: Sequence[Any] = (),
) -> None:
    """What was done, with a photo or paper; the complainant is told next."""
    if complaint.waiting_since:
        move.deadlines.resume(move.at)
        complaint.waiting_since = None
    for photo in photos:
        attach(complaint.register, photo, by=move.person, kind="OUTCOME")
    if photos:
        move.note(photos=len(photos))
    complaint.outcome, complaint.done_at = outcome, move.at
    complaint.extension_until = None
    move.deadlines.meet([limits.SOLVE], move.at)
    move.deadlines.start(limits.REPLY, move.at, rule="complaint.reply")
    routing.route(complaint, move.deadlines)
    routing.hold(complaint, None, "COMPLAINT_DESK")
    move.note(outcome=outcome)


@transition(
    label=lazy("Record corrective action"),
    sources=[
        Status.INVESTIGATING,
        Status.APPROVED,
        Status.IMPLEMENTING,
        Status.DONE,
        Status.REPLIED,
        Status.CALLBACK,
    ],
    right="complaints.handle",
    guards=guards.HANDLED,
    order=45,
)
def record_measures(
    complaint: Complaint, move: Move, *, corrective_action: str
) -> None:
    """How it is kept from happening again; 重要 and above can't close without."""
    complaint.corrective_action = corrective_action
    move.note(corrective_action=corrective_action)
