"""Chasing: whoever must act is told of a due limit, set-wise and once (4.2.1).

At each level of a running deadline: 0 the holder is reminded, 1 holder and supervisor
at the due time, 2 the manager, 3 and on holder and supervisor again, once a day. A case
without a holder is chased with whoever holds its post today, deputies in their dates
included; a vacant post with the office manager. A side limit is chased with the post
that it names. Nobody at all is a finding of the run. Whom a case is hidden from is
never told of it, and it is no finding.

A batch commits the next time of its deadlines, the notices and their lines together:
killed in the middle, a run leaves nobody told whom the next would tell again, and
nobody untold. Two runs at once take different rows.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.db import connection
from django.utils import timezone

from propertyservice.audit.models import SEALED, Run
from propertyservice.organisation import posts, scope
from propertyservice.workflow.models import Chase, NoticeKind

JOB = "workflow.chase"
REASON = "chasing"
BATCH = 5000
FINDINGS = 100

# Rows that fell behind jump to the level they have reached; a day passes between the
# later ones, counted from the last planned time.
DUE = """
WITH due AS MATERIALIZED (
  SELECT c.deadline_id, c.case_id, c.next_at, c.level, c.due_at, c.escalate_at,
    c.holder_post, c.supervisor_post, c.manager_post
  FROM workflow_chase c WHERE c.next_at <= %(now)s
  ORDER BY c.next_at LIMIT %(batch)s FOR UPDATE SKIP LOCKED),
reached AS MATERIALIZED (
  SELECT d.*,
    CASE WHEN level >= 3 THEN level
         WHEN coalesce(escalate_at <= %(now)s, false) THEN 2
         WHEN due_at <= %(now)s THEN 1 ELSE 0 END AS at_level
  FROM due d),
moved AS (
  UPDATE workflow_chase c SET
    level = least(r.at_level + 1, 32000),
    next_at = CASE
      WHEN r.at_level = 0 THEN r.due_at
      WHEN r.at_level = 1 AND r.escalate_at IS NOT NULL THEN r.escalate_at
      ELSE r.next_at + interval '1 day' * (1 + floor(
        extract(epoch FROM %(now)s - r.next_at) / 86400)) END
  FROM reached r WHERE c.deadline_id = r.deadline_id),
wanted AS MATERIALIZED (
  SELECT r.deadline_id, r.case_id, r.at_level, k.office_id, k.number, k.hidden_from_id,
    w.person, w.post
  FROM reached r JOIN cases_case k ON k.id = r.case_id
  LEFT JOIN organisation_staff h ON h.id = k.holder_id AND h.is_active
    AND r.holder_post = ''
  CROSS JOIN LATERAL (VALUES
    (h.id, CASE WHEN h.id IS NULL THEN coalesce(nullif(r.holder_post, ''),
      nullif(k.holder_post, ''), %(manager)s) END, r.at_level <> 2 OR r.level < 2),
    (NULL, nullif(r.supervisor_post, ''),
      r.at_level IN (1, 3) OR r.at_level > 3 OR (r.at_level = 2 AND r.level < 2)),
    (NULL, nullif(r.manager_post, ''), r.at_level = 2)
  ) w(person, post, is_told)
  WHERE w.is_told AND (w.person IS NOT NULL OR w.post IS NOT NULL)),
appointed AS MATERIALIZED (
  SELECT o.id AS office_id, a.post, p.id AS person
  FROM organisation_appointment a
  JOIN organisation_staff holder ON holder.id = a.holder_id AND holder.is_active
  JOIN organisation_office o
    ON o.id = a.office_id OR (a.office_id IS NULL AND o.company_id = a.company_id)
  JOIN organisation_staff p ON p.is_active AND (p.id = a.holder_id OR (
    p.id = a.deputy_id AND %(today)s BETWEEN a.deputy_from AND a.deputy_to))
  WHERE a.starts_on <= %(today)s AND (a.ends_on IS NULL OR a.ends_on >= %(today)s)),
manned AS MATERIALIZED (
  SELECT s.office_id, s.post, coalesce(
    (SELECT array_agg(DISTINCT person) FROM appointed a
      WHERE a.office_id = s.office_id AND a.post = s.post),
    (SELECT array_agg(DISTINCT person) FROM appointed a
      WHERE a.office_id = s.office_id AND a.post = %(manager)s),
    '{NULL}') AS people
  FROM (SELECT DISTINCT office_id, post FROM wanted WHERE post IS NOT NULL) s),
told AS MATERIALIZED (
  SELECT DISTINCT person, deadline_id, case_id, at_level, number, hidden_from_id FROM (
    SELECT person, deadline_id, case_id, at_level, number, hidden_from_id FROM wanted
    WHERE person IS NOT NULL
    UNION ALL
    SELECT m.person, w.deadline_id, w.case_id, w.at_level, w.number, w.hidden_from_id
    FROM wanted w JOIN LATERAL (
      SELECT unnest(people) AS person FROM manned
      WHERE manned.office_id = w.office_id AND manned.post = w.post) m ON true
    WHERE w.post IS NOT NULL) each
  WHERE person IS NULL OR person IS DISTINCT FROM hidden_from_id),
notices AS (
  INSERT INTO workflow_notice (recipient_id, kind, run_id, created_at, text, path,
    attempts)
  SELECT DISTINCT person, %(kind)s, %(run)s::bigint, %(now)s, '', '', 0 FROM told
  WHERE person IS NOT NULL
  ON CONFLICT (run_id, recipient_id) DO UPDATE SET attempts = workflow_notice.attempts
  RETURNING id, recipient_id),
lines AS (
  INSERT INTO workflow_noticeline (notice_id, case_id, deadline_id, level)
  SELECT n.id, t.case_id, t.deadline_id, t.at_level
  FROM told t JOIN notices n ON n.recipient_id = t.person)
SELECT (SELECT count(*) FROM due),
  (SELECT count(*) FROM due d JOIN cases_case k ON k.id = d.case_id
    WHERE k.hidden_from_id IS NULL),
  (SELECT count(*) FROM told WHERE person IS NOT NULL AND hidden_from_id IS NULL),
  (SELECT coalesce(array_agg(DISTINCT number), '{}') FROM (
    SELECT number FROM told WHERE person IS NULL AND hidden_from_id IS NULL
    LIMIT %(findings)s) nobody)
"""


@dataclass
class Result:
    """What a run did: deadlines chased, lines written, cases without anybody.

    Managers read it: what is hidden from somebody is done and not counted.
    """

    run: Run | None = None
    counts: Counter[str] = field(default_factory=Counter)
    findings: list[str] = field(default_factory=list)


def chase(now: datetime | None = None, *, batch: int = BATCH) -> Result:
    """Tell everybody of what is due by ``now``; safe to repeat, and to run twice.

    Call it outside of a transaction. Each batch commits by itself. Nothing due: one
    statement, and no run record.
    """
    now = now or timezone.now()
    result = Result()
    # By the index, whatever the statistics say: the earliest of all.
    first = Chase.objects.order_by("next_at").values_list("next_at", flat=True).first()
    if first is None or first > now:
        return result
    result.run = Run.objects.create(job=JOB, started_at=timezone.now())
    while _batch(result, now, batch):
        pass
    with scope.everywhere(REASON):
        told = result.run.notices.filter(lines__case__hidden_from=None)
        result.counts["notices"] = told.distinct().count()
    _finish(result)
    return result


def _batch(result: Result, now: datetime, size: int) -> bool:
    """One batch in one transaction; whether there may be more."""
    assert result.run is not None  # noqa: S101 made before the first batch
    facts: dict[str, Any] = {
        "now": now,
        "today": timezone.localdate(now),
        "batch": size,
        "manager": posts.OFFICE_MANAGER,
        "kind": NoticeKind.CHASE,
        "run": result.run.pk,
        "findings": FINDINGS,
    }
    with scope.everywhere(REASON), connection.cursor() as cursor:
        cursor.execute("SET LOCAL jit = off")
        cursor.execute(DUE, facts)
        due, shown, lines, nobody = cursor.fetchone()
    result.counts["deadlines"] += shown
    result.counts["lines"] += lines
    result.findings += nobody
    return bool(due == size)


def _finish(result: Result) -> None:
    assert result.run is not None  # noqa: S101 made before the first batch
    result.findings = sorted(set(result.findings))[:FINDINGS]
    result.run.counts = dict(result.counts) if any(result.counts.values()) else SEALED
    result.run.findings = result.findings
    result.run.finish()
