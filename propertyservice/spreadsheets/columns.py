"""The columns of a spreadsheet: a heading, where the value comes from, how it looks."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from enum import Enum
from typing import Any

from django.utils.functional import Promise


class Kind(Enum):
    """How a column's cells are formatted: number format and width in characters."""

    TEXT = ("@", 18)
    LONG = ("@", 44)
    IDENTIFIER = ("@", 22)
    NUMBER = ("General", 10)
    MONEY = ("#,##0.00", 13)
    PERCENT = ("0.0%", 9)
    DATE = ("yyyy-mm-dd", 12)
    MOMENT = ("yyyy-mm-dd hh:mm", 17)

    @property
    def number_format(self) -> str:
        """Excel's format code."""
        return self.value[0]

    @property
    def width(self) -> int:
        """The column's width, in characters."""
        return self.value[1]

    @property
    def is_text(self) -> bool:
        """Whether the cells are text whatever they look like (numbers, codes)."""
        return self.number_format == "@"

    @property
    def is_date(self) -> bool:
        """Whether a date is shown as one; elsewhere it is text."""
        return self.number_format.startswith("yyyy")


@dataclass(frozen=True)
class Column:
    """One column of the paper register.

    ``value(row)`` gives text, a number, a Decimal, a date, an aware moment, True or
    False, or None for an empty cell.
    """

    label: str | Promise
    value: Callable[[Any], Any]
    kind: Kind = Kind.TEXT
    width: int | None = None
