"""What waits and what is late: ``/queue/`` and ``/late/`` against a bare page of rows."""

from __future__ import annotations

from collections.abc import Iterator

from django.db import connection

from benchmarks import databases
from benchmarks.report import Result
from benchmarks.timing import compare
from benchmarks.web import Visitor, statements
from propertyservice.organisation.models import Staff

BARE = "/bench/rows/"
# Every fiftieth open case of an office asks its maintenance supervisor for more time.
REQUESTS = """
INSERT INTO approvals_request (number, kind, case_id, office_id, asked_by_id, asked_at,
  reason, details, status, tier, post, tiers)
SELECT 'B-SP-' || r.register_id, 'repairs.extension', r.register_id, r.office_id,
  r.technician_id, now() - interval '1 hour', '待配件', '{}', 'WAITING', 1,
  'MAINT_SUPERVISOR', '["MAINT_SUPERVISOR"]'
FROM repairs_repair r WHERE r.status = 'IN_PROGRESS' AND r.register_id % 10 = 0
"""


def measure(name: str, runs: int) -> Iterator[Result]:
    yield from ()
