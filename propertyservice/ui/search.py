"""What the one search box finds; each clause registers a provider (DESIGN 3)."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from django.utils.functional import Promise

from propertyservice.organisation.models import Staff
from propertyservice.ui.registry import Registry


@dataclass(frozen=True)
class Hit:
    """One thing found. ``exact`` hits open at once when they are the only one."""

    title: str
    sub: str
    url: str
    kind: str | Promise
    exact: bool = False


Find = Callable[[Staff, str, int], list[Hit]]


@dataclass(frozen=True)
class Provider:
    """Finds things of one kind: ``find(user, term, limit)``."""

    key: str
    label: str | Promise
    find: Find
    order: int = 50
    permission: str = ""


providers: Registry[Provider] = Registry()
for_user = providers.for_user


def register(
    name: str,
    label: str | Promise,
    find: Find,
    *,
    order: int = 50,
    permission: str = "",
) -> None:
    """Add a provider to the search box."""
    providers.register(Provider(name, label, find, order, permission))


def find_all(
    user: Staff, term: str, limit: int = 8
) -> list[tuple[Provider, list[Hit]]]:
    """What each provider finds, in order; providers that find nothing are left out."""
    found = (
        (provider, provider.find(user, term, limit)) for provider in for_user(user)
    )
    return [(provider, hits) for provider, hits in found if hits]
