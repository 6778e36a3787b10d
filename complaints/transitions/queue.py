"""What is asked of those above waits in the approval queue (RULES 2.3)."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _

from complaints.models import Complaint
from complaints.rules import levels
from propertyservice.approvals import requests
from propertyservice.workflow.transitions import Move, Refused

DECIDE = "complaints.decide"
EXTEND = "complaints.extend"
TIERS = ("MINOR", "IMPORTANT", "CRITICAL")


def kind_of(what: str, tier: str) -> str:
    """The kind of request of a tier."""
    return f"{what}_{tier.lower()}"


def hand_to_queue(
    complaint: Complaint, move: Move, what: str, *, reason: str, **details: Any
) -> None:
    """Put a request into the queue of whoever decides at this level."""
    if not reason.strip():
        raise Refused(_("Say why."), code="reason")
    tier = levels.tier(complaint.level, complaint.goes_above)
    requests.ask(
        complaint.register,
        kind_of(what, tier),
        by=move.person,
        reason=reason[:500],
        details={**details, "since": move.at.isoformat()},
    )


def take_back(complaint: Complaint, what: str, move: Move) -> None:
    """Withdraw what waits of this kind, at whichever level it was asked."""
    for tier in TIERS:
        requests.withdraw(complaint.register, kind_of(what, tier), by=move.person)
