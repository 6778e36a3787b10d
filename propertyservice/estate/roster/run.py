"""The import as a whole: one transaction, dry or real, and its record (4.4.1, 4.9)."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from django.core.exceptions import ValidationError
from django.db import IntegrityError, connection, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from propertyservice.audit import refusals
from propertyservice.audit.models import Run
from propertyservice.estate.roster.found import Problem, Roster
from propertyservice.estate.roster.parsing import parse
from propertyservice.estate.roster.reading import sheets_of
from propertyservice.estate.roster.writing import Writer

if TYPE_CHECKING:
    from propertyservice.organisation.models import Office

JOB = "import_roster"
MOST_FINDINGS = 1_000


@dataclass
class Report:
    """What an import did, or would do, or what is wrong with the file."""

    office: Office
    dry_run: bool
    homes: int = 0
    counts: dict[str, dict[str, int]] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)
    findings: list[str] = field(default_factory=list)

    @property
    def is_good(self) -> bool:
        """Whether nothing is wrong with the file."""
        return not self.problems

    @property
    def changes(self) -> int:
        """How many rows were created or changed."""
        return sum(
            number
            for counts in self.counts.values()
            for what, number in counts.items()
            if what != "unchanged"
        )


def import_roster(office: Office, data: bytes, *, dry_run: bool = False) -> Report:
    """Take over a workbook for an office, whole or not at all.

    A dry run is the real run rolled back. The run record stays in both cases. Call it
    in a scope that holds the office. Raises ValidationError when the file can't be
    opened.
    """
    started = timezone.now()
    report = Report(office, dry_run)
    roster = parse(sheets_of(data))
    report.homes = len(roster.homes)
    if not roster.problems:
        _write(report, roster)
    report.problems = sorted(roster.problems, key=lambda p: (p.sheet, p.row, p.column))
    report.findings = list(dict.fromkeys(roster.findings))
    Run.objects.create(
        job=JOB,
        started_at=started,
        finished_at=timezone.now(),
        counts={
            "office": office.code,
            "dry_run": dry_run,
            "homes": report.homes,
            "problems": len(report.problems),
            **report.counts,
        },
        findings=[*map(str, report.problems), *report.findings][:MOST_FINDINGS],
        error="" if report.is_good else _("The file was not taken over."),
    )
    return report


def _write(report: Report, roster: Roster) -> None:
    try:
        with transaction.atomic():
            # Two imports at once wait for each other.
            with connection.cursor() as cursor:
                cursor.execute(
                    "SELECT pg_advisory_xact_lock(hashtext('roster'), %s)",
                    [report.office.pk],
                )
            report.counts = Writer(report.office, roster).write().as_dict()
            with connection.cursor() as cursor:
                cursor.execute("SET CONSTRAINTS estate_shares_at_most_one IMMEDIATE")
                cursor.execute("SET CONSTRAINTS estate_shares_at_most_one DEFERRED")
            if report.dry_run or roster.problems:
                transaction.set_rollback(True)
    except IntegrityError as error:
        roster.problems.append(Problem("", 0, "", refusals.sentence(error)))
    if roster.problems:
        report.counts = {}


def office_of(data: bytes, offices: list[Office]) -> Office | None:
    """The only office, or the one whose name stands in the file's title."""
    if len(offices) == 1:
        return offices[0]
    try:
        title = parse(sheets_of(data)).title
    except ValidationError:
        return None
    named = [office for office in offices if office.name and office.name in title]
    return named[0] if len(named) == 1 else None
