"""A workbook as plain cells: values, with merged cells filled."""

from __future__ import annotations

import csv
import io
import pickle
import subprocess
import sys
from dataclasses import dataclass
from itertools import islice
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from propertyservice.estate.roster import unpacking

MOST_BYTES = 20 * 1024 * 1024


@dataclass(frozen=True)
class Sheet:
    """A sheet's name and its rows; row and column numbers begin at zero."""

    name: str
    rows: list[list[Any]]


def sheet_of_text(data: bytes) -> Sheet | None:
    """A CSV file as apps write it, UTF-8 or GB 18030; None for anything else.

    Tabs and the backtick that keep Excel from reading numbers are dropped. Raises
    ValidationError when it is too long.
    """
    if len(data) > MOST_BYTES or b"\0" in data:
        return None
    for encoding in ("utf-8-sig", "gb18030"):
        try:
            text = data.decode(encoding)
        except UnicodeDecodeError:
            continue
        read = csv.reader(io.StringIO(text))
        rows = list(islice(read, unpacking.MOST_ROWS + 1))
        if len(rows) > unpacking.MOST_ROWS:
            raise ValidationError(_("The file has too many rows."), code="rows")
        cleaned = [[cell.strip().lstrip("`").strip() for cell in row] for row in rows]
        return Sheet("CSV", cleaned) if any(len(row) > 1 for row in rows) else None
    return None


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
    sheets = [_sheet(*each) for each in _unpacked(data)]
    return [sheet for sheet in sheets if sheet.rows]


def _unpacked(data: bytes) -> unpacking.Unpacked:
    """What the file holds; what would not fit into memory ends only its own process."""
    try:
        done = subprocess.run(  # noqa: S603 our own script
            [sys.executable, "-I", unpacking.__file__],
            input=data,
            capture_output=True,
            timeout=unpacking.SECONDS + 5,
            check=False,
        )
    except subprocess.TimeoutExpired:
        raise _too_large() from None
    if done.returncode == unpacking.NOT_EXCEL:
        raise ValidationError(
            _("This is not an Excel file (.xlsx, .xls or .ods)."), code="not_excel"
        )
    if done.returncode == unpacking.TOO_LONG:
        raise ValidationError(_("The file has too many rows."), code="rows")
    if done.returncode:
        raise _too_large()
    found: unpacking.Unpacked = pickle.loads(done.stdout)  # noqa: S301 our own process
    return found


def _too_large() -> ValidationError:
    return ValidationError(
        _(
            "This file unpacks to far more than a roster holds. Copy the filled rows "
            "into a new workbook and choose that."
        ),
        code="unpacks",
    )


def _sheet(name: str, rows: list[list[Any]], merged: list[Any]) -> Sheet:
    for (top, left), (bottom, right) in merged:
        if top < len(rows) and left < len(rows[top]):
            _fill(rows, rows[top][left], (top, left), (bottom, right))
    return Sheet(name, rows)


def _fill(
    rows: list[list[Any]], value: Any, start: tuple[int, int], end: tuple[int, int]
) -> None:
    for row in rows[start[0] : end[0] + 1]:
        last = min(end[1], len(row) - 1)
        for column in range(start[1], last + 1):
            row[column] = value
