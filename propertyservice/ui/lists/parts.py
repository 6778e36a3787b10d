"""Parts of a list's answer as the template reads them."""

from __future__ import annotations

from dataclasses import dataclass

from django.http import QueryDict

from propertyservice.ui.lists.columns import Column
from propertyservice.ui.lists.declared import Register


@dataclass(frozen=True)
class Tab:
    """A view as a tab; ``pk`` for the reader's own saved views."""

    label: str
    url: str
    count: str
    current: bool
    pk: int | None = None


@dataclass(frozen=True)
class Head:
    """A column's head; ``url`` turns the order, ``direction`` is aria-sort's word."""

    column: Column
    url: str = ""
    direction: str = ""


def turned(params: QueryDict, **changes: str) -> str:
    """The same list's address with something else asked."""
    changed = params.copy()
    for key, value in changes.items():
        changed[key] = value
    return f"?{changed.urlencode()}"


def heads(register: Register, params: QueryDict) -> list[Head]:
    """The column heads with the order they turn to."""
    name, flipped = register.sort(params)
    return [_head(register, params, each, name, flipped) for each in register.columns]


def _head(
    register: Register, params: QueryDict, column: Column, name: str, flipped: bool
) -> Head:
    if not column.sort:
        return Head(column)
    current = column.sort == name
    order = f"-{column.sort}" if current and not flipped else column.sort
    direction = ""
    if current:
        falling = register.sorts[name].paths[0].startswith("-") != flipped
        direction = "descending" if falling else "ascending"
    return Head(column, turned(params, sort=order), direction)
