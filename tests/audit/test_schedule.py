"""Timed jobs are seen and edited in the admin (DESIGN 4)."""

from __future__ import annotations

import pytest
from django_celery_beat.models import PeriodicTask

from propertyservice.audit.schedule import Scheduler
from propertyservice.celery import app
from propertyservice.workflow import tasks as workflow_tasks
from repairs import tasks as repairs_tasks


@pytest.mark.usefixtures("committing_db")
def test_jobs_are_entered_once_and_an_edit_survives_the_next_start() -> None:
    Scheduler(app=app)
    job = PeriodicTask.objects.get(name=workflow_tasks.chase.name)
    assert (job.interval.every, job.interval.period) == (60, "seconds")
    PeriodicTask.objects.filter(pk=job.pk).update(enabled=False, description="off")
    Scheduler(app=app)
    job.refresh_from_db()
    assert (job.enabled, job.description) == (False, "off")
    assert PeriodicTask.objects.filter(name=repairs_tasks.CLOSE).exists()
