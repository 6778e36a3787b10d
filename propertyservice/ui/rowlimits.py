"""The limit that matters of each row of a register, read along with the row itself."""

from __future__ import annotations

from datetime import datetime
from types import SimpleNamespace
from typing import Any, cast

from django.db.models import JSONField
from django.db.models.expressions import RawSQL

from propertyservice.ui.chips import Chip
from propertyservice.ui.deadlines import chip_of
from propertyservice.workflow.models import Deadline

MOMENTS = ("starts_at", "due_at", "remind_at", "ended_at", "paused_since")
# Written out: every list page asks it, and building it costs more than running it.
NEXT = """(SELECT jsonb_build_object('kind', d.kind, 'state', d.state,
  'starts_at', d.starts_at, 'due_at', d.due_at, 'remind_at', d.remind_at,
  'ended_at', d.ended_at, 'paused_since', p.started_at, 'pause_reason', p.reason)
FROM workflow_deadline d
LEFT JOIN workflow_pause p ON p.case_id = d.case_id AND p.ended_at IS NULL
WHERE d.case_id = {table}.register_id AND d.state NOT IN ('VOID', 'REPLACED')
  AND d.holder_post = ''
ORDER BY d.state NOT IN ('RUNNING', 'PAUSED'), d.ended_at DESC NULLS FIRST,
  d.due_at NULLS LAST LIMIT 1)"""


def next_limit(table: str) -> RawSQL:
    """An annotation for the rows of a clause's own table, named in code."""
    return RawSQL(NEXT.format(table=table), (), JSONField())  # noqa: S611


def chip_of_row(limit: dict[str, Any] | None, now: datetime) -> Chip | None:
    """The chip of a row that was read with ``next_limit``."""
    if not limit:
        return None
    facts = dict(limit)
    for name in MOMENTS:
        if facts[name]:
            facts[name] = datetime.fromisoformat(facts[name])
    return chip_of(cast(Deadline, SimpleNamespace(**facts)), now)
