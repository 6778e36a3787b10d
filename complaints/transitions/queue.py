"""What is asked of those above waits in the approval queue (RULES 2.3)."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _

from complaints.models import Complaint
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
