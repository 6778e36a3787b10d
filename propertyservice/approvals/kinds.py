"""The kinds of requests; clauses register theirs in ``apps.ready()``."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.utils.functional import Promise


@dataclass(frozen=True)
class RequestKind:
    """A kind of request, e.g. ``repairs.suspend``.

    ``right`` decides it. ``carry_out(request, by)`` takes the step when it is approved;
    ``facts(request)`` are the three to six lines that are enough to decide.
    ``send_back(request, by)`` is called when it is sent back with an opinion.
    """

    code: str
    label: str | Promise
    right: str
    carry_out: Callable[[Any, Any], None]
    facts: Callable[[Any], list[tuple[str, str]]]
    approve_label: str | Promise
    send_back: Callable[[Any, Any], None] | None = None


_kinds: dict[str, RequestKind] = {}


def register(*kinds: RequestKind) -> None:
    """Make kinds of requests known."""
    _kinds.update({kind.code: kind for kind in kinds})


def get(code: str) -> RequestKind:
    """A registered kind; KeyError for an unknown code."""
    return _kinds[code]


def every() -> list[RequestKind]:
    """All registered kinds."""
    return list(_kinds.values())


def label(code: str) -> str:
    """The kind's name for people."""
    return str(_kinds[code].label) if code in _kinds else code
