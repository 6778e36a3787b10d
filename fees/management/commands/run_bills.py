"""``manage.py run_bills --period YYYY-MM``: draft a month's bills by hand."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from fees.transitions.billing import draft_bills
from propertyservice.organisation.models import Office


class Command(BaseCommand):
    """Draft the lines of a month; what is billed already stays. Safe to repeat."""

    help = "Draft the monthly bill lines of every office, or of one."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--period", required=True, help="the month, YYYY-MM")
        parser.add_argument("--office", help="only the office of this code")

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            period = date.fromisoformat(f"{options['period']}-01")
        except ValueError as wrong:
            raise CommandError("Write the month as YYYY-MM.") from wrong
        offices = Office.objects.filter(kind="MANAGEMENT").order_by("code")
        if code := options["office"]:
            offices = offices.filter(code=code)
        for office in offices:
            run = draft_bills(office, period, by=None, progress=self._tell).run
            self.stdout.write(f"{office.code}: {run.counts['lines']} new lines")
            for line in run.findings:
                self.stdout.write(f"{office.code} {line}")

    def _tell(self, done: int, of: int) -> None:
        self.stderr.write(f"{done} / {of} buildings")
