"""Which rules there are: clauses register them in ``apps.ready()`` with their defaults.

The values of RULES.md are defaults that an office can change; each carries its source
and confidence (RULES 0.1).
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from django.utils.functional import Promise


class Confidence(StrEnum):
    """How sure the default is (RULES 0.1)."""

    STATUTE = "C★"
    CERTAIN = "C"
    TYPICAL = "T"
    GUESS = "G"


@dataclass(frozen=True)
class RuleDef:
    """A rule that can be set: ``key`` is dotted, e.g. ``repair.notify_min.NORMAL``.

    ``default`` is JSON-able; ``by_grade`` overrides it per service grade. ``unit`` is
    a word for people ("minutes"); ``words`` are labels of the codes that it lists. A
    ``percent`` is stored as a share (0.98) and shown and typed as 98 %.
    ``check`` raises ValidationError for a value of the right form that makes no sense.
    """

    key: str
    default: Any
    label: str | Promise
    unit: str | Promise
    source: str | Promise
    confidence: Confidence
    by_grade: tuple[tuple[str, Any], ...] = ()
    words: tuple[tuple[str, str | Promise], ...] = ()
    percent: bool = False
    check: Callable[[Any], None] | None = None


_rules: dict[str, RuleDef] = {}


def register(*rules: RuleDef) -> None:
    """Make rules known; the same key may be registered once."""
    for rule in rules:
        if _rules.setdefault(rule.key, rule) != rule:
            raise ValueError(f"The rule {rule.key} is registered twice.")


def every() -> Iterator[RuleDef]:
    """All rules, by key."""
    return iter(_rules[key] for key in sorted(_rules))


def get(key: str) -> RuleDef:
    """The definition of a rule; KeyError for an unknown key."""
    return _rules[key]


def known(key: str) -> bool:
    """Whether a clause registered this key."""
    return key in _rules
