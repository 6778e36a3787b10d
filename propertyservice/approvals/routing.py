"""Who decides a request: the tiers in force, and the next one above where nobody can.

A tier whose post only the asker holds (or whom the case is about, or who has decided
another tier) goes to the manager above; a vacant post does, too.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable

from django.utils import timezone

from propertyservice.approvals import kinds, tiers
from propertyservice.approvals.models import Request
from propertyservice.organisation import posts
from propertyservice.organisation.models import Staff
from propertyservice.policy.in_force import in_force

APART = "approval.tiers_apart"
Free = Callable[[str, int, set[int | None]], str]
LADDER = (posts.OFFICE_MANAGER, posts.COMPANY_MANAGER)


def set_out(request: Request, free: Free | None = None) -> None:
    """Fix the tiers of a new request: the rules of the day its case began.

    ``free`` finds the post that can decide; stories of the demo take it as it is.
    """
    kind = kinds.get(request.kind)
    office = request.case.office
    rules = in_force(office, timezone.localdate(request.case.opened_at))
    request.apart = bool(rules[APART])
    if not kind.tiers:
        return
    level = kind.level(request) if kind.level else None
    request.level = "" if level is None else str(level)[:40]
    request.rule_version = rules.version(kind.tiers)
    wanted = tiers.chosen(rules[kind.tiers], level)
    barred = {request.asked_by_id, request.case.hidden_from_id}
    find = free or _free
    able = [find(post, request.office_id, barred) for post in wanted]
    request.tiers = list(dict.fromkeys(able))
    request.post = request.tiers[0]


def hand_on(request: Request) -> None:
    """Let the next tier decide; only the manager above where nobody there can."""
    request.tier += 1
    barred = {request.asked_by_id, request.case.hidden_from_id}
    if request.apart:
        barred.update(request.rulings.values_list("decided_by", flat=True))
    wanted = request.tiers[request.tier]
    request.post = _free(wanted, request.office_id, barred)


def chased(request: Request) -> tuple[str, str, str]:
    """Who is chased: the deciding post, the one above, and the manager (4.2.1)."""
    deciding = request.post or _lowest(posts.holders(kinds.get(request.kind).right))
    if deciding in LADDER:
        return deciding, posts.COMPANY_MANAGER, posts.COMPANY_MANAGER
    return deciding, posts.OFFICE_MANAGER, posts.COMPANY_MANAGER


def _lowest(codes: Iterable[str]) -> str:
    """The post nearest to the work."""
    known = set(codes)
    return next((p.code for p in reversed([*posts.every()]) if p.code in known), "")


def _free(post: str, office: int, barred: set[int | None]) -> str:
    """The post, or the first above it that somebody else holds today."""
    above = LADDER[LADDER.index(post) + 1 :] if post in LADDER else LADDER
    today = timezone.localdate()
    for code in (post, *above):
        people = Staff.objects.on_post(code, office, today)
        if people.exclude(pk__in=barred - {None}).exists():
            return code
    return post
