"""Shifts: who is on duty, and what was handed over."""

from propertyservice.planning.models.duty import Duty
from propertyservice.planning.models.handover import (
    FOUND,
    Confirmed,
    HandOver,
    HandOverLine,
)

__all__ = ["FOUND", "Confirmed", "Duty", "HandOver", "HandOverLine"]
