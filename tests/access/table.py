"""Every page by its URL name, and who may open it.

A package adds its pages in a module ``pages_<package>.py`` beside this one, as a list
``PAGES``. A page of an address that nobody listed fails ``test_access.py``.
"""

from __future__ import annotations

import importlib
import pkgutil
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.urls import URLPattern, URLResolver, get_resolver

from tests.access import __path__ as here
from tests.access.world import World

Values = Callable[[World], Mapping[str, Any]]


def nothing(world: World) -> dict[str, Any]:
    """A page without parts in its address."""
    return {}


@dataclass(frozen=True)
class Page:
    """One page. ``may`` and ``may_not`` name people of ``tests/support/cast.py``.

    ``values`` are the parts of its address, ``query`` and ``data`` what is sent.
    ``owned``: it shows something of one office, so that the same post of another office
    gets a 404. ``may_not`` is empty for pages open to everybody who works here.
    ``public``: it opens before login.
    """

    name: str
    may: str = "clerk"
    may_not: str = ""
    values: Values = nothing
    owned: bool = False
    method: str = "get"
    query: Values = nothing
    data: Values = nothing
    ok: Sequence[int] = (200,)
    public: bool = False
    variant: str = field(default="", compare=False)

    def __str__(self) -> str:
        return f"{self.name} {self.variant}".strip()


def every() -> list[Page]:
    """All listed pages of all packages."""
    return [page for module in _modules() for page in module.PAGES]


def names() -> set[str]:
    """The name of every address of the project; the admin's are one.

    The sheet of parts exists in DEBUG only.
    """
    return set(_names(get_resolver().url_patterns)) - {"parts"}


def _modules() -> Iterator[Any]:
    for found in sorted(module.name for module in pkgutil.iter_modules(here)):
        if found.startswith("pages_"):
            yield importlib.import_module(f"tests.access.{found}")


def _names(
    patterns: Sequence[URLPattern | URLResolver], space: str = ""
) -> Iterator[str]:
    for pattern in patterns:
        if isinstance(pattern, URLPattern):
            yield f"{space}{pattern.name}"
        elif pattern.namespace == "admin":
            yield "admin:index"
        else:
            inner = f"{space}{pattern.namespace}:" if pattern.namespace else space
            yield from _names(pattern.url_patterns, inner)
