"""A repair's page and its steps, opened and taken as somebody."""

from __future__ import annotations

from typing import Any

from repairs.models import Repair
from tests.support.people import sign_in


def page_of(person: Any, repair: Repair, query: str = "") -> Any:
    """The case page as somebody sees it."""
    return sign_in(person).get(f"/repairs/{repair.number}/{query}")


def take(person: Any, repair: Repair, step: str, **data: Any) -> Any:
    """Send a step's form."""
    return sign_in(person).post(f"/repairs/{repair.number}/{step}/", data)


def names(page: Any) -> list[str]:
    """The steps that the page offers, in order."""
    acts = page.context["acts"]
    return [
        step.name for step in [*acts.first, *acts.more, *acts.quiet, *acts.destructive]
    ]
