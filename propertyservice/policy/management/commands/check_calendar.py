"""``manage.py check_calendar``: say which years of the calendar are missing."""

from __future__ import annotations

import sys
from typing import Any

from django.core.management.base import BaseCommand
from django.utils import timezone
from django.utils.translation import gettext as _

from propertyservice.policy.warnings import missing_years


class Command(BaseCommand):
    """Exit code 1 when a year is missing, so that a scheduler can shout."""

    help = "Warn when the working-day calendar of this or the coming year is missing."

    def handle(self, *args: Any, **options: Any) -> None:
        missing = missing_years(timezone.localdate())
        for year in missing:
            self.stderr.write(
                _(
                    "The calendar of %(year)s is not loaded: limits in working days "
                    "are refused. Load it in the admin."
                )
                % {"year": year}
            )
        if missing:
            sys.exit(1)
        self.stdout.write(_("Every year that is needed is loaded."))
