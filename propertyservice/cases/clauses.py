"""Clauses of the register: each app registers itself in ``apps.ready()``.

The kernel names no clause; what it must know of one stands here.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet
from django.utils.functional import Promise


@dataclass(frozen=True)
class Clause:
    """One clause of the specification.

    ``view`` is the right that shows all its cases in an office; ``also_visible`` gives
    the register ids that a user sees besides (his own tasks); ``url_name`` opens a case
    by its number; ``kind`` is its code in numbers (RULES 2.0.4). ``record`` is the
    register's accessor to the clause's row, where its app has several kinds of cases.
    """

    code: str
    kind: str
    label: str | Promise
    view: str
    url_name: str
    icon: str
    status_label: Callable[[str], str]
    step_label: Callable[[str], str]
    also_visible: Callable[[Any], QuerySet[Any]] | None = None
    record: str = ""


_clauses: dict[str, Clause] = {}


def register(clause: Clause) -> None:
    """Make a clause known."""
    _clauses[clause.code] = clause


def get(code: str) -> Clause:
    """A registered clause; KeyError for an unknown code."""
    return _clauses[code]


def every() -> list[Clause]:
    """All registered clauses."""
    return list(_clauses.values())
