"""The shelf on which clauses put what shared pages show; filled in ``apps.ready()``."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from typing import Generic, Protocol, TypeVar
from urllib.parse import quote

from django.conf import settings
from django.urls import reverse

from propertyservice.organisation.models import Staff

MARK = "1234567890"  # what text and number converters both take


class Entry(Protocol):
    """What every registered thing has."""

    @property
    def key(self) -> str:
        """Its name, once on each shelf."""

    @property
    def order(self) -> int:
        """Its place; the smaller comes first."""

    @property
    def permission(self) -> str:
        """The right it needs somewhere; empty for everybody."""


E = TypeVar("E", bound=Entry)


def address(url_name: str) -> str:
    """The address of a page without arguments, looked up once: each page asks many."""
    return _address(url_name, settings.ROOT_URLCONF)


def address_of(url_name: str, value: object) -> str:
    """The address of one thing, for lists of many: reversing each costs too much."""
    before, after = _around(url_name, settings.ROOT_URLCONF)
    return f"{before}{quote(str(value), safe='')}{after}"


@cache
def _around(url_name: str, urls: str) -> tuple[str, str]:
    before, _mark, after = reverse(url_name, urls, args=[MARK]).rpartition(MARK)
    return before, after


@cache
def _address(url_name: str, urls: str) -> str:
    return reverse(url_name, urlconf=urls)


class Registry(Generic[E]):
    """Things by key, in order, each shown to those who have its right somewhere."""

    def __init__(self) -> None:
        self._entries: dict[str, E] = {}

    def register(self, *entries: E) -> None:
        """Put entries on the shelf; ValueError when another one has the key."""
        for entry in entries:
            if self._entries.setdefault(entry.key, entry) != entry:
                raise ValueError(f"{entry.key} is registered twice.")

    def get(self, key: str) -> E:
        """The entry with this key; KeyError without one."""
        return self._entries[key]

    def __iter__(self) -> Iterator[E]:
        return iter(sorted(self._entries.values(), key=lambda e: (e.order, e.key)))

    def for_user(self, user: Staff) -> list[E]:
        """Those this person may see, in order."""
        return [
            entry
            for entry in self
            if not entry.permission or user.may_anywhere(entry.permission)
        ]
