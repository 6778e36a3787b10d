"""The complaints of a household, on its page (DESIGN 3)."""

from __future__ import annotations

from typing import Any

from complaints.models import Complaint
from propertyservice.organisation.models import Staff

SHOWN = 5


def of_unit(user: Staff, unit: Any) -> dict[str, Any] | None:
    """The latest complaints of the room that exist for the reader."""
    seen = Complaint.objects.visible_to(user).filter(unit=unit)
    found = list(seen.select_related("register").order_by("-received_at")[:SHOWN])
    return {"complaints": found, "unit": unit} if found else None
