"""What ``callbacks`` calls down when a callback of a complaint has ended."""

from __future__ import annotations

from datetime import datetime

from complaints.models import Complainant, Complaint
from complaints.transitions import answering, back
from propertyservice.cases.models import Case
from propertyservice.organisation.models import Staff


def called_back(
    complaint: Complaint,
    by: Staff | None,
    *,
    callback: Case,
    rating: str,
    at: datetime | None = None,
    complainant: Complainant | None = None,
) -> None:
    """A callback after the answer has ended (REPLIED → CALLBACK): ready for closing.

    Call it once for each callback of the round, with its complainant where there are
    several (else the callback's person tells, else everybody counts as called).
    ``rating`` is one of ``Rating``, or UNREACHABLE, REFUSED or WAIVED. A dissatisfied
    one is followed by ``reopen``. Raises PermissionDenied or Refused.
    """
    answering.called_back(
        complaint,
        by=by,
        at=at,
        callback=callback,
        rating=rating,
        complainant=complainant,
    )


def reopen(
    complaint: Complaint,
    by: Staff | None,
    *,
    reason: str,
    callback: Case | None = None,
    at: datetime | None = None,
) -> None:
    """Back to work (→ REOPENED), counted, with clocks that start anew.

    ``callback`` is the call in which the complainant was dissatisfied. Raises
    PermissionDenied or Refused: after thirty days a new complaint is taken.
    """
    back.reopen(complaint, by=by, at=at, reason=reason, callback=callback)
