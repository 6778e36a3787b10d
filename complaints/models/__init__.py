"""The Owner Complaint Register (4.6)."""

from complaints.models.codes import (
    CLOSED,
    MOVES,
    OUTSIDE,
    Category,
    Channel,
    Level,
    Method,
    Rating,
    Status,
    Validity,
)
from complaints.models.complainant import Complainant
from complaints.models.complaint import Complaint, ComplaintQuerySet

__all__ = [
    "CLOSED",
    "MOVES",
    "OUTSIDE",
    "Category",
    "Channel",
    "Complainant",
    "Complaint",
    "ComplaintQuerySet",
    "Level",
    "Method",
    "Rating",
    "Status",
    "Validity",
]
