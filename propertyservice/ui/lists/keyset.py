"""Paging by key: a page begins after the last row of the one before.

NULL counts as larger than every value, as PostgreSQL's own order has it, so that plain
indexes serve both directions.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django.core import signing
from django.core.exceptions import FieldDoesNotExist
from django.db.models import Model, Q, QuerySet

NOTHING = Q(pk__in=())


class Sort:
    """An order: lookup paths (``unit__code``), each descending with a ``-`` before it.

    Every path must be readable on a row (``select_related`` or an annotation).
    """

    def __init__(self, *paths: str) -> None:
        self.paths = paths

    def keys(self, model: type[Model], *, flip: bool = False) -> list[Key]:
        """The sort's keys, ending in the primary key so that no two rows are equal."""
        keys = [_key(model, path) for path in self.paths]
        if not any(key.path == "pk" for key in keys):
            keys.append(Key("pk", bool(keys) and keys[-1].descending, nullable=False))
        return [key.flipped() for key in keys] if flip else keys


@dataclass(frozen=True)
class Key:
    """One part of an order."""

    path: str
    descending: bool
    nullable: bool

    def flipped(self) -> Key:
        """The same part in the other direction."""
        return replace(self, descending=not self.descending)

    @property
    def order(self) -> str:
        """For ``order_by``."""
        return f"-{self.path}" if self.descending else self.path

    def beyond(self, value: Any) -> Q:
        """Rows that come after this value."""
        if self.descending:
            if value is None:
                return Q(**{f"{self.path}__isnull": False})
            return Q(**{f"{self.path}__lt": value})
        if value is None:
            return NOTHING
        after = Q(**{f"{self.path}__gt": value})
        return after | Q(**{f"{self.path}__isnull": True}) if self.nullable else after

    def same(self, value: Any) -> Q:
        """Rows with this value."""
        if value is None:
            return Q(**{f"{self.path}__isnull": True})
        return Q(**{self.path: value})

    def bound(self, value: Any) -> Q:
        """A range on the first key alone, which an index can start from."""
        if value is None or (self.nullable and not self.descending):
            return Q()
        return Q(**{f"{self.path}__{'lte' if self.descending else 'gte'}": value})

    def value(self, row: Any) -> Any:
        """The key's value on a row."""
        for part in self.path.split("__"):
            row = getattr(row, part, None)
        return row


@dataclass(frozen=True)
class Cursor:
    """Where a page stands: the row next to it, and its place in the count."""

    back: bool = False
    place: int = 0
    values: tuple[Any, ...] = ()

    def text(self, salt: str) -> str:
        """The cursor for a URL, signed so that nobody asks by a made-up key."""
        return signing.dumps([int(self.back), self.place, *self.values], salt=salt)


@dataclass(frozen=True)
class Slice:
    """The rows of one page and its neighbours."""

    rows: list[Any]
    first: int
    previous: Cursor | None
    next: Cursor | None

    @property
    def last(self) -> int:
        """The place of the last row, counted from 1."""
        return self.first + len(self.rows) - 1


def read(text: str, salt: str) -> Cursor:
    """The cursor of a URL; the first page when it is missing or not of this list."""
    try:
        back, place, *values = signing.loads(text, salt=salt)
    except (signing.BadSignature, ValueError):
        return Cursor()
    return Cursor(bool(back), place, tuple(values))


def wanted(
    queryset: QuerySet[Any], keys: Sequence[Key], cursor: Cursor, size: int
) -> QuerySet[Any]:
    """The rows after (or before) the cursor, and one more to see whether it goes on."""
    walk = [key.flipped() for key in keys] if cursor.back else list(keys)
    if len(cursor.values) == len(keys):
        queryset = queryset.filter(_after(walk, cursor.values))
    return queryset.order_by(*(key.order for key in walk))[: size + 1]


def page(found: list[Any], keys: Sequence[Key], cursor: Cursor, size: int) -> Slice:
    """One page of the rows that were wanted."""
    more, rows = len(found) > size, found[:size]
    if cursor.back:
        rows.reverse()
        first = max(1, cursor.place - len(rows)) if more else 1
        return Slice(
            rows,
            first,
            _at(rows, keys, first, back=more),
            _after_page(rows, keys, first),
        )
    first = cursor.place + 1
    previous = _at(rows, keys, first, back=bool(cursor.values))
    return Slice(
        rows, first, previous, _after_page(rows, keys, first) if more else None
    )


def _at(
    rows: list[Any], keys: Sequence[Key], first: int, *, back: bool
) -> Cursor | None:
    """The cursor of the page before these rows."""
    if not rows or not back:
        return None
    return Cursor(True, first, _values(rows[0], keys))


def _after_page(rows: list[Any], keys: Sequence[Key], first: int) -> Cursor | None:
    if not rows:
        return None
    return Cursor(False, first + len(rows) - 1, _values(rows[-1], keys))


def _after(keys: Sequence[Key], values: Sequence[Any]) -> Q:
    found, same = NOTHING, Q()
    for key, value in zip(keys, values, strict=True):
        found |= same & key.beyond(value)
        same &= key.same(value)
    return keys[0].bound(values[0]) & found


def _values(row: Any, keys: Sequence[Key]) -> tuple[Any, ...]:
    return tuple(_plain(key.value(row)) for key in keys)


def _plain(value: Any) -> Any:
    """A value as JSON keeps it without loss; lookups read it back by the field."""
    if isinstance(value, datetime | date):
        return value.isoformat()
    return str(value) if isinstance(value, Decimal) else value


def _key(model: type[Model], path: str) -> Key:
    name = path.removeprefix("-")
    return Key(name, path.startswith("-"), _nullable(model, name))


def _nullable(model: type[Model] | None, path: str) -> bool:
    for part in path.split("__"):
        if part == "pk" or model is None:
            return False
        try:
            field = model._meta.get_field(part)
        except FieldDoesNotExist:
            return True
        if field.null:
            return True
        model = field.related_model  # type: ignore[assignment]
    return False
