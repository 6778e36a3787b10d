"""Correcting what was written down; the old words stay in the timeline (2.0.5)."""

from __future__ import annotations

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy

from complaints.models import Complaint, Status
from complaints.transitions import guards
from complaints.transitions.answering import UNDERWAY
from propertyservice.cases.models import StepKind
from propertyservice.cases.search import text_of
from propertyservice.workflow.transitions import Move, Refused, transition

CORRECTED = (
    "content",
    "demand",
    "occurred_where",
    "respondent_words",
    "external_party",
    "external_no",
    "remark",
)


@transition(
    label=lazy("Correct"),
    sources=[*UNDERWAY, Status.DONE, Status.REPLIED],
    right="complaints.correct",
    guards=[guards.not_about_him],
    order=85,
)
def correct(complaint: Complaint, move: Move, **values: str) -> None:
    """What stands in the register is set right."""
    move.kind = StepKind.CORRECTION
    changes = {}
    for name in CORRECTED:
        if name in values and values[name] != getattr(complaint, name):
            changes[name] = [getattr(complaint, name), values[name]]
            setattr(complaint, name, values[name])
    if not changes:
        raise Refused(_("Nothing was changed."), code="unchanged")
    complaint.register.title = complaint.content[:200]
    complaint.register.search_text = text_of(
        complaint.content, complaint.location, complaint.complainant_name
    )
    move.note(changes=changes)
