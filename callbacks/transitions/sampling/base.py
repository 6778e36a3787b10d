"""The samplings of an office: one for each source and month, each with its seed."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from django.db.models import QuerySet

from callbacks.models import Sampling, Source
from callbacks.rules.defaults import key_of
from callbacks.rules.windows import Plan
from propertyservice.organisation.models import Office
from propertyservice.policy.in_force import in_force


def plan_of(office: Office, source: str, day: date) -> Plan:
    """The rule that holds for what arises on ``day`` (4.3.2)."""
    return Plan.of(in_force(office, day)[key_of(source)])


def plans_of(office: Office, sources: Iterable[str], day: date) -> dict[str, Plan]:
    """The plans of several sources."""
    return {source: plan_of(office, source, day) for source in sources}


def sampling_for(
    office: Office, wanted: Iterable[tuple[str, date]]
) -> dict[tuple[str, date], int]:
    """The keys of these samplings, made if need be, locked against a draw.

    What is entered afterwards in this transaction is seen by the next draw, and by
    none that has begun: candidates and draws have one order (RULES 2.2).
    """
    wanted = set(wanted)
    mine = Sampling.objects.filter(
        office=office,
        source__in=[source for source, _month in wanted],
        month__in=[month for _source, month in wanted],
    )
    found = _keys(mine)
    missing = [key for key in sorted(wanted) if key not in found]
    if missing:
        Sampling.objects.bulk_create(
            [Sampling(office=office, source=s, month=m) for s, m in missing],
            ignore_conflicts=True,
        )
        found = _keys(mine)
    return {key: pk for key, pk in found.items() if key in wanted}


def _keys(samplings: QuerySet[Sampling]) -> dict[tuple[str, date], int]:
    rows = samplings.order_by("pk").select_for_update(no_key=True)
    return {(row.source, row.month): row.pk for row in rows}


REPAIR_SOURCES = (
    Source.REWORK,
    Source.UNSIGNED,
    Source.UNHAPPY,
    Source.URGENT,
    Source.PAID,
    Source.LEAK,
    Source.REPAIR,
    Source.LEAK_AGAIN,
)
"""What a task sheet that is back may be, the first that fits (RULES 0.5)."""
