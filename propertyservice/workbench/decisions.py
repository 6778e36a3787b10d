"""The approval queue as cards: facts, age, limit, who decides (LOOK 10)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import Count, F, QuerySet
from django.utils import timezone

from propertyservice.approvals import kinds
from propertyservice.approvals.kinds import RequestKind
from propertyservice.approvals.models import Decision, Request
from propertyservice.organisation import posts
from propertyservice.organisation.models import Staff
from propertyservice.ui import deadlines
from propertyservice.ui.chips import Chip
from propertyservice.ui.formats import span
from propertyservice.workbench.records import load_records
from propertyservice.workflow.models import Deadline

OLDEST_LIMIT_FIRST = (F("due_at").asc(nulls_last=True), "asked_at", "pk")


@dataclass(frozen=True)
class Card:
    """One request with everything that is needed to decide it."""

    request: Request
    kind: RequestKind
    facts: Sequence[tuple[str, str]]
    chip: Chip | None
    age: str
    mine: bool
    deciders: str

    @property
    def place(self) -> str:
        """The room or the common place of its case."""
        return str(self.request.case.unit or self.request.case.place or "")


@dataclass(frozen=True)
class Tab:
    """A kind of request with how many wait."""

    code: str
    label: str
    count: int


def asked_by(user: Staff) -> QuerySet[Request]:
    """The person's own requests that wait for somebody else."""
    return Request.objects.waiting().filter(asked_by=user)


def decided_by(user: Staff) -> QuerySet[Request]:
    """What this person decided, the latest first."""
    return Request.objects.filter(decided_by=user).exclude(decision=Decision.WITHDRAWN)


def tabs(user: Staff) -> list[Tab]:
    """The kinds that wait for this person's decision, in one statement."""
    rows = (
        Request.objects.for_decision_by(user)
        .values("kind")
        .annotate(n=Count("pk"))
        .order_by("kind")
    )
    return [Tab(row["kind"], str(kinds.label(row["kind"])), row["n"]) for row in rows]


def cards(requests: QuerySet[Request], user: Staff) -> list[Card]:
    """Requests as cards: rows, clause rows, limits; a fixed number of statements."""
    rows = list(
        requests.select_related(
            "asked_by", "decided_by", "case__unit", "case__place", "case__office"
        )
    )
    load_records(row.case for row in rows)
    now = timezone.now()
    chips = _chips(rows, now)
    return [_card(row, chips.get(row.pk), user, now) for row in rows]


def _chips(rows: Sequence[Request], now: datetime) -> dict[int, Chip]:
    """The limit to decide in of each request that waits."""
    waiting = {
        (row.case_id, kinds.get(row.kind).deadline): row.pk
        for row in rows
        if row.decision == Decision.WAITING
    }
    running = Deadline.objects.filter(
        case__in=[case for case, _ in waiting], state="RUNNING"
    ).exclude(holder_post="")
    return {
        waiting[each.case_id, each.kind]: deadlines.chip_of(each, now)
        for each in running
        if (each.case_id, each.kind) in waiting
    }


def _card(row: Request, chip: Chip | None, user: Staff, now: datetime) -> Card:
    kind = kinds.get(row.kind)
    return Card(
        request=row,
        kind=kind,
        facts=kind.facts(row),
        chip=chip,
        age=span(int((now - row.asked_at) / timedelta(minutes=1))),
        mine=row.asked_by_id == user.pk,
        deciders=deciders(row),
    )


def deciders(row: Request) -> str:
    """The post that decides the waiting tier, or those that have the right."""
    if row.post:
        return posts.label(row.post)
    codes = sorted(posts.holders(kinds.get(row.kind).right))
    return "、".join(posts.label(code) for code in codes)
