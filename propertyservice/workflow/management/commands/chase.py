"""Chase what is due, by hand; the same as the job of every minute (DESIGN 4)."""

from typing import Any

from django.core.management.base import BaseCommand

from propertyservice.workflow import chasing, notices


class Command(BaseCommand):
    """Tell everybody of what is due; safe to repeat."""

    help = "Tell everybody of what is due. Ends with 1 when a case has nobody to tell."

    def handle(self, *args: Any, **options: Any) -> None:
        result = chasing.chase()
        counts = result.counts
        self.stdout.write(
            f"{counts['deadlines']} deadlines due, {counts['notices']} notices, "
            f"{counts['lines']} lines."
        )
        if counts and notices.goes_outside():
            notices.deliver_soon()
        for number in result.findings:
            self.stderr.write(f"Nobody to tell: {number}")
        if result.findings:
            raise SystemExit(1)
