"""A write-only sheet whose cells serve their whole column.

openpyxl takes a cell handed to ``append`` for a value first, fails, makes the text of
the error, and looks its style up anew for each row: half the time of a long file. Here
a column's style is looked up once, and its cell is only filled again.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from openpyxl import Workbook
from openpyxl.cell import Cell
from openpyxl.worksheet._write_only import WriteOnlyWorksheet


class ColumnCell(Cell):  # type: ignore[misc]
    """The one cell of a column: filled, written, filled again."""

    __slots__ = ("has_style", "style_id")

    def __init__(self, sheet: ColumnSheet, column: int, number_format: str) -> None:
        super().__init__(sheet, row=1, column=column)
        self.number_format = number_format  # type: ignore[misc]
        self.has_style = True
        self.style_id = sheet.parent._cell_styles.add(self._style)


class ColumnSheet(WriteOnlyWorksheet):  # type: ignore[misc]
    """A sheet to which rows of cells are appended; empty ones are left out."""

    def __init__(self, workbook: Workbook, title: str) -> None:
        super().__init__(workbook, title)
        workbook._add_sheet(self)

    def _values_to_row(self, values: Sequence[Cell], row_idx: int) -> Iterator[Cell]:
        for cell in values:
            if cell._value is not None:
                cell.row = row_idx
                yield cell
