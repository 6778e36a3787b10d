"""Callbacks (4.3): register, worklist, rate, how it is drawn, one case."""

from __future__ import annotations

from typing import Any

from callbacks.models import Callback, Candidate
from tests.access.table import Page
from tests.access.world import World
from tests.callbacks.stages import assigned, returned


def callback(world: World) -> Callback:
    """An urgent repair that came back, and its callback."""
    found = Callback.objects.select_related("register", "office").order_by("pk").first()
    if found is None:
        returned(world.house, priority="EMERGENCY", unit=world.house.upstairs)
        found = assigned(world.house)
    return found


def case(world: World) -> dict[str, Any]:
    """The callback's address."""
    return {"number": callback(world).number}


def attempt(world: World) -> dict[str, Any]:
    """The step that notes a try; only the caller takes it, others are told so."""
    return {**case(world), "name": "attempt"}


def changes(world: World) -> dict[str, Any]:
    """The row changes of its first step."""
    first = callback(world).register.steps.earliest("pk")
    return {**case(world), "step_id": first.pk}


def picked(world: World) -> dict[str, Any]:
    """The callback, ticked in the list."""
    return {"pick": callback(world).pk}


def sampling(world: World) -> dict[str, Any]:
    """The month it was drawn from."""
    found = callback(world).candidate
    assert found is not None
    return {"pk": found.sampling_id}


def undrawn(world: World) -> dict[str, Any]:
    """An ordinary repair that waits for the night."""
    found = Candidate.objects.filter(
        callback=None, source="REPAIR", excluded="", office=world.house.office
    )
    if not found.exists():
        returned(world.house, unit=world.house.upstairs, trade="POWER")
    return {"pk": found.latest("pk").pk}


PAGES = [
    Page("callbacks:list", "supervisor", "clerk"),
    Page("callbacks:export", "supervisor", "clerk"),
    Page("callbacks:print-register", "supervisor", "clerk", query=picked),
    Page("callbacks:worklist", "supervisor", "clerk"),
    Page("callbacks:rate", "supervisor", "clerk"),
    Page("callbacks:base", "supervisor", "clerk"),
    Page("callbacks:samplings", "supervisor", "clerk"),
    Page("callbacks:sampling", "supervisor", "clerk", values=sampling, owned=True),
    Page("callbacks:add", "supervisor", "manager", values=undrawn, owned=True),
    Page("callbacks:bulk-assign", "supervisor", "clerk", query=picked),
    Page("callbacks:bulk-review", "supervisor", "clerk", query=picked),
    Page("callbacks:detail", "supervisor", "clerk", values=case, owned=True),
    Page("callbacks:print", "supervisor", "clerk", values=case, owned=True),
    Page("callbacks:changes", "supervisor", "clerk", values=changes, owned=True),
    Page(
        "callbacks:step",
        "supervisor",
        "clerk",
        values=attempt,
        owned=True,
        ok=(200, 302),
    ),
]
