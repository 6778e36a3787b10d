"""What waits for a person and his posts; each clause registers a source (DESIGN 3)."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import QuerySet
from django.utils.functional import Promise

from propertyservice.organisation.models import Staff
from propertyservice.ui.chips import Chip
from propertyservice.ui.registry import Registry


@dataclass(frozen=True)
class TodoRow:
    """One thing to do: what, for whom, until when, and the next step.

    ``press_url`` is the step that one press takes: it is posted, and leads back.
    """

    title: str
    url: str
    sub: str = ""
    number: str = ""
    due_at: datetime | None = None
    chip: Chip | None = None
    late: bool = False
    act: str | Promise = ""
    act_url: str = ""
    press_url: str = ""


@dataclass(frozen=True)
class TodoSource:
    """Where things to do come from.

    ``waiting(user)`` is a queryset (counted with all others in one statement; it
    equals the list at ``url``); ``rows(user, limit)`` are its first rows as people
    read them, the most urgent first.
    """

    key: str
    label: str | Promise
    waiting: Callable[[Staff], QuerySet[Any]]
    rows: Callable[[Staff, int], Sequence[TodoRow]]
    url: Callable[[Staff], str]
    late: Callable[[Staff], QuerySet[Any]] | None = None
    permission: str = ""
    order: int = 50


sources: Registry[TodoSource] = Registry()
register = sources.register
for_user = sources.for_user
