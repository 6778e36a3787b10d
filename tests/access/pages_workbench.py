"""The workbench: what everybody opens, and what belongs to one office."""

from __future__ import annotations

from typing import Any

from tests.access.table import Page
from tests.access.world import World

MOVED = (302,)


def unit(world: World) -> dict[str, Any]:
    """The household's address."""
    return {"code": world.unit.code}


def person(world: World) -> dict[str, Any]:
    """The resident's address."""
    return {"pk": world.person.pk}


def decision(world: World) -> dict[str, Any]:
    """The address that approves the waiting request."""
    return {"pk": world.request.pk, "act": "approve"}


def one_request(world: World) -> dict[str, Any]:
    """The address of the waiting request."""
    return {"number": world.request.number}


def one_handover(world: World) -> dict[str, Any]:
    """The address of the hand-over of the desk."""
    return {"pk": world.handover.pk}


PAGES = [
    Page("healthz", public=True, ok=(200, 503)),
    Page("home"),
    Page("home", may="repairer", variant="of a repairer"),
    Page("search", query=lambda world: {"q": "陈"}, ok=(200, 302)),
    Page("todo"),
    Page("cases"),
    Page("notices"),
    Page("notices-read", method="post", ok=MOVED),
    Page("notice", values=lambda w: {"pk": w.notice.pk}, owned=True, ok=MOVED),
    Page("queue", may="maintenance"),
    Page(
        "queue-several",
        may="maintenance",
        query=lambda world: {"pick": world.request.pk},
    ),
    Page(
        "queue-decide",
        may="maintenance",
        may_not="clerk",
        values=decision,
        method="post",
        owned=True,
        ok=MOVED,
    ),
    Page("queue-register", "maintenance", "clerk"),
    Page("queue-export", "maintenance", "clerk"),
    Page("queue-request", "maintenance", values=one_request, owned=True),
    Page("queue-print", "maintenance", values=one_request, owned=True),
    Page(
        "queue-withdraw",
        "repairer",
        "clerk",
        values=lambda w: {"pk": w.request.pk},
        method="post",
        owned=True,
        ok=MOVED,
    ),
    Page("late", "supervisor", "clerk"),
    Page(
        "late-reassign",
        "maintenance",
        "supervisor",
        values=lambda w: {"number": w.number},
        owned=True,
    ),
    Page("shift"),
    Page("shift-roster", "supervisor", "clerk"),
    Page("shift-copy", "supervisor", "clerk", method="post", ok=MOVED),
    Page("shift-give", may_not="manager", query=lambda w: {"post": "REPAIR_DESK"}),
    Page("shift-handovers"),
    Page("shift-export", "supervisor", "clerk"),
    Page("shift-handover", values=one_handover, owned=True),
    Page("shift-print", values=one_handover, owned=True),
    Page("roster", "supervisor", "clerk"),
    Page("unit", values=unit, owned=True),
    Page("unit-people", values=unit, owned=True),
    Page("unit-move-in", may_not="repairer", values=unit, owned=True),
    Page("unit-move-out", may_not="repairer", values=unit, owned=True),
    Page("unit-transfer", may_not="repairer", values=unit, owned=True),
    Page("person", values=person, owned=True),
    Page("person-phone", may_not="repairer", values=person, owned=True),
    Page("person-merge", may_not="repairer", values=person, owned=True),
    Page("person-reveal", values=person, owned=True),
    Page("person-erase", "manager", "clerk", values=person, owned=True),
    Page("reports", "manager", "clerk", ok=MOVED),
    Page("report", "manager", "clerk", values=lambda w: {"key": "repairs"}),
    Page("monthly-set", "manager", "clerk"),
    Page(
        "monthly-paper",
        "manager",
        "clerk",
        values=lambda w: {"office": w.house.office.code, "month": "2026-10"},
        owned=True,
    ),
    Page("report-export", "manager", "clerk", values=lambda w: {"key": "repairs"}),
    Page("account"),
]
