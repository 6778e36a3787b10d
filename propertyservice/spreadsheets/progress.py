"""How far a long export is: kept in the cache, its own transaction shows nothing."""

from __future__ import annotations

import uuid
from dataclasses import asdict, dataclass, replace

from django.core.cache import cache

KEPT_SECONDS = 24 * 3600


@dataclass(frozen=True)
class Progress:
    """A long export that somebody asked for: rows written, of how many (None: not
    counted yet), and the list that it was asked from."""

    by: int
    title: str
    back: str
    done: int = 0
    of: int | None = None


def keep(name: uuid.UUID, progress: Progress) -> None:
    """Say how far it is."""
    cache.set(_key(name), asdict(progress), KEPT_SECONDS)


def tell(name: uuid.UUID, done: int, of: int) -> None:
    """The worker wrote so many rows."""
    if known := _read(name):
        keep(name, replace(known, done=done, of=of))


def seen_by(name: uuid.UUID, user_id: int) -> Progress | None:
    """What a person asked for himself; None for others and when it is long ago."""
    known = _read(name)
    return known if known and known.by == user_id else None


def _read(name: uuid.UUID) -> Progress | None:
    facts = cache.get(_key(name))
    return Progress(**facts) if facts else None


def _key(name: uuid.UUID) -> str:
    return f"export:{name}"
