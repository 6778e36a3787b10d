"""What fees does when others announce something."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.dispatch import receiver

from fees.transitions.onceoff import split_at_transfer
from propertyservice.estate.signals import ownership_transferred


@receiver(ownership_transferred, dispatch_uid="fees.split_at_transfer")
def split(unit: Any, on: date, owners: list[Any], **_more: Any) -> None:
    """A home was sold: published bills are split at the day (RULES 4.3)."""
    if owners:
        split_at_transfer(unit, on, owners[0].person_id)
