"""The figures on the front desk; each clause registers its own (DESIGN 3)."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet
from django.utils.functional import Promise

from propertyservice.organisation.models import Staff
from propertyservice.ui.registry import Registry


@dataclass(frozen=True)
class Tile:
    """One figure: ``rows(user)`` is counted, ``url(user)`` opens exactly those rows.

    ``hint`` is a second, smaller count with its word; ``bad`` figures are red unless
    they are zero.
    """

    key: str
    label: str | Promise
    rows: Callable[[Staff], QuerySet[Any]]
    url: Callable[[Staff], str]
    permission: str = ""
    order: int = 50
    bad: bool = False
    hint: str | Promise = ""
    hint_rows: Callable[[Staff], QuerySet[Any]] | None = None


tiles: Registry[Tile] = Registry()
register = tiles.register
for_user = tiles.for_user
