"""The backup of every day (4.9); off until ``BACKUP_FOLDER`` is set."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, timedelta
from pathlib import Path

from django.conf import settings
from django.db import connection
from django.utils import timezone

from propertyservice.audit import backups
from propertyservice.celery import timed

NAME = "propertyservice-{:%Y-%m-%d}.backup"
ANY = "propertyservice-????-??-??.backup"


@timed("audit.backup", timedelta(hours=1))
def backup_of_the_day() -> bool:
    """Write today's backup unless it is there, and delete those kept long enough.

    Tried every hour, so that a machine that was off at night, or a failure, costs an
    hour and not a day. Two workers at once write one. Gives whether one was written;
    raises BackupFailed and OSError.
    """
    today = timezone.localdate()
    if not settings.BACKUP_FOLDER:
        return False
    file = Path(settings.BACKUP_FOLDER, NAME.format(today)).absolute()
    with _alone() as is_alone:
        if not is_alone or file.exists():
            return False
        backups.recorded(file, settings.BACKUP_DATABASE)
        _forget(file.parent, today - timedelta(days=settings.BACKUP_KEEP_DAYS))
    return True


def _forget(folder: Path, last: date) -> None:
    """Delete the daily backups of this day and before; other files stay."""
    for old in folder.glob(ANY):
        if old.name <= NAME.format(last):
            old.unlink()


@contextmanager
def _alone() -> Iterator[bool]:
    """Whether no other worker is at it; a lock that a killed worker lets go."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_lock(hashtext(%s))", [backups.JOB])
        held = bool(cursor.fetchone()[0])
        try:
            yield held
        finally:
            if held:
                cursor.execute("SELECT pg_advisory_unlock(hashtext(%s))", [backups.JOB])
