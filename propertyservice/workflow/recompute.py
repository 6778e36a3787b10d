"""A corrected calendar or rule: open deadlines are computed anew (RULES 2.0.3).

The correction leaves a run record in its own transaction; a worker takes it up after
the commit. Batches commit by themselves and give the same result when repeated, so a
killed run is simply gone through again. The explanation of a moved deadline keeps both
times.
"""

from __future__ import annotations

from collections.abc import Iterable
from functools import partial
from typing import Any

from django.db import transaction
from django.db.models import Prefetch, Q, QuerySet

from propertyservice.audit.models import Run
from propertyservice.cases.models import Case, CaseRecord
from propertyservice.celery import app
from propertyservice.organisation import scope
from propertyservice.policy.calendar import MissingYear
from propertyservice.policy.models import RuleVersion
from propertyservice.workflow.deadlines import CHANGING, DeadlineBook
from propertyservice.workflow.models import Deadline, Pause
from propertyservice.workflow.models.deadlines import RUNNING_STATES

JOB = "workflow.recompute"
BATCH = 500
BY_CALENDAR = Q(limit__clock="WORKING_DAYS") | Q(limit__shift_if_holiday=True)


def calendar_was_corrected(reason: str, **_facts: Any) -> None:
    """Receive ``policy.signals.calendar_corrected``."""
    _order(reason, rule="")


def rule_was_corrected(version: RuleVersion, reason: str, **_facts: Any) -> None:
    """Receive ``policy.signals.rule_corrected``."""
    _order(reason, rule=version.key)


def _order(reason: str, rule: str) -> None:
    Run.objects.create(job=JOB, counts={"rule": rule, "reason": reason})
    transaction.on_commit(partial(app.send_task, JOB), robust=True)


def run_waiting() -> list[Run]:
    """Carry out every correction that is not finished; the records of the runs."""
    waiting = list(Run.objects.filter(job=JOB, finished_at=None).order_by("pk"))
    for run in waiting:
        recompute(run)
    return waiting


def recompute(run: Run, *, batch: int = BATCH) -> Run:
    """Go through all open cases that the correction concerns, in batches."""
    rule, reason = run.counts["rule"], run.counts["reason"]
    last = moved = seen = 0
    findings: list[str] = []
    while True:
        with scope.everywhere(reason):
            cases = _next_cases(rule, last, batch)
            moved += _recompute(cases, rule, reason, findings)
        if not cases:
            break
        seen += len(cases)
        last = cases[-1].pk
    run.counts |= {"cases": seen, "moved": moved}
    run.findings = findings
    run.finish()
    return run


def _concerned(rule: str) -> QuerySet[Deadline]:
    running = Deadline.objects.filter(state__in=RUNNING_STATES)
    return running.filter(rule_key=rule) if rule else running.filter(BY_CALENDAR)


def _next_cases(rule: str, after: int, size: int) -> list[Case]:
    """The next cases, locked, with office, running deadlines and pauses."""
    running = Deadline.objects.filter(state__in=RUNNING_STATES)
    wanted = Case.objects.filter(pk__gt=after, pk__in=_concerned(rule).values("case"))
    return list(
        wanted.order_by("pk")
        .select_related("office")
        .select_for_update(of=("self",), no_key=True)
        .prefetch_related(
            Prefetch("deadlines", running, to_attr="open_deadlines"),
            Prefetch("pauses", Pause.objects.all(), to_attr="all_pauses"),
        )[:size]
    )


def _recompute(
    cases: Iterable[Case], rule: str, reason: str, findings: list[str]
) -> int:
    changed: list[Deadline] = []
    due: dict[int, tuple[Any, str]] = {}
    for case in cases:
        book = DeadlineBook.loaded(case, case.open_deadlines, case.all_pauses)  # type: ignore[attr-defined]
        try:
            moved = book.correct(reason, rule)
        except MissingYear as missing:
            findings.append(f"{case.number}: {missing}")
            continue
        if moved:
            changed += moved
            upcoming = book.next
            case.due_at = upcoming.due_at if upcoming else None
            due[case.pk] = (case.due_at, upcoming.kind if upcoming else "")
    _write(changed, cases, due)
    return len(changed)


def _write(
    changed: list[Deadline], cases: Iterable[Case], due: dict[int, tuple[Any, str]]
) -> None:
    if not changed:
        return
    Deadline.objects.bulk_update(changed, [*CHANGING, "rule_version"])
    Case.objects.bulk_update([c for c in cases if c.pk in due], ["due_at"])
    for model in CaseRecord.__subclasses__():
        rows = model._default_manager.filter(pk__in=due)
        for row in (found := list(rows)):
            row.due_at, row.due_kind = due[row.pk]
        if found:
            model._default_manager.bulk_update(found, ["due_at", "due_kind"])
