"""The beat's schedule: jobs are entered once, and what the admin edits stays edited."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django_celery_beat.models import PeriodicTask
from django_celery_beat.schedulers import DatabaseScheduler


class Scheduler(DatabaseScheduler):
    """The schedule of the database; code only adds the jobs it does not know yet."""

    def update_from_dict(self, mapping: Mapping[str, Any]) -> None:
        """Enter jobs that are new."""
        known = set(
            PeriodicTask.objects.filter(name__in=mapping).values_list("name", flat=True)
        )
        super().update_from_dict(
            {name: entry for name, entry in mapping.items() if name not in known}
        )
