"""What is asked of those above waits in the approval queue (RULES 2.3)."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _

from complaints.models import Complaint
from complaints.transitions import routing
from propertyservice.approvals import requests
from propertyservice.approvals.models import Request
from propertyservice.workflow.transitions import Move, Refused

DECIDE = "complaints.decide"
EXTEND = "complaints.extend"


def hand_to_queue(
    complaint: Complaint, move: Move, kind: str, *, reason: str, **details: Any
) -> Request:
    """Put a request into the queue of whoever decides at this level."""
    if not reason.strip():
        raise Refused(_("Say why."), code="reason")
    # The queue reads the level from the row, which is saved after the step.
    complaint.register.complaint = complaint
    return requests.ask(
        complaint.register,
        kind,
        by=move.person,
        reason=reason[:500],
        details={**details, "since": move.at.isoformat()},
    )


def ask_anew(complaint: Complaint) -> None:
    """What waits for a decision goes to whoever decides now: the level rose, or it is
    about a head of the office."""
    waiting = Request.objects.filter(
        case=complaint.register, kind__in=(DECIDE, EXTEND)
    ).waiting()
    complaint.register.complaint = complaint
    for old in waiting.select_related("asked_by"):
        requests.withdraw(complaint.register, old.kind, by=None)
        new = requests.ask(
            complaint.register,
            old.kind,
            by=old.asked_by,
            reason=old.reason,
            details=old.details,
        )
        if old.kind == DECIDE:
            routing.hold(complaint, None, new.post)
