"""Known incidents: shown before the clerk types the fortieth report (DESIGN 3)."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from propertyservice.organisation.models import Staff
from propertyservice.ui.registry import Registry


@dataclass(frozen=True)
class Incident:
    """One thing that many call about; ``join_url`` counts a call on it."""

    title: str
    where: str
    since: datetime
    url: str
    words: str = ""
    join_url: str = ""


@dataclass(frozen=True)
class Source:
    """Where incidents come from: ``load(user, unit)`` gives those of the unit's house,
    or, without a unit, all open ones that the person may see."""

    key: str
    load: Callable[[Staff, Any], Sequence[Incident]]
    permission: str = ""
    order: int = 50


sources: Registry[Source] = Registry()
register = sources.register


def known(user: Staff, unit: Any = None) -> list[Incident]:
    """Every open incident that concerns a unit, or the person's offices."""
    return [
        incident
        for source in sources.for_user(user)
        for incident in source.load(user, unit)
    ]
