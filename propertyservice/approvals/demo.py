"""Requests of believable stories, written set-wise; every clause's demo uses it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from datetime import datetime

import pgtrigger
from django.utils import timezone

from propertyservice.approvals import kinds, routing
from propertyservice.approvals.models import Decision, Request, TierDecision
from propertyservice.numbering.models import Counter as Series
from propertyservice.numbering.numbers import series
from propertyservice.organisation.models import Staff
from propertyservice.workflow.deadlines import DeadlineBook
from propertyservice.workflow.models import Deadline

Before = Callable[[Request], Sequence[tuple[Staff, datetime]]]
RULED = (Decision.APPROVED, Decision.RETURNED)
BATCH = 500


def write(requests: Iterable[Request], before: Before = lambda row: ()) -> None:
    """Write requests as they stand in the end: unsaved rows on saved cases, decided
    or waiting. ``before(row)`` says who approved the earlier tiers, and when.

    They get numbers of the day they were asked on, tiers by the rules, and the limit to
    decide in. Only the owner may let them be born decided.
    """
    rows = sorted(requests, key=lambda each: (each.asked_at, each.case.pk))
    _number(rows)
    limits = [deadline for row in rows for deadline in _set_out(row, before)]
    with pgtrigger.ignore(
        "approvals.Request:born_waiting", "approvals.TierDecision:one_who_may"
    ):
        Request.objects.bulk_create(rows, batch_size=BATCH)
        TierDecision.objects.bulk_create(
            (ruling for row in rows for ruling in _rulings(row, before)),
            batch_size=BATCH,
        )
    Deadline.objects.bulk_create(limits, batch_size=BATCH)


def _number(rows: Sequence[Request]) -> None:
    used: Counter[str] = Counter()
    names = [
        series(
            row.case.number.partition("-")[0], "SP", timezone.localdate(row.asked_at)
        )
        for row in rows
    ]
    known = dict(
        Series.objects.filter(series__in=set(names)).values_list("series", "value")
    )
    for row, name in zip(rows, names, strict=True):
        used[name] += 1
        row.number = f"{name}-{known.get(name, 0) + used[name]:04d}"
    Series.objects.bulk_create(
        (
            Series(series=name, value=known.get(name, 0) + count)
            for name, count in sorted(used.items())
        ),
        update_conflicts=True,
        unique_fields=["series"],
        update_fields=["value"],
    )


def _set_out(row: Request, before: Before) -> list[Deadline]:
    """Tiers and limits; each tier's clock begins when the one before has decided."""
    routing.set_out(row, free=lambda post, office, barred: post)
    kind = kinds.get(row.kind)
    book = DeadlineBook.loaded(row.case, (), ())
    passed = before(row)
    starts = [row.asked_at, *(at for _, at in passed)]
    for tier, at in enumerate(starts):
        row.tier = tier
        row.post = row.tiers[tier] if row.tiers else ""
        book.meet([kind.deadline], at)
        due = book.start(kind.deadline, at, rule=kind.limit, chased=routing.chased(row))
        row.due_at = due.due_at
    if row.decided_at and row.decision in RULED:
        book.meet([kind.deadline], row.decided_at)
    elif row.decided_at:
        book.drop([kind.deadline], row.decided_at)
    for deadline in book.deadlines:
        deadline.case = row.case
    return book.deadlines


def _rulings(row: Request, before: Before) -> Iterable[TierDecision]:
    for tier, (person, at) in enumerate(before(row)):
        yield _ruling(row, tier, Decision.APPROVED, person, at)
    if row.decision in RULED and row.decided_by and row.decided_at:
        yield _ruling(
            row, row.tier, row.decision, row.decided_by, row.decided_at, row.opinion
        )


def _ruling(
    row: Request, tier: int, verdict: str, by: Staff, at: datetime, opinion: str = ""
) -> TierDecision:
    return TierDecision(
        request=row,
        office_id=row.office_id,
        tier=tier,
        post=row.tiers[tier] if row.tiers else "",
        verdict=verdict,
        decided_by=by,
        decided_at=at,
        opinion=opinion,
    )
