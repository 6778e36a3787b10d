"""What a hand-over lists and what blocks it; clauses register in ``apps.ready()``.

A clause names the posts that are on a roster and the sources of lines: open cases,
promises to residents, keys out. A source is listed for posts that have its right.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.utils.functional import Promise

from propertyservice.organisation import posts


@dataclass(frozen=True)
class Row:
    """One thing to hand over. ``blocks``: it must be settled before anybody leaves.

    ``text`` and ``sub`` are kept as they are now: no phones, nothing hidden from
    somebody.
    """

    text: str
    sub: str = ""
    number: str = ""
    due_at: datetime | None = None
    case: Any = None
    blocks: bool = False


@dataclass(frozen=True)
class Source:
    """Where lines come from. ``rows(office, post, at)`` gives them, pressing first."""

    key: str
    label: str | Promise
    right: str
    rows: Callable[[Any, str, datetime], Sequence[Row]]
    order: int = 50


_sources: dict[str, Source] = {}
_posts: list[str] = []

SEE, GIVE, PLAN = "shift.view", "shift.hand_over", "shift.plan"


def register(*sources: Source) -> None:
    """Make sources known; ValueError when another one has the key."""
    for source in sources:
        if _sources.setdefault(source.key, source) != source:
            raise ValueError(f"The source {source.key} is registered twice.")


def register_posts(*codes: str) -> None:
    """Put posts on the roster; their holders see it and hand over."""
    _posts.extend(code for code in codes if code not in _posts)
    posts.grant({SEE: codes, GIVE: codes})


def rostered() -> list[str]:
    """The codes of the posts on the roster, in the order of the organisation."""
    return [post.code for post in posts.every() if post.code in _posts]


def for_post(post: str) -> list[Source]:
    """The sources that a post's hand-over lists."""
    return [each for each in every() if post in posts.holders(each.right)]


def every() -> Iterator[Source]:
    """All sources in order."""
    return iter(sorted(_sources.values(), key=lambda each: (each.order, each.key)))


def label(key: str) -> str:
    """A source's name for people."""
    return str(_sources[key].label) if key in _sources else key


def right(key: str) -> str:
    """The right that reads a source's lines; empty when nobody registered it."""
    return _sources[key].right if key in _sources else ""
