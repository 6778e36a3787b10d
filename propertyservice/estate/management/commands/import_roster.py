"""Take over the office's own spreadsheet of homes and owners (DESIGN 4)."""

from __future__ import annotations

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _

from propertyservice.estate.roster import Report, import_roster
from propertyservice.estate.roster.counting import lines_of
from propertyservice.estate.roster.run import office_of
from propertyservice.organisation.models import Office, OfficeKind
from propertyservice.organisation.scope import scope


class Command(BaseCommand):
    """``import_roster FILE.xlsx [--office CODE] [--dry-run]``; 1 on errors."""

    help = "Import units, owners and tenants from a spreadsheet, all or nothing."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", type=Path, metavar="FILE.xlsx")
        parser.add_argument("--office", metavar="CODE", default="")
        parser.add_argument("--dry-run", action="store_true")

    def handle(
        self, *, file: Path, office: str, dry_run: bool, **_options: Any
    ) -> None:
        try:
            data = file.read_bytes()
        except OSError as error:
            raise CommandError(
                _("%(file)s can't be read: %(why)s")
                % {"file": file, "why": error.strerror}
            ) from error
        chosen = self._office(office, data)
        try:
            with scope(offices=[chosen.pk], reason="import_roster"):
                report = import_roster(chosen, data, dry_run=dry_run)
        except ValidationError as error:
            raise CommandError("\n".join(error.messages)) from error
        self._tell(report)

    def _office(self, code: str, data: bytes) -> Office:
        offices = list(Office.objects.filter(kind=OfficeKind.MANAGEMENT))
        if code:
            offices = [office for office in offices if office.code == code.upper()]
        chosen = office_of(data, offices)
        if chosen is None:
            known = Office.objects.filter(kind=OfficeKind.MANAGEMENT)
            raise CommandError(
                _("Say which office with --office: %(codes)s.")
                % {"codes": ", ".join(known.values_list("code", flat=True))}
            )
        return chosen

    def _tell(self, report: Report) -> None:
        for problem in report.problems:
            self.stderr.write(str(problem))
        for finding in report.findings:
            self.stdout.write(finding)
        for line in lines_of(report):
            self.stdout.write(line)
        if not report.is_good:
            raise CommandError(
                _("%(count)s errors; nothing was taken over.")
                % {"count": len(report.problems)}
            )
