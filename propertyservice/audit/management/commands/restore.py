"""``manage.py restore FILE``: put back what a backup holds."""

from __future__ import annotations

import tarfile
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.contrib.auth import get_user_model
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError
from django.db import connection
from django.utils.translation import gettext as _

from propertyservice.audit import backups
from propertyservice.audit.database import grant_defaults


class Command(BaseCommand):
    """Replace the database by the backup's, bring it up to date, add attachments."""

    help = "Restores the database and the attachments from FILE."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """``--replace`` is needed where the database holds data."""
        parser.add_argument("file", type=Path)
        parser.add_argument("--replace", action="store_true")

    def handle(self, *args: Any, file: Path, replace: bool, **options: Any) -> None:
        """Restore, migrate what the backup's version lacks, grant anew."""
        if not replace and holds_data():
            raise CommandError(_("This database holds data. Say --replace to lose it."))
        grant_defaults(connection)
        connection.close()
        try:
            files = backups.read(file.absolute())
        except (backups.BackupFailed, OSError, tarfile.TarError) as problem:
            raise CommandError(str(problem)) from problem
        call_command("migrate", interactive=False, verbosity=0)
        self.stdout.write(
            _("Restored %(file)s with %(count)d attachments.")
            % {"file": file, "count": files}
        )


def holds_data() -> bool:
    """Whether anybody works in this database."""
    staff = get_user_model()
    tables = connection.introspection.table_names()
    return staff._meta.db_table in tables and staff._default_manager.exists()
