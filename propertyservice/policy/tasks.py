"""Timed work on rules and the calendar."""

from __future__ import annotations

import logging

from celery.schedules import crontab
from django.utils import timezone

from propertyservice.audit.models import Run
from propertyservice.celery import timed
from propertyservice.policy.warnings import missing_years

log = logging.getLogger(__name__)


@timed("policy.calendar_warning", crontab(hour=7, minute=30))
def calendar_warning() -> int:
    """Every morning: record which years are missing; gives how many."""
    missing = missing_years(timezone.localdate())
    Run.objects.create(
        job="policy.calendar_warning",
        finished_at=timezone.now(),
        counts={"missing": len(missing)},
        findings=[f"missing: {year}" for year in missing],
    )
    for year in missing:
        log.warning("The working-day calendar of %s is not loaded.", year)
    return len(missing)
