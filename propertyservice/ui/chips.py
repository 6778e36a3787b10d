"""The deadline chip of LOOK 9: kind, state, amount, and why."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Literal

from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from propertyservice.ui.html import filled
from propertyservice.ui.icons import icon

State = Literal["plain", "soon", "late", "pause", "met", "missed"]

_RING = (
    '<svg class="ring" viewBox="0 0 20 20" aria-hidden="true">'
    '<circle class="bg" cx="10" cy="10" r="7.5"/><circle cx="10" cy="10" r="7.5"'
    ' pathLength="100" stroke-dasharray="{} 100"/></svg>'
)
_SIGNS = {"late": "warn", "met": "check", "missed": "x"}


@dataclass(frozen=True)
class Chip:
    """One deadline as people see it.

    ``text`` is kind, state and amount (``到场 剩余 9 分``); ``share`` is the part of
    the time used, 0 to 100; ``title`` and ``why`` are the question and its answer.
    """

    state: State
    text: str
    share: int = 0
    title: str = ""
    why: Sequence[str] = field(default=())


def due(chip: Chip, *, pill: bool = False) -> SafeString:
    """The chip alone, as it stands in a row."""
    css = "due" if chip.state == "plain" else f"due due-{chip.state}"
    return filled(
        '<span class="{}{}">{}{}</span>',
        css,
        " pill" if pill else "",
        _sign(chip),
        chip.text,
    )


def why(chip: Chip, *, pill: bool = True) -> SafeString:
    """The chip that opens its explanation; plain where there is none."""
    if not chip.why:
        return due(chip, pill=pill)
    lines = SafeString("".join(filled("<p>{}</p>", line) for line in chip.why))
    return filled(
        '<details class="why"><summary>{}</summary>'
        "<div><p><b>{}</b></p>{}</div></details>",
        due(chip, pill=pill),
        chip.title or _("Why then?"),
        lines,
    )


def _sign(chip: Chip) -> SafeString:
    if chip.state == "pause":
        return SafeString()
    if chip.state in _SIGNS:
        return icon(_SIGNS[chip.state])
    return filled(_RING, max(0, min(100, chip.share)))
