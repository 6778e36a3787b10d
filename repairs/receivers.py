"""What follows a step of a repair: people are told (4.2.1, 4.2.2)."""

from __future__ import annotations

from functools import partial
from typing import Any

from django.db import transaction
from django.dispatch import receiver

from propertyservice.celery import app
from propertyservice.workflow.models import NoticeKind
from propertyservice.workflow.notices import tell
from repairs.models import Repair
from repairs.signals import repair_dispatched, repair_reported, repair_reworked
from repairs.tasks import TELL_MAINTENANCE


@receiver(repair_reported)
def tell_maintenance(record: Repair, **_facts: Any) -> None:
    """A new repair: maintenance is told after the commit, so the call stays short."""
    task = partial(app.send_task, TELL_MAINTENANCE, [record.pk])
    transaction.on_commit(task, robust=True)


@receiver(repair_dispatched)
@receiver(repair_reworked)
def tell_repairer(record: Repair, by: Any, **_facts: Any) -> None:
    """The task is his now: the repairer is told, unless he gave it to himself."""
    if record.technician and record.technician != by:
        tell([record.technician], NoticeKind.HANDED, record.register)
