"""Complaints on the household page, in the one box and on the hand-over of a shift
(DESIGN 3)."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.utils.translation import gettext_lazy as _

from complaints.models import Complaint, Level, Status, Validity
from propertyservice.cases.search import matching_ids
from propertyservice.organisation.models import Staff
from propertyservice.planning.sources import Row, Source
from propertyservice.ui.formats import when
from propertyservice.ui.search import Hit

SHOWN, DESK = 5, "COMPLAINT_DESK"
AMONG, NOBODY = 50, 0
"""How many of the newest that say the words are looked at."""


def of_unit(user: Staff, unit: Any) -> dict[str, Any] | None:
    """The latest complaints of the room that exist for the reader."""
    seen = Complaint.objects.visible_to(user).filter(unit=unit)
    found = list(seen.select_related("register").order_by("-received_at")[:SHOWN])
    return {"complaints": found, "unit": unit} if found else None


def find(user: Staff, term: str, limit: int) -> list[Hit]:
    """The newest that say all words and exist for whoever asks.

    The words are asked of a sealed table that keeps no secret; the rows come through
    ``visible_to`` and row-level security: two statements, whether nothing says the
    words or what says them is hidden.
    """
    ids = matching_ids(user, "complaints", term, AMONG) or [NOBODY]
    seen = Complaint.objects.visible_to(user).filter(pk__in=ids)
    found = seen.select_related("register").order_by("-received_at", "-pk")[:limit]
    return [_hit(each) for each in found]


def _hit(complaint: Complaint) -> Hit:
    sub = (complaint.location, complaint.who_complains, when(complaint.received_at))
    return Hit(
        title=complaint.register.title,
        sub=" · ".join(filter(None, map(str, sub))),
        url=complaint.get_absolute_url(),
        kind=complaint.status_words,
    )


def open_cases(office: Any, post: str, at: datetime) -> list[Row]:
    """Open complaints with what was promised; those about somebody stay off a list
    that several people read. A grave one that the desk has to pass on blocks it."""
    found = Complaint.objects.filter(office=office, register__hidden_from=None).open()
    found = found.select_related("register", "handler").order_by("due_at", "pk")
    return [
        Row(
            text=each.register.title,
            sub=" · ".join(filter(None, (each.status_words, _name(each.handler)))),
            number=each.number,
            due_at=each.promised_at or each.due_at,
            case=each.register,
            blocks=post == DESK and is_left_lying(each),
        )
        for each in found
    ]


def is_left_lying(complaint: Complaint) -> bool:
    """Critical or about safety, judged, and the desk has not passed it on (2.3)."""
    grave = complaint.is_safety or complaint.level == Level.CRITICAL
    judged = complaint.status == Status.CLASSIFIED
    return grave and judged and complaint.validity != Validity.INVALID


def _name(person: Staff | None) -> str:
    return person.name if person else ""


SOURCE = Source("complaints.open", _("Open complaints"), "complaints.view", open_cases)
