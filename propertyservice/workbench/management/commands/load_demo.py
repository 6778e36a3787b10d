"""Fill an empty database with a property company to try things on (DESIGN 4)."""

from __future__ import annotations

import time
from argparse import ArgumentParser
from datetime import date
from typing import Any

from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _

from propertyservice.workbench import demo
from propertyservice.workbench.demo.people import PASSWORD


class Command(BaseCommand):
    """Load the demonstration. The same seed and day give the same data."""

    help = "Load a believable property company into an empty database."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """How much, and from which chance."""
        parser.add_argument("--offices", type=int, default=2)
        parser.add_argument("--households", type=int, default=600)
        parser.add_argument("--months", type=int, default=6)
        parser.add_argument("--seed", type=int, default=7)
        parser.add_argument(
            "--today",
            type=date.fromisoformat,
            help="the day on which the history ends, YYYY-MM-DD (default: now)",
        )

    def handle(self, *args: Any, **options: Any) -> None:
        """Load, and say what there is now."""
        started = time.monotonic()
        wanted = ("offices", "households", "months", "seed", "today")
        try:
            counts = demo.load(**{name: options[name] for name in wanted})
        except ValidationError as refused:
            raise CommandError("\n".join(refused.messages)) from refused
        for name, count in counts.items():
            self.stdout.write(f"{name}: {count}")
        self.stdout.write(
            _("Loaded in %(seconds).0f s. Every account has the password %(password)s.")
            % {"seconds": time.monotonic() - started, "password": PASSWORD}
        )
