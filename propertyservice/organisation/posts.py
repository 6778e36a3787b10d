"""Posts and the rights that follow them; clauses register both in ``apps.ready()``.

A right is a string ``<clause>.<verb>`` that posts are granted in code. It holds in the
offices where its holder is appointed, and nowhere else (3.1-3.3, RULES 2.0.1).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

COMPANY_MANAGER = "COMPANY_MANAGER"
OFFICE_MANAGER = "OFFICE_MANAGER"
CS_SUPERVISOR = "CS_SUPERVISOR"
MAINT_SUPERVISOR = "MAINT_SUPERVISOR"
FINANCE = "FINANCE"
AUDITOR = "AUDITOR"

# Posts that look after every office of their company.
COMPANY_WIDE = frozenset({COMPANY_MANAGER, FINANCE, AUDITOR})

APPOINT = "organisation.appoint"
APPOINT_HEADS = "organisation.appoint_heads"
APPOINT_MANAGERS = "organisation.appoint_managers"


@dataclass(frozen=True)
class Post:
    """A post of RULES 2.0.1.

    ``exclusive`` posts are the 专人 of the specification: one holder at a time in an
    office, and a vacancy is shown as a warning. ``appointed_with`` is the right that
    its appointment needs: a supervisor doesn't make managers.
    """

    code: str
    label: str | Promise
    exclusive: bool = False
    order: int = 50
    appointed_with: str = APPOINT


_posts: dict[str, Post] = {}
_grants: dict[str, frozenset[str]] = {}


def register(*posts: Post) -> None:
    """Make posts known; the same code may be registered once."""
    for post in posts:
        if _posts.setdefault(post.code, post) != post:
            raise ValueError(f"The post {post.code} is registered twice.")


def grant(rights: Mapping[str, Iterable[str]]) -> None:
    """Give each right to the posts named for it, beside those that have it."""
    for right, codes in rights.items():
        _grants[right] = _grants.get(right, frozenset()) | frozenset(codes)


def holders(right: str) -> frozenset[str]:
    """The codes of the posts that have a right; empty for an unknown one."""
    return _grants.get(right, frozenset())


def rights_of(codes: Iterable[str]) -> frozenset[str]:
    """Every right that at least one of these posts has."""
    wanted = frozenset(codes)
    return frozenset(right for right, posts in _grants.items() if posts & wanted)


def get(code: str) -> Post:
    """The post with this code; KeyError when no clause registered it."""
    return _posts[code]


def label(code: str) -> str:
    """The post's name for people, or its code when no clause registered it."""
    return str(_posts[code].label) if code in _posts else code


def every() -> Iterator[Post]:
    """All posts, in the order of the organisation chart."""
    return iter(sorted(_posts.values(), key=lambda post: (post.order, post.code)))


def known_rights() -> frozenset[str]:
    """Every right that some clause granted."""
    return frozenset(_grants)


KERNEL_POSTS = (
    Post(
        COMPANY_MANAGER,
        _("Company manager"),
        order=1,
        appointed_with=APPOINT_MANAGERS,
    ),
    Post(OFFICE_MANAGER, _("Office manager"), order=2, appointed_with=APPOINT_MANAGERS),
    Post(
        CS_SUPERVISOR,
        _("Customer-service supervisor"),
        order=3,
        appointed_with=APPOINT_HEADS,
    ),
    Post(
        MAINT_SUPERVISOR,
        _("Maintenance supervisor"),
        order=4,
        appointed_with=APPOINT_HEADS,
    ),
    Post("COMPLAINT_DESK", _("Complaint desk"), order=11),
    Post("CALLBACK_STAFF", _("Callbacks"), exclusive=True, order=12),
    Post("ARCHIVIST", _("Archivist"), exclusive=True, order=13),
    Post("KEY_KEEPER", _("Key keeper"), exclusive=True, order=14),
    Post("RENOVATION_CLERK", _("Renovation clerk"), order=15),
    Post("CASHIER", _("Cashier"), order=16),
    Post("STOREKEEPER", _("Storekeeper"), order=17),
    Post("ACTIVITY_STAFF", _("Activities"), order=18),
    Post("AFTERSALES", _("After-sales"), order=30),
    Post("SALES", _("Sales"), order=31),
    Post("ENGINEERING", _("Engineering"), order=32),
    Post(FINANCE, _("Finance"), order=90, appointed_with=APPOINT_MANAGERS),
    Post(AUDITOR, _("Superior inspection"), order=91, appointed_with=APPOINT_MANAGERS),
)
MANAGERS = [OFFICE_MANAGER, COMPANY_MANAGER]
KERNEL_GRANTS = {
    APPOINT: [CS_SUPERVISOR, *MANAGERS],
    APPOINT_HEADS: MANAGERS,
    APPOINT_MANAGERS: [COMPANY_MANAGER],
    "organisation.view_posts": [CS_SUPERVISOR, *MANAGERS, AUDITOR],
    "organisation.administer": MANAGERS,
    "policy.change_rule": MANAGERS,
    "policy.change_calendar": MANAGERS,
    "policy.view_rules": [CS_SUPERVISOR, MAINT_SUPERVISOR, FINANCE, AUDITOR, *MANAGERS],
    "audit.view_history": [*MANAGERS, AUDITOR, CS_SUPERVISOR],
}
