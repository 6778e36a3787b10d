"""``manage.py backup FILE``: database and attachments into one file."""

from __future__ import annotations

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _

from propertyservice.audit import backups
from propertyservice.audit.models import Run


class Command(BaseCommand):
    """Write a backup, whole or not at all; the run is on record (4.9)."""

    help = "Writes the database and the attachments to FILE."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """FILE may exist: it is replaced once the new one is complete."""
        parser.add_argument("file", type=Path)

    def handle(self, *args: Any, file: Path, **options: Any) -> None:
        """Write the file and say how large it is."""
        run = Run.objects.create(job="backup")
        try:
            size = backups.write(file.absolute())
        except (backups.BackupFailed, OSError) as problem:
            run.error = str(problem)
            raise CommandError(str(problem)) from problem
        else:
            run.counts = {"bytes": size}
        finally:
            run.finish()
        self.stdout.write(
            _("Backup written: %(file)s (%(size).1f MB)")
            % {"file": file, "size": size / 1_000_000}
        )
