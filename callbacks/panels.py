"""Callbacks on the household page: what this home said of our work (DESIGN 3)."""

from __future__ import annotations

from typing import Any

from django.db.models.functions import Now

from callbacks.models import Callback, DoNotCall
from propertyservice.organisation.models import Staff

SHOWN = 5


def of_unit(user: Staff, unit: Any) -> dict[str, Any] | None:
    """The latest callbacks of the home that exist for the reader, and its wish."""
    seen = Callback.objects.visible_to(user).filter(unit=unit)
    found = list(
        seen.select_related("register", "caller").order_by("-window_until", "-pk")[
            :SHOWN
        ]
    )
    wishes = DoNotCall.objects.filter(unit=unit, since__lte=Now())
    wish = wishes.exclude(until__lte=Now()).order_by("-since").first()
    if not found and wish is None:
        return None
    return {"callbacks": found, "wish": wish, "unit": unit}
