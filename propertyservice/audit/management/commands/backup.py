"""``manage.py backup FILE``: database and attachments into one file."""

from __future__ import annotations

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _

from propertyservice.audit import backups


class Command(BaseCommand):
    """Write a backup, whole or not at all; the run is on record (4.9)."""

    help = "Writes the database and the attachments to FILE."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """FILE may exist: it is replaced once the new one is complete."""
        parser.add_argument("file", type=Path)

    def handle(self, *args: Any, file: Path, **options: Any) -> None:
        """Write the file and say how large it is."""
        try:
            size = backups.recorded(file.absolute())
        except (backups.BackupFailed, OSError) as problem:
            raise CommandError(str(problem)) from problem
        self.stdout.write(
            _("Backup written: %(file)s (%(size).1f MB)")
            % {"file": file, "size": size / 1_000_000}
        )
