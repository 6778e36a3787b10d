"""Complaints on the household page and on the hand-over of a shift (DESIGN 3)."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.utils.translation import gettext_lazy as _

from complaints.models import Complaint
from propertyservice.organisation.models import Staff
from propertyservice.planning.sources import Row, Source

SHOWN = 5


def of_unit(user: Staff, unit: Any) -> dict[str, Any] | None:
    """The latest complaints of the room that exist for the reader."""
    seen = Complaint.objects.visible_to(user).filter(unit=unit)
    found = list(seen.select_related("register").order_by("-received_at")[:SHOWN])
    return {"complaints": found, "unit": unit} if found else None


def open_cases(office: Any, post: str, at: datetime) -> list[Row]:
    """Open complaints with what was promised; those about somebody stay off a list
    that several people read."""
    found = Complaint.objects.filter(office=office, register__hidden_from=None).open()
    found = found.select_related("register", "handler").order_by("due_at", "pk")
    return [
        Row(
            text=each.register.title,
            sub=" · ".join(filter(None, (each.status_words, _name(each.handler)))),
            number=each.number,
            due_at=each.promised_at or each.due_at,
            case=each.register,
        )
        for each in found
    ]


def _name(person: Staff | None) -> str:
    return person.name if person else ""


SOURCE = Source("complaints.open", _("Open complaints"), "complaints.view", open_cases)
