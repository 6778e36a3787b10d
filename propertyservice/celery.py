"""Celery's application, its timed jobs, and the sign of life ``/healthz`` reads."""

import os
import time
from collections.abc import Callable
from datetime import timedelta
from typing import Any

from celery import Celery
from celery.schedules import BaseSchedule
from celery.signals import beat_init
from django.core.cache import cache
from django.db import transaction
from kombu.exceptions import OperationalError

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "propertyservice.settings")

HEARTBEAT = "celery.heartbeat"
"""Cache key: when a job of the beat was last done, in seconds since the epoch."""

app = Celery("propertyservice")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks()


def timed(
    name: str, schedule: BaseSchedule | timedelta
) -> Callable[[Callable[[], object]], Any]:
    """Make a function without arguments a job that the beat starts on schedule.

    It is seen and can be changed under Periodic tasks in the admin::

        @timed("workflow.chase", timedelta(minutes=1))
        def chase() -> int: ...
    """

    def register(job: Callable[[], object]) -> Any:
        task = app.task(name=name)(job)
        app.add_periodic_task(schedule, app.signature(name), name=name)
        return task

    return register


def hand_over(task: Any, *facts: object) -> None:
    """Give a job to the workers once this transaction stands.

    Without a broker it is done here and now: somebody waits, nothing is lost.
    """

    def give() -> None:
        try:
            task.delay(*facts)
        except OperationalError:
            task(*facts)

    transaction.on_commit(give)


@timed("propertyservice.heartbeat", timedelta(minutes=1))
def heartbeat() -> None:
    """Every minute: prove that beat, broker and worker pass a job on."""
    cache.set(HEARTBEAT, time.time(), timeout=None)


@beat_init.connect
def beat_at_once(**_: Any) -> None:
    """Show life from the first second, not from the first minute."""
    heartbeat.delay()
