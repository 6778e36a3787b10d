"""What waits and what is late: ``/queue/`` and ``/late/`` against a bare page."""

from __future__ import annotations

from collections.abc import Iterator

from django.db import connection

from benchmarks import databases
from benchmarks.report import Result
from benchmarks.timing import compare
from benchmarks.web import Visitor, statements
from propertyservice.organisation.models import Staff

BARE = "/bench/rows/"
PAGES = {"/queue/": 12, "/late/": 9}
"""How many statements each page may send, BEGIN and COMMIT included."""
# One open case in ten asks its maintenance supervisor for more time.
REQUESTS = """
INSERT INTO approvals_request (number, kind, case_id, office_id, asked_by_id, asked_at,
  reason, details, decision, opinion, apart, level, tier, post, tiers)
SELECT 'B-SP-' || r.register_id, 'repairs.extend', r.register_id, r.office_id,
  r.technician_id, now() - interval '1 hour', 'x',
  jsonb_build_object('since', now(), 'until', now() + interval '1 day'),
  'WAITING', '', true, '', 0, '', '[]'
FROM repairs_repair r WHERE r.status = 'IN_PROGRESS' AND r.register_id % 10 = 2
ON CONFLICT DO NOTHING
"""


def measure(name: str, runs: int) -> Iterator[Result]:
    """Both pages for the maintenance supervisor of the first office; told, no bar."""
    databases.use(name)
    with databases.as_owner(), connection.cursor() as cursor:
        cursor.execute(REQUESTS)
        cursor.execute("ANALYZE approvals_request")
    visitor = Visitor(Staff.objects.get(username="maintenance1"))
    bare = visitor.get(BARE, plain=True)
    for path, most in PAGES.items():
        page = visitor.get(path)
        pair = compare(page, bare, runs)
        yield Result(
            *("waiting", path, pair.ratio, None),
            measured_ms=pair.measured,
            limit_ms=pair.limit,
            limit="bare page, 25 rows of the register",
        )
        yield Result(
            "waiting", f"statements: {path}", statements(page), most, "statements"
        )
