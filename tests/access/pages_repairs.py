"""Repairs (4.2): register, intake, one case, tasks and board."""

from __future__ import annotations

from typing import Any

from tests.access.table import Page
from tests.access.world import World


def case(world: World) -> dict[str, Any]:
    """The repair's address."""
    return {"number": world.number}


def changes(world: World) -> dict[str, Any]:
    """The row changes of its first step."""
    return {"number": world.number, "step_id": world.step.pk}


def contact(world: World) -> dict[str, Any]:
    """The step that notes a contact."""
    return {"number": world.number, "name": "contact"}


def picked(world: World) -> dict[str, Any]:
    """The repair, ticked in the list."""
    return {"pick": world.repair.pk}


PAGES = [
    Page("repairs:list", "clerk", "repairer"),
    Page("repairs:export", "clerk", "repairer"),
    Page("repairs:print-register", "clerk", query=picked),
    Page("repairs:new", "clerk", "manager"),
    Page("repairs:mine", "repairer", "clerk"),
    Page("repairs:board", "maintenance", "clerk"),
    Page("repairs:bulk-chase", "clerk", "manager", query=picked),
    Page("repairs:bulk-reassign", "maintenance", "clerk", query=picked),
    Page("repairs:bulk-print", "clerk", "manager", query=picked),
    Page("repairs:print-several", "clerk", "manager", query=picked, ok=(200, 404, 405)),
    Page("repairs:detail", values=case, owned=True),
    Page("repairs:print", values=case, owned=True, may_not="manager"),
    Page("repairs:photos", values=case, owned=True, method="post", ok=(200, 302)),
    Page("repairs:changes", "supervisor", "clerk", values=changes, owned=True),
    Page("repairs:step", values=contact, owned=True),
]
