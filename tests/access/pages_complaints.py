"""Complaints (4.6): register, intake, one case and its paper."""

from __future__ import annotations

from typing import Any

from complaints import transitions as do
from complaints.models import Complaint
from tests.access.table import Page
from tests.access.world import World


def complaint(world: World) -> Complaint:
    """A complaint of the household, taken when a page first asks for it."""
    found = Complaint.objects.select_related("register").first()
    said = do.Received(
        office=world.house.office,
        unit=world.unit,
        name="陈雨桐",
        phone="13800002207",
        content="电梯厅没有打扫",
        category="CLEANING",
    )
    return found or do.receive(said, by=world.house.taker)


def case(world: World) -> dict[str, Any]:
    """The complaint's address."""
    return {"number": complaint(world).number}


def changes(world: World) -> dict[str, Any]:
    """The row changes of its first step."""
    taken = complaint(world)
    step = taken.register.steps.earliest("pk")
    return {"number": taken.number, "step_id": step.pk}


def contact(world: World) -> dict[str, Any]:
    """The step that notes a contact."""
    return {"number": complaint(world).number, "name": "contact"}


PAGES = [
    Page("complaints:list", "taker", "repairer"),
    Page("complaints:export", "taker", "repairer"),
    Page("complaints:print-register", "taker", "repairer"),
    Page("complaints:new", "taker", "manager"),
    Page("complaints:bulk-chase", "taker", "maintenance"),
    Page("complaints:bulk-transfer", "taker", "maintenance"),
    Page("complaints:bulk-close", "supervisor", "taker"),
    Page("complaints:analysis", "supervisor", "taker"),
    Page("complaints:analysis-export", "supervisor", "taker"),
    Page("complaints:analysis-print", "supervisor", "taker"),
    Page("complaints:detail", "taker", "clerk", values=case, owned=True),
    Page("complaints:print", "taker", "clerk", values=case, owned=True),
    Page(
        "complaints:photos",
        "taker",
        "clerk",
        values=case,
        owned=True,
        method="post",
        ok=(200, 302),
    ),
    Page("complaints:changes", "supervisor", "taker", values=changes, owned=True),
    Page("complaints:step", "taker", "clerk", values=contact, owned=True),
]
