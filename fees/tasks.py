"""The jobs of fees: what runs every night, and what somebody asked for (DESIGN 4)."""

from __future__ import annotations

from celery import shared_task
from celery.schedules import crontab

from fees.models import BillRun
from fees.transitions import billing, reconciling
from propertyservice.celery import timed
from propertyservice.organisation.scope import everywhere


@timed(reconciling.JOB, crontab(hour=2, minute=20))
def reconcile() -> dict[str, int]:
    """Every night: each sum twice, the chain proved, what differs opened as a case."""
    counts: dict[str, int] = reconciling.reconcile().counts
    return counts


@shared_task(name="fees.draft_bills")
def draft_bills(run_id: int) -> None:
    """Draft the lines of a run that somebody began; safe to repeat (4.8.1)."""
    with everywhere("bill run"):
        run = BillRun.objects.select_related("office", "run").get(pk=run_id)
    billing.fill(run)
