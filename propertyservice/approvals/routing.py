"""Who decides a request: the tiers in force, and the next one above where nobody can.

A tier whose post only the asker holds (or whom the case is about, or who has decided
another tier) goes to the manager above; a vacant post does, too. A deputy acts in his
holder's name, so the asker's deputy is no other person.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable

from django.utils import timezone

from propertyservice.approvals import kinds, tiers
from propertyservice.approvals.models import Request
from propertyservice.organisation import posts
from propertyservice.organisation.models import Appointment, Staff
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
    barred = concerned(request)
    find = free or _free
    able = [find(post, request.office_id, barred) for post in wanted]
    request.tiers = list(dict.fromkeys(able))
    request.post = request.tiers[0]


def hand_on(request: Request) -> None:
    """Let the next tier decide; only the manager above where nobody there can."""
    request.tier += 1
    names = concerned(request)
    barred = set(names)
    if request.apart:
        barred.update(request.rulings.values_list("decided_by", flat=True))
    wanted = request.tiers[request.tier]
    request.post = _free(wanted, request.office_id, barred, names)


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


def deciding(request: Request) -> list[str]:
    """The post that decides the waiting tier, or those that have the right."""
    if request.post:
        return [request.post]
    return sorted(posts.holders(kinds.get(request.kind).right))


def concerned(request: Request) -> set[int | None]:
    """In whose name nobody decides: who asked, and whom the case is about."""
    return {request.asked_by_id, request.case.hidden_from_id}


def acts_for_another(request: Request, by: Staff) -> bool:
    """Whether he holds the post in his own name, or as the deputy of somebody else
    than the asker and whom the case is about."""
    names = by.in_whose_name(deciding(request), request.office_id)
    return bool(names - concerned(request))


def _free(
    post: str,
    office: int,
    barred: set[int | None],
    names: set[int | None] | None = None,
) -> str:
    """The post, or the first above it that somebody else holds today.

    Who is in ``barred`` can't decide himself, nor may his deputy in his name; ``names``
    narrows the latter.
    """
    above = LADDER[LADDER.index(post) + 1 :] if post in LADDER else LADDER
    today = timezone.localdate()
    people = barred - {None}
    for code in (post, *above):
        held = Appointment.objects.of_post(code, office, today)
        deputies = held.with_deputy(today).filter(deputy__is_active=True)
        deputies = deputies.exclude(deputy__in=people).exclude(
            holder__in=people if names is None else names - {None}
        )
        if held.exclude(holder__in=people).exists() or deputies.exists():
            return code
    return post
