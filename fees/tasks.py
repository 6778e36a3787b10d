"""The timed jobs of fees (DESIGN 4)."""

from __future__ import annotations

from celery.schedules import crontab

from fees.transitions import reconciling
from propertyservice.celery import timed


@timed(reconciling.JOB, crontab(hour=2, minute=20))
def reconcile() -> dict[str, int]:
    """Every night: each sum twice, the chain proved, what differs opened as a case."""
    counts: dict[str, int] = reconciling.reconcile().counts
    return counts
