"""Who adds what to the demonstration; clauses register in ``apps.ready()``."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from propertyservice.workbench.demo.house import Demo

Load = Callable[[Demo], dict[str, int]]
"""Writes a clause's part and says how much of what it wrote."""

_parts: dict[str, tuple[int, Load]] = {}


def register(name: str, order: int, load: Load) -> None:
    """Add a clause's part; parts are loaded by ``order``."""
    _parts[name] = (order, load)


def every() -> Iterator[tuple[str, Load]]:
    """The parts in their order."""
    for name in sorted(_parts, key=lambda each: (_parts[each][0], each)):
        yield name, _parts[name][1]
