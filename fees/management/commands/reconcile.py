"""``manage.py reconcile``: the daily reconciliation by hand; safe to repeat."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from fees.transitions.reconciling import reconcile


class Command(BaseCommand):
    """Check every office; new findings become cases for the manager."""

    help = "Reconcile receipts, debts, prepayments, deposits, days and the chain."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "--only", action="store_true", help="only what this day's vouchers touched"
        )
        parser.add_argument("--date", help="up to this day, YYYY-MM-DD; yesterday")

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            on = date.fromisoformat(options["date"]) if options["date"] else None
        except ValueError as wrong:
            raise CommandError("Write the date as YYYY-MM-DD.") from wrong
        run = reconcile(on, only_that_day=options["only"])
        for line in run.findings:
            self.stdout.write(line)
        self.stdout.write(f"{run.counts}: {len(run.findings)} new findings")
