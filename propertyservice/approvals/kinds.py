"""The kinds of requests; clauses register theirs in ``apps.ready()``."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from propertyservice.workflow import kinds as deadlines
from propertyservice.workflow.kinds import DeadlineKind

LIMIT = "approval.limit"
Act = Callable[[Any, Any], None]


@dataclass(frozen=True)
class RequestKind:
    """A kind of request, e.g. ``repairs.suspend``.

    ``right`` decides it. ``carry_out(request, by)`` takes the step when it is approved;
    ``facts(request)`` are the three to six lines that are enough to decide.

    ``tiers`` names a rule made with ``tiers.rule``: which posts decide, one after the
    other. ``level(request)`` chooses among its lists, a code or an amount. The posts of
    the rule need whatever right ``carry_out`` takes its step with. ``limit`` is the
    rule of the time to decide in. ``send_back(request, by)`` and ``take_back`` move
    the case when that must follow.
    """

    code: str
    label: str | Promise
    right: str
    carry_out: Act
    facts: Callable[[Any], list[tuple[str, str]]]
    approve_label: str | Promise
    tiers: str = ""
    level: Callable[[Any], Any] | None = None
    limit: str = LIMIT
    send_back: Act | None = None
    take_back: Act | None = None

    @property
    def deadline(self) -> str:
        """The code of the limit to decide in."""
        return f"ask.{self.code}"


_kinds: dict[str, RequestKind] = {}


def register(*kinds: RequestKind) -> None:
    """Make kinds of requests known, each with the limit that is chased."""
    _kinds.update({kind.code: kind for kind in kinds})
    deadlines.register(
        *(DeadlineKind(kind.deadline, _("Decision"), pausable=False) for kind in kinds)
    )


def get(code: str) -> RequestKind:
    """A registered kind; KeyError for an unknown code."""
    return _kinds[code]


def every() -> list[RequestKind]:
    """All registered kinds."""
    return list(_kinds.values())


def label(code: str) -> str:
    """The kind's name for people."""
    return str(_kinds[code].label) if code in _kinds else code
