"""The kinds of deadlines; clauses register theirs in ``apps.ready()``."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from django.utils.functional import Promise

from propertyservice.organisation import posts


@dataclass(frozen=True)
class DeadlineKind:
    """A kind of time limit, e.g. ``repairs.arrive``.

    ``pausable``: whether the case's pauses stop its clock. The posts are chased at the
    due time and at the escalation (4.2.1).
    """

    code: str
    label: str | Promise
    pausable: bool = True
    supervisor_post: str = posts.CS_SUPERVISOR
    manager_post: str = posts.OFFICE_MANAGER


_kinds: dict[str, DeadlineKind] = {}
_pauses: dict[str, str | Promise] = {}


def register(*kinds: DeadlineKind) -> None:
    """Make kinds of deadlines known."""
    _kinds.update({kind.code: kind for kind in kinds})


def get(code: str) -> DeadlineKind:
    """A registered kind; KeyError for an unknown code."""
    return _kinds[code]


def label(code: str) -> str:
    """The kind's name for people."""
    return str(_kinds[code].label) if code in _kinds else code


def register_pauses(labels: Mapping[str, str | Promise]) -> None:
    """Say what the codes of pauses are called."""
    _pauses.update(labels)


def pause_label(code: str) -> str:
    """The name of a pause's reason for people; the code of an unknown one."""
    return str(_pauses.get(code, code))
