"""Timed work on the store."""

from __future__ import annotations

from celery.schedules import crontab

from propertyservice.celery import timed
from propertyservice.files import storage


@timed("files.sweep", crontab(hour=3, minute=40))
def sweep() -> int:
    """Every night: remove files that belong to no row; gives how many."""
    return int(storage.sweep().counts["removed"])
