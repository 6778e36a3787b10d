"""Cases with what their clause knows of them: status and next time limit."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from typing import Any

from django.apps import apps
from django.db.models import prefetch_related_objects
from django.utils.safestring import SafeString

from propertyservice.cases import clauses
from propertyservice.cases.models import Case, CaseRecord
from propertyservice.ui import deadlines, status
from propertyservice.ui.chips import Chip


@dataclass(frozen=True)
class Matter:
    """One case as a list shows it."""

    case: Case
    clause: clauses.Clause
    status: SafeString
    status_words: str
    chip: Chip | None
    late: bool

    @property
    def place(self) -> str:
        """The room, or the common place."""
        return str(self.case.unit or self.case.place or "")

    @property
    def number(self) -> str:
        """The case's number."""
        return self.case.number


@cache
def name_of_record(clause: str) -> str:
    """The register's accessor to the row of a clause, e.g. ``repair``; empty without.

    The kernel names no clause: the name follows from the clause's own model, or the
    clause said it.
    """
    if said := clauses.get(clause).record:
        return said
    models = apps.get_app_config(clause).get_models()
    found = (m._meta.model_name for m in models if issubclass(m, CaseRecord))
    return next(found, "") or ""


def load_records(cases: Iterable[Case]) -> None:
    """Load the clauses' rows of these cases: one statement for each clause present."""
    by_clause: dict[str, list[Case]] = {}
    for case in cases:
        by_clause.setdefault(case.clause, []).append(case)
    for clause, rows in by_clause.items():
        if name := name_of_record(clause):
            prefetch_related_objects(rows, name)


def record_of(case: Case) -> Any:
    """The clause's row of a case whose records were loaded; None without one."""
    return getattr(case, name_of_record(case.clause) or "pk", None)


def matters(cases: Sequence[Case], now: datetime) -> list[Matter]:
    """These cases with status and time limit: two statements, and one a clause."""
    load_records(cases)
    chips = deadlines.for_cases([case.pk for case in cases], now)
    return [_matter(case, chips.get(case.pk), now) for case in cases]


def _matter(case: Case, chip: Chip | None, now: datetime) -> Matter:
    record = record_of(case)
    clause = clauses.get(case.clause)
    drawn, words = SafeString(), ""
    if isinstance(record, CaseRecord):
        words = getattr(record, "status_words", "")
        words = str(words or clause.status_label(record.status))
        drawn = status.badge(status.role_of(_label(record), record.status), words)
    return Matter(
        case=case,
        clause=clause,
        status=drawn,
        status_words=words,
        chip=chip,
        late=case.is_open and case.due_at is not None and case.due_at < now,
    )


def _label(record: CaseRecord) -> str:
    return record._meta.label_lower
