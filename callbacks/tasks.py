"""The timed job of callbacks (DESIGN 4)."""

from __future__ import annotations

from celery.schedules import crontab

from callbacks.transitions.sampling import night
from propertyservice.celery import timed


@timed(night.JOB, crontab(hour=1, minute=10))
def draw() -> dict[str, int]:
    """Every night: draw from what came back, and give it to who calls."""
    counts: dict[str, int] = night.draw_all().counts
    return counts
