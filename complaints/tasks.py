"""The timed job of complaints: what is unsolved after a month becomes critical."""

from __future__ import annotations

from datetime import timedelta

from celery.schedules import crontab
from django.db.models import QuerySet
from django.utils import timezone

from complaints.models import Complaint
from complaints.transitions import promote
from propertyservice.audit.models import SEALED, Run
from propertyservice.celery import timed
from propertyservice.organisation import scope
from propertyservice.organisation.models import Office
from propertyservice.policy.in_force import in_force
from propertyservice.workflow.transitions import Refused

PROMOTE = "complaints.promote"
DAYS = "complaint.promote_after_days"


@timed(PROMOTE, crontab(minute=10))
def promote_unsolved() -> int:
    """Every hour: valid complaints not solved within a month become critical (edge 32).

    Each in a transaction of its own, and once: killed in the middle, the next run does
    the rest. Gives how many became critical. The run record, which managers read,
    counts those only that are hidden from nobody.
    """
    with scope.everywhere(PROMOTE):
        wanted = [pk for office in Office.objects.all() for pk in _ripe(office)]
    if not wanted:
        return 0
    run = Run.objects.create(job=PROMOTE)
    promoted = counted = 0
    for pk in wanted:
        with scope.everywhere(PROMOTE):
            complaint = Complaint.objects.select_related("register").get(pk=pk)
            try:
                promote(complaint, by=None)
            except Refused:
                continue
        promoted += 1
        counted += complaint.respondent_id is None
    run.counts = {"promoted": counted} if counted or not promoted else SEALED
    run.finish()
    return promoted


def _ripe(office: Office) -> QuerySet[Complaint, int]:
    """Unsolved, and received longer ago than the rule says."""
    now = timezone.now()
    days = in_force(office, timezone.localdate())[DAYS]
    return (
        Complaint.objects.filter(office=office, promoted_at=None)
        .unsolved()
        .filter(received_at__lte=now - timedelta(days=days))
        .order_by("pk")
        .values_list("pk", flat=True)
    )
