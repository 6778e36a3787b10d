"""The approval queue as cards: facts, age, limit, who decides (LOOK 10)."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import Count, F, Prefetch, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from propertyservice.approvals import kinds, requests, routing
from propertyservice.approvals.kinds import RequestKind
from propertyservice.approvals.models import Decision, Request, TierDecision
from propertyservice.organisation import posts
from propertyservice.organisation.models import Staff
from propertyservice.ui import deadlines
from propertyservice.ui.chips import Chip
from propertyservice.ui.formats import span
from propertyservice.workbench.records import load_records
from propertyservice.workflow.models import Deadline

OLDEST_LIMIT_FIRST = (F("due_at").asc(nulls_last=True), "asked_at", "pk")


@dataclass(frozen=True)
class Stop:
    """One tier: the post, and what it said so far."""

    post: str
    ruling: TierDecision | None
    current: bool

    @property
    def who(self) -> str:
        """Who decided, both names when it was a deputy."""
        return names(self.ruling) if self.ruling else ""


@dataclass(frozen=True)
class Card:
    """One request with everything that is needed to decide it."""

    request: Request
    kind: RequestKind
    facts: Sequence[tuple[str, str]]
    chip: Chip | None
    age: str
    mine: bool
    may_decide: bool
    deciders: str
    stops: Sequence[Stop]

    @property
    def place(self) -> str:
        """The room or the common place of its case."""
        return str(self.request.case.unit or self.request.case.place or "")

    @property
    def decided(self) -> str:
        """Who decided it, both names when it was a deputy."""
        return names(self.request)

    @property
    def is_waiting(self) -> bool:
        """Whether nobody has decided it yet."""
        return self.request.decision == Decision.WAITING


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
    """What this person decided, also as one tier of several."""
    ruled = TierDecision.objects.filter(decided_by=user)
    return Request.objects.filter(pk__in=ruled.values("request"))


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
    """Requests as cards: rows, clause rows, limits, tiers; a fixed number of
    statements."""
    said = TierDecision.objects.select_related("decided_by", "decided_for")
    rows = list(
        requests.select_related(
            *("asked_by", "decided_by", "decided_for"),
            *("case__unit", "case__place", "case__office"),
        ).prefetch_related(Prefetch("rulings", said.order_by("tier")))
    )
    load_records(row.case for row in rows)
    now = timezone.now()
    chips = limits(rows, now)
    return [_card(row, chips.get(row.pk), user, now) for row in rows]


def limits(rows: Iterable[Request], now: datetime) -> dict[int, Chip]:
    """The limit to decide in of each request that waits; one statement."""
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
    until = row.decided_at or now
    said = {ruling.tier: ruling for ruling in row.rulings.all()}
    return Card(
        request=row,
        kind=kind,
        facts=kind.facts(row),
        chip=chip,
        age=span(int((until - row.asked_at) / timedelta(minutes=1))),
        mine=row.asked_by_id == user.pk,
        may_decide=_may(row, user, said.values()),
        deciders=deciders(row),
        stops=_stops(row, said),
    )


def _may(row: Request, user: Staff, said: Iterable[TierDecision]) -> bool:
    """The same as ``requests.decide`` checks, from what is loaded."""
    if row.decision != Decision.WAITING or user.pk in (
        row.asked_by_id,
        row.case.hidden_from_id,
    ):
        return False
    if row.apart and any(each.decided_by_id == user.pk for each in said):
        return False
    return requests.may_decide(row, user) and routing.acts_for_another(row, user)


def _stops(row: Request, said: dict[int, TierDecision]) -> list[Stop]:
    waits = row.decision == Decision.WAITING
    found = []
    for tier in range(max(1, len(row.tiers))):
        ruling = said.get(tier)
        here = waits and tier == row.tier
        post = row.post if here else ruling.post if ruling else ""
        label = posts.label(post or (row.tiers[tier] if row.tiers else ""))
        found.append(Stop(label or deciders(row), ruling, here))
    return found


def deciders(row: Request) -> str:
    """The post that decides the waiting tier, or those that have the right."""
    return "、".join(posts.label(code) for code in routing.deciding(row))


def who(row: Request) -> str:
    """Who decides or has decided, in words."""
    if row.decision == Decision.WAITING:
        return deciders(row)
    return names(row)


def names(row: Request | TierDecision) -> str:
    """Who decided, and for whom when a deputy did."""
    if row.decided_by is None:
        return _("the system")
    if row.decided_for is None:
        return str(row.decided_by)
    words = {"deputy": row.decided_by, "holder": row.decided_for}
    return _("%(deputy)s for %(holder)s") % words


def tiers_in_words(row: Request) -> str:
    """The posts in their order."""
    return " → ".join(posts.label(post) for post in row.tiers) or deciders(row)
