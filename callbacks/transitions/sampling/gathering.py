"""What is announced becomes a candidate: a task sheet that is back, a complainant."""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import date, datetime, timedelta
from typing import Any

from django.db import connection
from django.utils import timezone

from callbacks.models import Candidate, Excluded, Source
from callbacks.rules import defaults
from callbacks.rules.windows import midnight, window
from callbacks.transitions.sampling.base import (
    REPAIR_SOURCES,
    plan_of,
    plans_of,
    sampling_for,
)
from complaints.models import Complaint, Level
from propertyservice.organisation.models import Office
from propertyservice.policy.in_force import in_force
from repairs.models import TaskSheet

# The first kind that fits is its population; a leak is called a second time besides.
GATHER = """
WITH sheet AS (
  SELECT t.id, t.task_no, t.technician_id, t.sheet_returned_at, r.register_id,
    r.trade, r.unit_id, r.phone, r.relation,
    concat_ws(' ', r.description, t.cause, t.work_done) ~ %(leak)s AS leaks,
    CASE
      WHEN r.rework_count > 0 OR r.repeats_id IS NOT NULL THEN 'REWORK'
      WHEN t.unsigned_reason <> '' THEN 'UNSIGNED'
      WHEN (SELECT k.rating = 'C' OR k.not_fixed FROM callbacks_callback k
            WHERE k.unit_id = r.unit_id AND k.called_at < t.sheet_returned_at
              AND k.outcome = 'ANSWERED'
            ORDER BY k.called_at DESC LIMIT 1) THEN 'UNHAPPY'
      WHEN r.priority = 'EMERGENCY' THEN 'URGENT'
      WHEN r.charge_type = 'PAID' THEN 'PAID'
    END AS special
  FROM repairs_tasksheet t JOIN repairs_repair r ON r.register_id = t.repair_id
  WHERE r.office_id = %(office)s AND t.sheet_returned_at >= %(from)s
    AND t.sheet_returned_at < %(to)s AND {only}
    AND NOT EXISTS (SELECT FROM callbacks_candidate c
                    WHERE c.reference = t.task_no AND c.turn = 1)),
classed AS (
  SELECT s.*, 1 AS turn, coalesce(s.special, CASE WHEN s.leaks THEN 'LEAK'
    ELSE 'REPAIR' END) AS source FROM sheet s
  UNION ALL
  SELECT s.*, 2, 'LEAK_AGAIN' FROM sheet s WHERE s.leaks),
plan AS (
  SELECT * FROM unnest(%(sources)s::text[], %(samplings)s::bigint[], %(keys)s::text[],
    %(rates)s::numeric[], %(days)s::int[], %(callers)s::text[],
    %(opens)s::timestamptz[], %(untils)s::timestamptz[], %(months)s::date[])
    AS p(source, sampling, rule, rate, days, caller, opens, until, month))
INSERT INTO callbacks_candidate (office_id, sampling_id, source, case_id, reference,
  turn, party, rated_id, trade, caller_post, rule_key, rate, days, arose_at, opens_at,
  until, month, excluded)
SELECT %(office)s, p.sampling, p.source, c.register_id, c.task_no, c.turn, c.id,
  c.technician_id, c.trade, p.caller, p.rule, p.rate, p.days, c.sheet_returned_at,
  coalesce(p.opens, c.sheet_returned_at), p.until, p.month,
  CASE WHEN c.unit_id IS NULL AND (c.phone = '' OR c.relation = 'STAFF')
    THEN 'NO_REPORTER' ELSE '' END
FROM classed c JOIN plan p ON p.source = c.source
ORDER BY c.task_no, c.turn
ON CONFLICT (reference, turn) DO NOTHING
RETURNING id, sampling_id, rate
"""


def gather_sheets(
    office: Office, day: date, sheets: Iterable[int] | None = None
) -> set[int]:
    """Enter the sheets that came back on a local day, or some of them; safe to repeat.

    Gives the samplings whose new candidates are all called, so that they can be drawn
    at once.
    """
    zone = timezone.get_current_timezone()
    facts: dict[str, Any] = {
        "office": office.pk,
        "from": midnight(day, zone),
        "to": midnight(day + timedelta(days=1), zone),
        "leak": _pattern(in_force(office, day)[defaults.LEAK_WORDS]),
        **_plans(office, day),
    }
    only = "true" if sheets is None else "t.id = ANY(%(sheets)s)"
    if sheets is not None:
        facts["sheets"] = list(sheets)
    with connection.cursor() as cursor:
        cursor.execute(GATHER.format(only=only), facts)
        return {sampling for _pk, sampling, rate in cursor.fetchall() if rate == 1}


def gather_missing(office: Office, until: date) -> None:
    """Enter every sheet that came back and was never announced, day by day.

    What was announced stands already; this is for what was written another way.
    """
    known = TaskSheet.objects.filter(
        repair__office=office, sheet_returned_at__isnull=False
    ).extra(
        where=[
            "NOT EXISTS (SELECT FROM callbacks_candidate c"
            " WHERE c.reference = repairs_tasksheet.task_no AND c.turn = 1)"
        ]
    )
    moments = known.values_list("sheet_returned_at__date", flat=True).distinct()
    for day in sorted(filter(None, moments)):
        if day <= until:
            gather_sheets(office, day)


def gather_complainants(complaint: Complaint, at: datetime) -> int:
    """Enter everybody who was answered in this round; gives their sampling.

    An anonymous one can't be called: he is shown beside the base (edge case 25).
    """
    office, zone = complaint.office, timezone.get_current_timezone()
    day = timezone.localdate(at)
    plan = plan_of(office, Source.COMPLAINT, day)
    open_for = window(day, plan, zone)
    key = (Source.COMPLAINT, open_for.month)
    sampling = sampling_for(office, [key])[key]
    caller = plan.caller
    if complaint.level == Level.CRITICAL:
        caller = in_force(office, day)[defaults.CRITICAL_CALLER]
    Candidate.objects.bulk_create(
        [
            Candidate(
                office=office,
                sampling_id=sampling,
                source=Source.COMPLAINT,
                case=complaint.register,
                reference=f"{complaint.number}/{complaint.reopen_count}/{each.pk}",
                party=each.pk,
                rated_id=complaint.handler_id,
                hidden_from_id=complaint.respondent_id,
                caller_post=caller,
                rule_key=defaults.key_of(Source.COMPLAINT),
                rate=plan.rate,
                days=plan.days,
                arose_at=at,
                opens_at=open_for.opens_at or at,
                until=open_for.until,
                month=open_for.month,
                excluded=Excluded.ANONYMOUS if each.is_anonymous else "",
            )
            for each in complaint.complainants.order_by("pk")
        ],
        ignore_conflicts=True,
    )
    return sampling


def _plans(office: Office, day: date) -> dict[str, list[Any]]:
    """The columns of the plan, one place for each source."""
    zone = timezone.get_current_timezone()
    plans = plans_of(office, REPAIR_SOURCES, day)
    windows = {source: window(day, plan, zone) for source, plan in plans.items()}
    asked = [(source, windows[source].month) for source in plans]
    keys = sampling_for(office, asked)
    sources = [str(source) for source in plans]
    return {
        "sources": sources,
        "samplings": [keys[key] for key in asked],
        "keys": [defaults.key_of(source) for source in sources],
        "rates": [plan.rate for plan in plans.values()],
        "days": [plan.days for plan in plans.values()],
        "callers": [plan.caller for plan in plans.values()],
        "opens": [windows[source].opens_at for source in plans],
        "untils": [windows[source].until for source in plans],
        "months": [windows[source].month for source in plans],
    }


def _pattern(words: Iterable[str]) -> str:
    """One expression for all words; one that never matches for none."""
    return "|".join(re.escape(word) for word in words) or "a^"
