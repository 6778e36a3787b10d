"""Writing Excel files row by row: nothing in a cell is ever a live formula.

A workbook holds one register: its heading row frozen, filters on, ready to print on A4
across. Rows are read once, so a queryset's iterator keeps memory flat.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django.utils import timezone
from django.utils.encoding import force_str
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from openpyxl import Workbook
from openpyxl.cell import Cell
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE
from openpyxl.styles import Alignment, Border, Font, PatternFill, Side
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.properties import PageSetupProperties

from propertyservice.spreadsheets.columns import Column, Kind
from propertyservice.spreadsheets.streaming import ColumnCell, ColumnSheet

NOT_IN_SHEET_NAMES = re.compile(r"[\[\]:*?/\\]")
LONGEST_SHEET_NAME = 31
LONGEST_TEXT = 32_767
DIGITS_EXCEL_KEEPS = 15
PAPER_A4 = 9


def write(
    columns: Sequence[Column], rows: Iterable[Any], title: str | Promise
) -> tuple[Workbook, int]:
    """A write-only workbook of ``rows``, and how many rows it has.

    Identifiers are text; aware times become local ones; control characters go.
    """
    workbook = Workbook(write_only=True)
    return workbook, add_sheet(workbook, columns, rows, title)


def add_sheet(
    workbook: Workbook,
    columns: Sequence[Column],
    rows: Iterable[Any],
    title: str | Promise,
) -> int:
    """One more sheet of a write-only workbook; how many rows it has."""
    sheet = ColumnSheet(workbook, sheet_name(title))
    _set_up(sheet, columns)
    sheet.append([_heading(sheet, *each) for each in enumerate(columns, start=1)])
    cells = [
        ColumnCell(sheet, place, column.kind.number_format)
        for place, column in enumerate(columns, start=1)
    ]
    count = 0
    for row in rows:
        for column, cell in zip(columns, cells, strict=True):
            _fill(cell, column, column.value(row))
        sheet.append(cells)
        count += 1
    last = get_column_letter(len(columns))
    sheet.auto_filter.ref = f"A1:{last}{count + 1}"
    return count


def sheet_name(title: str | Promise) -> str:
    """The title as Excel allows it for a sheet."""
    name = NOT_IN_SHEET_NAMES.sub(" ", clean(title)).strip("' ")
    return name[:LONGEST_SHEET_NAME] or "Sheet"


def clean(text: object) -> str:
    """Text that can't break the file: no control characters, not too long."""
    kept: str = ILLEGAL_CHARACTERS_RE.sub("", force_str(text))
    return kept[:LONGEST_TEXT]


def _set_up(sheet: Any, columns: Sequence[Column]) -> None:
    """What a write-only sheet must know before its first row."""
    sheet.freeze_panes = "A2"
    sheet.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)
    sheet.page_setup.orientation = "landscape"
    sheet.page_setup.paperSize = PAPER_A4
    sheet.page_setup.fitToHeight = 0
    sheet.print_title_rows = "1:1"
    for number, column in enumerate(columns, start=1):
        letter = get_column_letter(number)
        sheet.column_dimensions[letter].width = column.width or column.kind.width


def _heading(sheet: ColumnSheet, place: int, column: Column) -> Cell:
    cell = Cell(sheet, row=1, column=place, value=clean(column.label))
    cell.data_type = "s"
    cell.font = Font(bold=True)
    cell.fill = PatternFill("solid", fgColor="F0F0EC")
    cell.border = Border(bottom=Side("thin"))
    cell.alignment = Alignment(wrap_text=True, vertical="center")
    return cell


def _fill(cell: ColumnCell, column: Column, value: Any) -> None:
    kind = type(value)
    # What most cells are needs no look at it by openpyxl: half the time of a long file.
    if kind is str and value and len(value) <= LONGEST_TEXT and value.isprintable():
        cell._value, cell.data_type = value, "s"
    elif value is None or value == "":
        cell._value, cell.data_type = None, "n"
    elif kind is Decimal and column.kind is Kind.MONEY:
        cell._value, cell.data_type = value, "n"
    elif kind is date and column.kind is Kind.DATE:
        cell._value, cell.data_type = value, "d"
    else:
        value = _plain(value, column.kind)
        cell.value = value
        if isinstance(value, str):
            # Also what begins with "=" or looks like an error value is text.
            cell.data_type = "s"


def _plain(value: Any, kind: Kind) -> Any:
    if isinstance(value, bool):
        return _("Yes") if value else _("No")
    if isinstance(value, datetime):
        local = timezone.localtime(value) if timezone.is_aware(value) else value
        if kind.is_date:
            return local.replace(tzinfo=None)
        return clean(f"{local:%Y-%m-%d %H:%M}")
    as_text = kind.is_text or (isinstance(value, date) and not kind.is_date)
    if as_text or isinstance(value, str | Promise) or _is_too_long(value):
        return clean(value)
    return value


def _is_too_long(value: Any) -> bool:
    """Excel keeps 15 digits; a longer whole number would silently change."""
    return isinstance(value, int) and abs(value) >= 10**DIGITS_EXCEL_KEEPS
