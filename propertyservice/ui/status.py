"""Which of the seven roles of LOOK 3 a status has, and how it is drawn."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Literal

from django.utils.safestring import SafeString

from propertyservice.ui.html import filled

Role = Literal["rest", "move", "work", "wait", "done", "bad", "out"]

_roles: dict[str, dict[str, Role]] = {}


def register(model: str, roles: Mapping[str, Role]) -> None:
    """Say what role each status of a model has; ``model`` is ``"repairs.repair"``."""
    _roles.setdefault(model.lower(), {}).update(roles)


def role_of(model: str, status: str) -> Role:
    """The role of a status; what nobody registered rests."""
    return _roles.get(model, {}).get(status, "rest")


def badge(role: Role, words: object, *, pill: bool = False) -> SafeString:
    """One status: a shape and a word. ``pill`` in page heads."""
    css = "st" if role == "rest" else f"st st-{role}"
    return filled('<span class="{}{}">{}</span>', css, " pill" if pill else "", words)


def status(record: Any, *, pill: bool = False) -> SafeString:
    """The status of a record, in its own words.

    Uses ``record.status_words`` where the record has it (``挂起：待料``), else the
    status's label; the role comes from the registry.
    """
    words = getattr(record, "status_words", None) or record.get_status_display()
    return badge(role_of(record._meta.label_lower, record.status), words, pill=pill)


def worded(model: str, status: str, words: object) -> SafeString:
    """The status of a line in a list, which is not a record."""
    return badge(role_of(model, status), words)
