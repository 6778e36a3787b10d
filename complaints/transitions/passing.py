"""Which step passes a complaint on, whoever has it now (RULES 2.3)."""

from __future__ import annotations

from complaints.models import Complaint, Status
from complaints.transitions.sorting import retransfer, transfer
from propertyservice.workflow.transitions import Transition

FIRST = (Status.CLASSIFIED, Status.REOPENED)


def step_for(complaint: Complaint) -> Transition:
    """Nobody has it yet, or no more: it is handed over; else it goes to another."""
    return transfer if complaint.status in FIRST else retransfer
