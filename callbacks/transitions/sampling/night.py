"""The night's work: enter what came back, draw, hand to the officer (DESIGN 4)."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime

from django.db import connection
from django.utils import timezone

from callbacks.models import Relation
from callbacks.rules import defaults
from callbacks.transitions.sampling.drawing import (
    Occasion,
    due_samplings,
    open_taken,
    take,
    waiting,
)
from callbacks.transitions.sampling.gathering import gather_missing
from propertyservice.audit.models import Run
from propertyservice.organisation import scope
from propertyservice.organisation.models import Office, Staff
from propertyservice.policy.in_force import in_force

JOB = "callbacks.draw"
BATCH = 500
"""Callbacks that are opened in one transaction."""
ASSIGN = """
WITH given AS (
  UPDATE callbacks_callback SET status = 'ASSIGNED', caller_id = %(caller)s
  WHERE office_id = %(office)s AND status = 'PLANNED' AND caller_post = %(post)s
    AND rated_id IS DISTINCT FROM %(caller)s
    AND hidden_from_id IS DISTINCT FROM %(caller)s
    AND (rated_id IS NULL OR rated_id <> ALL (%(near)s::bigint[]))
  RETURNING register_id, register_id AS id),
held AS (
  UPDATE cases_case c SET holder_id = %(caller)s, holder_post = %(post)s,
    last_step_at = greatest(c.last_step_at, %(now)s)
  FROM given g WHERE c.id = g.id RETURNING c.id)
INSERT INTO cases_step (case_id, kind, name, from_status, to_status, occurred_at,
  recorded_at, is_late_entry, reason, details)
SELECT id, 'STEP', 'assign', 'PLANNED', 'ASSIGNED', %(now)s, %(now)s, false, '',
  jsonb_build_object('caller', %(name)s::text)
FROM held
"""


@dataclass
class Night:
    """What a run did, for its record."""

    drawn: int = 0
    assigned: int = 0
    findings: list[str] = field(default_factory=list)


def draw_all(now: datetime | None = None) -> Run:
    """Every office: draw, open what was drawn in batches, hand it to the officer.

    Each of these is a transaction of its own. Killed anywhere, the run after it opens
    first what was taken, draws what is still wanted, and gives nobody twice (bars of
    the issue).
    """
    run = Run.objects.create(job=JOB)
    night = Night()
    with scope.everywhere(JOB):
        offices = list(Office.objects.order_by("pk"))
    for office in offices:
        _one_office(office, run, night, now)
    run.counts = {"drawn": night.drawn, "assigned": night.assigned}
    run.findings = night.findings
    run.finish()
    return run


def _one_office(office: Office, run: Run, night: Night, now: datetime | None) -> None:
    with scope.scope(offices=[office.pk], reason=JOB):
        today = timezone.localdate(now)
        gather_missing(office, today)
        take(office, due_samplings(office, today), Occasion(run=run.pk), now)
        taken = waiting(office)
    for first in range(0, len(taken), BATCH):
        with scope.scope(offices=[office.pk], reason=JOB):
            night.drawn += len(open_taken(office, taken[first : first + BATCH], now))
    with scope.scope(offices=[office.pk], reason=JOB):
        night.assigned += assign_planned(office)


def assign_planned(office: Office) -> int:
    """Give what is planned to the appointed officer, where there is exactly one.

    The supervisor's appointment names him (4.3.2); what he may not call himself, or
    another post must, waits for the supervisor.
    """
    today = timezone.localdate()
    if not in_force(office, today)[defaults.AUTO_ASSIGN]:
        return 0
    officers = list(Staff.objects.on_post(defaults.CALLER, office.pk, today)[:2])
    if len(officers) != 1:
        return 0
    caller = officers[0]
    with connection.cursor() as cursor:
        cursor.execute(
            ASSIGN,
            {
                "office": office.pk,
                "caller": caller.pk,
                "name": caller.name,
                "post": defaults.CALLER,
                "near": near_to(caller),
                "now": timezone.now(),
            },
        )
        return int(cursor.rowcount)


def near_to(caller: Staff) -> list[int]:
    """Everybody who stands on a relation list with somebody (edge case 20)."""
    pairs = Relation.objects.filter(one=caller).values_list("other_id", flat=True)
    others = Relation.objects.filter(other=caller).values_list("one_id", flat=True)
    return sorted({*pairs, *others})
