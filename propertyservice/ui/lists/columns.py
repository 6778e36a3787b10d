"""Columns of a register and the rows written from them.

Rendering dominates a list page, so rows are joined strings: no template a cell.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.functional import Promise
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from propertyservice.ui.html import escaped, filled


@dataclass(frozen=True)
class Column:
    """One column of the paper form.

    ``cell(row)`` returns text (escaped here) or SafeString. ``css`` are the classes of
    LOOK 12: ``no`` number or date, ``num`` right-aligned, ``wide`` own line on a phone,
    ``end`` right on a phone, ``off`` not on a phone, ``clip`` cut to one line.
    ``sort`` names one of the register's sorts; ``header`` marks the row's own name.
    """

    key: str
    head: str | Promise
    cell: Callable[[Any], object]
    css: str = ""
    sort: str = ""
    header: bool = False

    @property
    def head_css(self) -> str:
        """The head is aligned and hidden like its cells."""
        return " ".join(name for name in self.css.split() if name in ("num", "off"))


@dataclass(frozen=True)
class Rows:
    """How the rows of one register are written."""

    columns: Sequence[Column]
    css: Callable[[Any], str]
    name: Callable[[Any], str]
    ticks: bool

    def html(self, rows: Iterable[Any]) -> SafeString:
        """The table's body."""
        frames = [_frame(column) for column in self.columns]
        label = escaped(_("Select"))
        lines: list[str] = []
        for row in rows:
            css = self.css(row)
            parts = [f'<tr role="row" class="{css}">' if css else '<tr role="row">']
            if self.ticks:
                parts.append(_tick(row.pk, label, self.name(row)))
            for column, (opening, closing) in zip(self.columns, frames, strict=True):
                parts += (opening, _text(column.cell(row)), closing)
            parts.append("</tr>")
            lines.append("".join(parts))
        return mark_safe("\n".join(lines))  # noqa: S308 (each part is escaped)


def number(url: str, text: str, *, quiet: int = 0) -> SafeString:
    """A case number as the row's link; its first ``quiet`` characters are grey."""
    return filled(
        '<a href="{}"><span class="mut">{}</span>{}</a>',
        url,
        text[:quiet],
        text[quiet:],
    )


def tag(text: object, kind: str = "") -> SafeString:
    """A tag: ``urgent``, ``paid`` or plain. At most two in a row."""
    return filled(
        '<span class="tag{}">{}</span> ', f" tag-{kind}" if kind else "", text
    )


def tagged(text: object, *tags: SafeString) -> SafeString:
    """A text with its tags before it."""
    return filled("{}{}", SafeString("".join(tags)), text)


def place(room: object, name: object) -> SafeString:
    """Room and household's name in one cell."""
    return filled('{} <span class="mut">{}</span>', room, name)


def _frame(column: Column) -> tuple[str, str]:
    css = f' class="{escaped(column.css)}"' if column.css else ""
    if column.header:
        return f'<th role="rowheader" scope="row"{css}>', "</th>"
    return f'<td role="cell"{css}>', "</td>"


def _text(value: object) -> str:
    return "" if value is None else escaped(value)


def _tick(pk: object, label: str, name: str) -> str:
    return (
        '<td role="cell" class="pick"><input class="form-check-input" type="checkbox"'
        f' name="pick" value="{pk}" form="bulk"'
        f' aria-label="{label} {escaped(name)}"></td>'
    )
