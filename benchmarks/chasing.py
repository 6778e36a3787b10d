"""The chase against one statement that does the same to the same rows."""

from __future__ import annotations

import statistics
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta

from django.db import connection
from django.utils import timezone

from benchmarks import databases
from benchmarks.report import Result
from benchmarks.timing import clock
from propertyservice.organisation.scope import everywhere
from propertyservice.workflow import chasing
from propertyservice.workflow.models import Notice, NoticeLine

BAR, NOTHING_DUE_MS = 1.5, 2.0


@dataclass(frozen=True)
class Chased:
    """How many limits run, and how many of them are due."""

    running: int
    due: int


# Every n-th limit is due since a minute; the others long after.
KEEP = """
UPDATE workflow_chase SET remind_at = NULL, level = 1,
  due_at = now() - interval '1 minute', escalate_at = now() + interval '1 day',
  next_at = CASE WHEN deadline_id % {every} = 0 THEN now() - interval '1 minute'
    ELSE now() + interval '10 days' END;
DROP TABLE IF EXISTS bench_chase;
CREATE TABLE bench_chase AS TABLE workflow_chase
"""
RESET = """
TRUNCATE workflow_notice, workflow_noticeline RESTART IDENTITY;
TRUNCATE workflow_chase;
INSERT INTO workflow_chase TABLE bench_chase;
VACUUM ANALYZE workflow_chase
"""
REFERENCE = """
WITH moved AS (
  UPDATE workflow_chase SET level = level + 1, next_at = escalate_at
  WHERE next_at <= now() RETURNING deadline_id),
told AS (
  SELECT k.holder_id AS person, d.id AS deadline_id, k.id AS case_id
  FROM moved m JOIN workflow_deadline d ON d.id = m.deadline_id
  JOIN cases_case k ON k.id = d.case_id
  UNION ALL
  SELECT a.holder_id, d.id, k.id
  FROM moved m JOIN workflow_deadline d ON d.id = m.deadline_id
  JOIN cases_case k ON k.id = d.case_id
  JOIN organisation_appointment a
    ON a.office_id = k.office_id AND a.post = d.supervisor_post),
notices AS (
  INSERT INTO workflow_notice (recipient_id, kind, created_at, text, path,
    attempts)
  SELECT DISTINCT person, 'CHASE', now(), '', '', 0 FROM told
  RETURNING id, recipient_id),
lines AS (
  INSERT INTO workflow_noticeline (notice_id, case_id, deadline_id, level)
  SELECT n.id, t.case_id, t.deadline_id, 1
  FROM told t JOIN notices n ON n.recipient_id = t.person)
SELECT count(*) FROM told
"""


def prepare(size: Chased) -> None:
    """Make so many due, and remember the state to measure from."""
    _owner(KEEP.format(every=size.running // size.due))


def measure(name: str, size: Chased, runs: int) -> Iterator[Result]:
    """Chase and statement in turn, from the same state; then with nothing due."""
    databases.use(name)
    ours, theirs = [], []
    for _run in range(runs):
        _owner(RESET)
        theirs.append(clock(_reference))
        lines = _lines()
        _owner(RESET)
        ours.append(clock(chasing.chase))
        if not lines == _lines() >= size.due:
            raise RuntimeError("the chase and the statement tell different people")
    here, there = statistics.median(ours), statistics.median(theirs)
    yield Result(
        *("chasing", f"{size.due:,} due of {size.running:,}", here / there, BAR),
        measured_ms=here,
        limit_ms=there,
        limit="one statement",
    )
    notices = Notice.objects.count()
    yield Result("chasing", "notices of that run", notices, None, "notices")
    before = timezone.now() - timedelta(days=1)
    idle = statistics.median(clock(lambda: chasing.chase(before)) for _ in range(50))
    yield Result("chasing", "nothing due", idle, NOTHING_DUE_MS, "ms")


def _lines() -> int:
    with everywhere("benchmark"):
        return NoticeLine.objects.count()


def _reference() -> None:
    with everywhere("benchmark"), connection.cursor() as cursor:
        cursor.execute("SET LOCAL jit = off")
        cursor.execute(REFERENCE)


def _owner(statements: str) -> None:
    with databases.as_owner(), connection.cursor() as cursor:
        for statement in statements.split(";\n"):
            cursor.execute(statement)
