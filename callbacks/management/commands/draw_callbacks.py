"""``manage.py draw_callbacks``: the night's draw by hand, or its recount."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from callbacks.transitions.sampling import night, recount
from propertyservice.organisation import scope


class Command(BaseCommand):
    """Draw callbacks; safe to repeat. With --verify recount every draw on record."""

    help = "Draw callbacks from what came back; --verify recounts every draw."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "--verify",
            action="store_true",
            help="recompute all draws from seed and record, and compare",
        )

    def handle(self, *args: Any, **options: Any) -> None:
        if options["verify"]:
            self._verify()
            return
        run = night.draw_all()
        self.stdout.write(
            f"drawn {run.counts['drawn']}, assigned {run.counts['assigned']}"
        )

    def _verify(self) -> None:
        with scope.everywhere("recount of the draws"):
            samplings = list(recount.every())
            found = list(recount.differences(samplings))
        for line in found:
            self.stdout.write(line)
        if found:
            raise CommandError(f"{len(found)} draws differ from their recount.")
        self.stdout.write(f"{len(samplings)} samplings recounted, all as recorded")
