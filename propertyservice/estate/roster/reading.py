"""A workbook as plain cells: values, with merged cells filled."""

from __future__ import annotations

import io
from dataclasses import dataclass
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from python_calamine import CalamineError, CalamineWorkbook

MOST_BYTES = 20 * 1024 * 1024
MOST_ROWS = 100_000


@dataclass(frozen=True)
class Sheet:
    """A sheet's name and its rows; row and column numbers begin at zero."""

    name: str
    rows: list[list[Any]]


def letter(column: int) -> str:
    """The letter of a column as Excel shows it: 0 is A, 26 is AA."""
    name = ""
    column += 1
    while column:
        column, rest = divmod(column - 1, 26)
        name = chr(ord("A") + rest) + name
    return name


def sheets_of(data: bytes) -> list[Sheet]:
    """Read every sheet that is not empty.

    Raises ValidationError when the file is no spreadsheet or too big.
    """
    if len(data) > MOST_BYTES:
        raise ValidationError(_("The file is larger than 20 MB."), code="size")
    try:
        book = CalamineWorkbook.from_filelike(io.BytesIO(data))
        found = [_sheet(book.get_sheet_by_name(name)) for name in book.sheet_names]
    except (CalamineError, ValueError, OSError) as error:
        raise ValidationError(
            _("This is not an Excel file (.xlsx, .xls or .ods)."), code="not_excel"
        ) from error
    sheets = [sheet for sheet in found if sheet.rows]
    if sum(len(sheet.rows) for sheet in sheets) > MOST_ROWS:
        raise ValidationError(_("The file has too many rows."), code="rows")
    return sheets


def _sheet(sheet: Any) -> Sheet:
    if sheet.height * sheet.width > MOST_ROWS * 60:
        raise ValidationError(_("The file has too many rows."), code="rows")
    rows = [list(row) for row in sheet.to_python(skip_empty_area=False)]
    for (top, left), (bottom, right) in sheet.merged_cell_ranges or ():
        if top < len(rows) and left < len(rows[top]):
            _fill(rows, rows[top][left], (top, left), (bottom, right))
    return Sheet(sheet.name, rows)


def _fill(
    rows: list[list[Any]], value: Any, start: tuple[int, int], end: tuple[int, int]
) -> None:
    for row in rows[start[0] : end[0] + 1]:
        last = min(end[1], len(row) - 1)
        for column in range(start[1], last + 1):
            row[column] = value
