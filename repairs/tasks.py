"""The timed jobs of repairs, and what follows a step after its commit."""

from __future__ import annotations

from datetime import timedelta

from celery.schedules import crontab
from django.db.models import QuerySet
from django.utils import timezone

from propertyservice.audit.models import Run
from propertyservice.celery import app, timed
from propertyservice.organisation import posts, scope
from propertyservice.organisation.models import Office, Staff
from propertyservice.policy.in_force import in_force
from propertyservice.workflow.models import NoticeKind, NoticeLine
from propertyservice.workflow.notices import tell
from propertyservice.workflow.transitions import Refused
from repairs import transitions
from repairs.models import Repair, Status

TELL_MAINTENANCE = "repairs.tell_maintenance"
CLOSE = "repairs.close_returned"
DAYS = "repair.close_after_days"


@app.task(name=TELL_MAINTENANCE)
def tell_maintenance(pk: int) -> None:
    """A new repair: the maintenance supervisors of its office are told once (4.2.1)."""
    with scope.everywhere("new repair"):
        repair = Repair.objects.select_related("register").filter(pk=pk).first()
        told = NoticeLine.objects.filter(case=pk, notice__kind=NoticeKind.INFO)
        if repair is None or told.exists():
            return
        on_duty = Staff.objects.on_post(
            posts.MAINT_SUPERVISOR, repair.office_id, timezone.localdate()
        )
        tell(on_duty, NoticeKind.INFO, repair.register)


@timed(CLOSE, crontab(hour=2, minute=20))
def close_returned() -> int:
    """Every night: close what came back days ago with nothing against it (RULES 2.1).

    Each repair closes in a transaction of its own; a repeated run finds none left.
    Gives how many were closed.
    """
    with scope.everywhere(CLOSE):
        wanted = [pk for office in Office.objects.all() for pk in _ripe(office)]
    if not wanted:
        return 0
    run = Run.objects.create(job=CLOSE)
    closed = 0
    for pk in wanted:
        with scope.everywhere(CLOSE):
            repair = Repair.objects.select_related("register").get(pk=pk)
            try:
                transitions.close(repair, by=None)
                closed += 1
            except Refused as refused:
                run.findings.append(f"{repair.number}: {refused.messages[0]}")
    run.counts = {"closed": closed, "left": len(run.findings)}
    run.finish()
    return closed


def _ripe(office: Office) -> QuerySet[Repair, int]:
    """Repairs whose sheet has been back for longer than the rule says."""
    days = in_force(office, timezone.localdate())[DAYS]
    return (
        Repair.objects.filter(
            office=office,
            status=Status.SHEET_RETURNED,
            sheet_returned_at__lt=timezone.now() - timedelta(days=days),
        )
        .order_by("pk")
        .values_list("pk", flat=True)
    )
