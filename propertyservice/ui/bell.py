"""The bell: unread notices and the page that lists them."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.db.models import QuerySet

from propertyservice.organisation.models import Staff

Unread = Callable[[Staff], QuerySet[Any]]
_sources: list[Unread] = []


def register(source: Unread) -> None:
    """Say where unread notices come from: ``source(user)`` is a queryset."""
    _sources[:] = [source]


def is_rung() -> bool:
    """Whether anybody registered a source."""
    return bool(_sources)


def unread(user: Staff) -> QuerySet[Any]:
    """The person's unread notices; LookupError while nobody registered a source."""
    return _sources[0](user)
