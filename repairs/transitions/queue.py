"""Asking the maintenance supervisor: what is asked waits in the approval queue."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _

from propertyservice.approvals import requests
from propertyservice.workflow.transitions import Move, Refused
from repairs.models import Repair

SUSPEND = "repairs.suspend"
UNSIGNED = "repairs.unsigned"
COMMON = "repairs.common"
EXTEND = "repairs.extend"


def hand_to_queue(repair: Repair, move: Move, kind: str, **details: Any) -> None:
    """Put a request into the queue, as of now."""
    if not move.reason.strip():
        raise Refused(_("Say why."), code="reason")
    details["since"] = move.at.isoformat()
    requests.ask(
        repair.register, kind, by=move.person, reason=move.reason, details=details
    )
