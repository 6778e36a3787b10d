"""The pages of figures for twelve months against the bare SQL that counts the same.

The bare statements are written by hand, as fast as we could make them: one scan,
each row judged once. They run as the application's role in its scope, and their rows
are fetched.
"""

from __future__ import annotations

from collections.abc import Iterator

from django.db import connection
from django.utils import timezone

from benchmarks import databases
from benchmarks.filling import HEAD
from benchmarks.report import Result
from benchmarks.timing import compare
from benchmarks.web import Visitor, statements
from propertyservice.organisation.models import Staff
from propertyservice.organisation.scope import scope
from propertyservice.ui.counting import span
from propertyservice.workbench.figures import period_until

BAR = 2.0
MONTH = "date_trunc('month', {} AT TIME ZONE 'Asia/Shanghai') AS month"
REPAIRS = f"""
SELECT month, count(*), count(*) FILTER (WHERE urgent), count(in_time),
  count(*) FILTER (WHERE NOT in_time), count(in_time) FILTER (WHERE urgent),
  count(*) FILTER (WHERE NOT in_time AND urgent), count(finished_at),
  count(*) FILTER (WHERE status <> 'CANCELLED'), count(*) FILTER (WHERE again),
  count(arrived_at), avg(arrived_at - reported_at), avg(finished_at - reported_at),
  count(*) FILTER (WHERE status = 'SUSPENDED'),
  count(*) FILTER (WHERE status IN ('FINISHED', 'FINISHED_UNSIGNED')),
  count(total), sum(total)
FROM (SELECT {MONTH.format("r.reported_at")}, r.reported_at, r.finished_at, r.status,
    r.in_time, r.priority = 'EMERGENCY' AS urgent,
    r.rework_count > 0 OR r.repeats_id IS NOT NULL AS again,
    CASE WHEN r.priority = 'EMERGENCY' THEN (SELECT s.arrived_at
      FROM repairs_tasksheet s WHERE s.id = r.sheet_id) END AS arrived_at,
    CASE WHEN r.charge_type = 'PAID' THEN (SELECT s.total
      FROM repairs_tasksheet s WHERE s.id = r.sheet_id) END AS total
  FROM repairs_repair r
  WHERE r.office_id = ANY(%(offices)s) AND r.reported_at >= %(from)s
    AND r.reported_at < %(to)s OFFSET 0) x
GROUP BY 1
"""
COMPLAINTS = f"""
SELECT month, count(*), count(*) FILTER (WHERE validity <> ''),
  count(*) FILTER (WHERE validity = 'VALID'), count(in_time),
  count(*) FILTER (WHERE NOT in_time), count(*) FILTER (WHERE to_solve),
  count(done_at) FILTER (WHERE to_solve),
  count(*) FILTER (WHERE callback_rating IN ('SATISFIED', 'FAIRLY', 'DISSATISFIED')),
  count(*) FILTER (WHERE callback_rating IN ('SATISFIED', 'FAIRLY')),
  count(*) FILTER (WHERE status NOT IN ('CLOSED', 'WITHDRAWN', 'MERGED')),
  count(promoted_at), count(*) FILTER (WHERE reopen_count > 0),
  count(*) FILTER (WHERE level = 'CRITICAL')
FROM (SELECT {MONTH.format("c.received_at")}, c.validity, c.in_time, c.done_at,
    c.callback_rating, c.status, c.promoted_at, c.reopen_count, c.level,
    c.validity <> 'INVALID' AND c.status NOT IN ('WITHDRAWN', 'MERGED') AS to_solve
  FROM complaints_complaint c
  WHERE c.office_id = ANY(%(offices)s) AND c.received_at >= %(from)s
    AND c.received_at < %(to)s OFFSET 0) x
GROUP BY 1
"""
CALLBACKS = """
SELECT {by}, count(*) FILTER (WHERE base), sum(rate) FILTER (WHERE base),
  count(*) FILTER (WHERE base AND ended), count(*) FILTER (WHERE base AND called),
  count(*) FILTER (WHERE base AND in_time),
  count(*) FILTER (WHERE base AND in_time AND ended),
  count(*) FILTER (WHERE base AND outcome = 'ANSWERED' AND NOT in_time),
  count(*) FILTER (WHERE base AND outcome = 'UNREACHABLE'),
  count(*) FILTER (WHERE base AND outcome = 'REFUSED'),
  count(*) FILTER (WHERE base AND status IN ('PLANNED', 'ASSIGNED')),
  count(*) FILTER (WHERE base AND rating = 'A'),
  count(*) FILTER (WHERE base AND rating = 'B'),
  count(*) FILTER (WHERE base AND rating = 'C'),
  count(*) FILTER (WHERE base AND not_fixed AND rating <> 'C'),
  count(*) FILTER (WHERE excluded <> ''),
  count(*) FILTER (WHERE excluded = '' AND status = 'WAIVED')
FROM (SELECT c.office_id, c.month, c.source, c.rate, c.excluded, k.status, k.outcome,
    k.rating, k.not_fixed, k.register_id IS NOT NULL AS called,
    c.excluded = '' AND k.status IS DISTINCT FROM 'WAIVED' AS base,
    c.until <= now() AS ended,
    coalesce(k.outcome = 'ANSWERED' AND k.called_at < c.until, false) AS in_time
  FROM callbacks_candidate c LEFT JOIN callbacks_callback k ON k.candidate_id = c.id
  WHERE c.office_id = ANY(%(offices)s) AND c.month BETWEEN %(first)s AND %(last)s
  OFFSET 0) x
GROUP BY {by}
"""
PAGES = {
    "/reports/repairs/": (REPAIRS, 8),
    "/reports/complaints/": (COMPLAINTS, 9),
    "/reports/callbacks/": (CALLBACKS.format(by="month"), 8),
    "/callbacks/rate/": (CALLBACKS.format(by="office_id, month, source"), 11),
}
"""The bare statement of each page, and how many statements the page may send."""


def measure(name: str, runs: int) -> Iterator[Result]:
    """Each page for the company's manager, who sees every office."""
    databases.use(name)
    user = Staff.objects.get(username=HEAD)
    visitor = Visitor(user)
    empty = visitor.get("/bench/one/")
    period = period_until(timezone.localdate(), user.office_ids)
    since, until = span(period)
    facts = {
        "offices": sorted(user.office_ids),
        "from": since,
        "to": until,
        "first": period.first,
        "last": period.last,
    }
    with scope(user), connection.cursor() as cursor:
        cursor.execute(
            "SELECT count(*) FROM repairs_repair WHERE reported_at >= %(from)s", facts
        )
        cases = cursor.fetchone()[0]
    for path, (bare, most) in PAGES.items():

        def limit(bare: str = bare) -> None:
            empty()
            with scope(user), connection.cursor() as cursor:
                cursor.execute(bare, facts)
                cursor.fetchall()

        page = visitor.get(path)
        pair = compare(page, limit, runs, warm=1)
        yield Result(
            *("statistics", f"{path} 12 months, {cases:,} cases", pair.ratio, BAR),
            measured_ms=pair.measured,
            limit_ms=pair.limit,
            limit="the aggregate and an empty page",
        )
        yield Result(
            *("statistics", f"statements: {path}", statements(page), most),
            "statements",
        )
