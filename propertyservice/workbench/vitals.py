"""Is everything that must run running (DESIGN 4, ``/healthz``)?

Database, broker, worker and beat are matters of life; the rest are warnings.
"""

from __future__ import annotations

import os
import shutil
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Any

from celery.exceptions import OperationalError
from django.conf import settings
from django.core.cache import cache
from django.db import DatabaseError, connection
from django.utils import timezone
from django_celery_beat.models import PeriodicTask
from kombu.exceptions import KombuError
from redis.exceptions import RedisError

from propertyservice.audit import backups
from propertyservice.audit.models import Run
from propertyservice.celery import HEARTBEAT, app
from propertyservice.policy.models import CalendarYear

FRESH = 180
"""Seconds after which the last proof of life is too old; one is made each minute."""

PING = 1.0
BACKUP_AGE = timedelta(hours=26)
DISK_LEAST = 0.10
LOOK_AHEAD = timedelta(days=45)


@dataclass
class Report:
    """What was found: parts that must answer, and warnings that need not."""

    parts: dict[str, bool] = field(default_factory=dict)
    warnings: dict[str, Any] = field(default_factory=dict)
    details: dict[str, Any] = field(default_factory=dict)

    @property
    def alive(self) -> bool:
        """Whether everything that must answer did."""
        return all(self.parts.values())


def look() -> Report:
    """Ask every part; warnings only while the database answers."""
    report = Report()
    report.parts["database"] = _answers(_database)
    report.parts["broker"] = _answers(_broker)
    _workers(report)
    if report.parts["database"]:
        _warn(report)
    return report


def _answers(ask: Callable[[], object]) -> bool:
    try:
        ask()
    except (DatabaseError, RedisError, KombuError, OperationalError, OSError):
        return False
    return True


def _database() -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")


def _broker() -> None:
    with app.connection_for_read() as link:
        link.ensure_connection(max_retries=1, timeout=PING)


def _workers(report: Report) -> None:
    """A fresh heartbeat proves beat and worker at once; else ask the workers."""
    beaten = _heartbeat() if report.parts["broker"] else None
    age = None if beaten is None else time.time() - beaten
    report.details["heartbeat_age_seconds"] = None if age is None else round(age)
    fresh = age is not None and age < FRESH
    report.parts["beat"] = fresh
    report.parts["worker"] = fresh or (report.parts["broker"] and _answers(_ping))


def _heartbeat() -> float | None:
    try:
        return cache.get(HEARTBEAT)
    except (RedisError, OSError):
        return None


def _ping() -> None:
    if not app.control.ping(timeout=PING):
        raise OSError("no worker answered")


def _warn(report: Report) -> None:
    now = timezone.now()
    for check in (_calendar, _backup, _disk, _jobs):
        check(report, now)


def _calendar(report: Report, now: datetime) -> None:
    """This year's calendar, and before its end the next one's."""
    today = timezone.localdate(now)
    wanted = {today.year, (today + LOOK_AHEAD).year}
    loaded = set(_loaded_years(wanted))
    if missing := sorted(wanted - loaded):
        report.warnings["calendar_years_missing"] = missing


def _loaded_years(wanted: set[int]) -> list[int]:
    years = CalendarYear.objects.filter(year__in=wanted)
    return list(years.values_list("year", flat=True))


def _backup(report: Report, now: datetime) -> None:
    done = Run.objects.filter(job=backups.JOB, finished_at__isnull=False, error="")
    last = done.order_by("-started_at").first()
    at = last.finished_at if last else None
    report.details["last_backup"] = at and at.isoformat(timespec="seconds")
    if at is None or now - at > BACKUP_AGE:
        report.warnings["backup"] = "older than a day" if at else "none yet"


def _disk(report: Report, now: datetime) -> None:
    place = settings.MEDIA_ROOT
    while not os.path.exists(place):
        place = place.parent
    usage = shutil.disk_usage(place)
    share = usage.free / usage.total
    report.details["disk_free_percent"] = round(share * 100)
    if share < DISK_LEAST:
        report.warnings["disk_free_percent"] = round(share * 100)


def _jobs(report: Report, now: datetime) -> None:
    """Jobs that failed within a day, and when each timed job last ran."""
    since = now - timedelta(days=1)
    failed = Run.objects.filter(started_at__gte=since).exclude(error="")
    if names := sorted(set(failed.values_list("job", flat=True))):
        report.warnings["failed_jobs"] = names
    last = PeriodicTask.objects.filter(enabled=True).values_list("name", "last_run_at")
    report.details["last_runs"] = {
        name: at and at.isoformat(timespec="seconds") for name, at in last
    }


def calendar_missing_for(day: date) -> bool:
    """Whether working days can't be counted on a day."""
    return day.year not in _loaded_years({day.year})
