"""Excel files that an office fills in: headings found, every cell checked (DESIGN 5).

A :class:`Table` says what a sheet holds. Reading gives rows and every problem at once,
each with its sheet, row and column; nothing is guessed.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal, InvalidOperation
from typing import IO, Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from openpyxl import Workbook

from propertyservice.estate.models import Unit
from propertyservice.estate.roster import cells
from propertyservice.estate.roster.found import Problem
from propertyservice.estate.roster.headings import NOISE
from propertyservice.estate.roster.reading import (
    Sheet,
    letter,
    sheet_of_text,
    sheets_of,
)
from propertyservice.estate.text import normal
from propertyservice.organisation.models import Office
from propertyservice.spreadsheets.columns import Column, Kind
from propertyservice.spreadsheets.exports import finished
from propertyservice.spreadsheets.writing import add_sheet

SEARCHED = 30
WRONG = object()
Reader = Callable[[Any], Any]


@dataclass(frozen=True)
class Field:
    """A column: the words its heading may have (the first is the template's), how a
    cell is read, and whether it may be empty."""

    name: str
    words: tuple[str, ...]
    read: Reader
    needed: bool = True
    kind: Kind = Kind.TEXT


@dataclass(frozen=True)
class Table:
    """One sheet; ``title`` names it in the template and finds it in a file."""

    key: str
    title: str
    fields: Sequence[Field]
    example: Sequence[Any] = ()


@dataclass
class Found:
    """The rows of a file by table, each with its place, and what is wrong."""

    rows: dict[str, list[tuple[tuple[str, int], dict[str, Any]]]] = field(
        default_factory=dict
    )
    problems: list[Problem] = field(default_factory=list)

    def problem(self, at: tuple[str, int], sentence: str, column: str = "") -> None:
        """Note what is wrong with a row."""
        self.problems.append(Problem(at[0], at[1], column, sentence))


def read_tables(
    data: bytes, tables: Sequence[Table], *, text_too: bool = False
) -> Found:
    """Read a workbook, or a CSV file ``text_too``. With one table any sheet that has
    its headings is read; with several each is found by its name. Raises
    ValidationError for no workbook."""
    found = Found({table.key: [] for table in tables})
    known = False
    written = sheet_of_text(data) if text_too else None
    for sheet in [written] if written else sheets_of(data):
        for table in tables:
            named = len(tables) == 1 or table.title in normal(sheet.name)
            if not named:
                continue
            if heading := _heading(sheet, table):
                known = True
                _read(sheet, table, *heading, found)
            elif len(tables) > 1:
                missing = "、".join(
                    each.words[0] for each in table.fields if each.needed
                )
                found.problem(
                    (sheet.name, 0),
                    _("No heading row with these columns: %(columns)s.")
                    % {"columns": missing},
                )
    if not known and not found.problems:
        wanted = "、".join(table.title for table in tables)
        raise ValidationError(
            _("The file has no sheet that can be read. It needs: %(sheets)s.")
            % {"sheets": wanted},
            code="sheets",
        )
    return found


def _heading(sheet: Sheet, table: Table) -> tuple[int, dict[str, int]] | None:
    for number, row in enumerate(sheet.rows[:SEARCHED]):
        packed = [NOISE.sub("", normal(cell).lower()) for cell in row]
        columns = {}
        for each in table.fields:
            words = {NOISE.sub("", word.lower()) for word in each.words}
            place = next((n for n, cell in enumerate(packed) if cell in words), None)
            if place is not None:
                columns[each.name] = place
        if all(each.name in columns for each in table.fields if each.needed):
            return number, columns
    return None


def _read(
    sheet: Sheet, table: Table, heading: int, columns: dict[str, int], found: Found
) -> None:
    for number, row in enumerate(sheet.rows[heading + 1 :], start=heading + 2):
        texts = [cells.text_of(cell) for cell in row]
        if not any(texts) or any(cells_sum(text) for text in texts[:3]):
            continue
        at = (sheet.name, number)
        values = {
            each.name: _value(each, columns, row, at, found) for each in table.fields
        }
        if WRONG not in values.values():
            found.rows[table.key].append((at, values))


def _value(
    each: Field,
    columns: dict[str, int],
    row: Sequence[Any],
    at: tuple[str, int],
    found: Found,
) -> Any:
    """One cell as read; WRONG with a problem noted when it can't be."""
    place = columns.get(each.name)
    cell = row[place] if place is not None and place < len(row) else ""
    where = letter(place or 0)
    if cells.text_of(cell) == "":
        if each.needed:
            found.problem(
                at, _("“%(column)s” is empty.") % {"column": each.words[0]}, where
            )
        return WRONG if each.needed else None
    try:
        return each.read(cell)
    except ValidationError as error:
        for sentence in error.messages:
            found.problem(at, sentence, where)
        return WRONG


def cells_sum(text: str) -> bool:
    """Whether a row is a sum below a table."""
    return text.replace(" ", "") in ("合计", "总计", "小计", "共计", "total")


def template(tables: Sequence[Table]) -> IO[bytes]:
    """An empty workbook with the headings, and one row that shows how."""
    workbook = Workbook(write_only=True)
    for table in tables:
        columns = [
            Column(each.words[0], _at(place), each.kind)
            for place, each in enumerate(table.fields)
        ]
        add_sheet(
            workbook, columns, [table.example] if table.example else [], table.title
        )
    return finished(workbook)


def _at(place: int) -> Callable[[Sequence[Any]], Any]:
    return lambda row: row[place]


def text(value: Any) -> str:
    """A cell as text."""
    return cells.text_of(value)


def amount(value: Any) -> Decimal:
    """Yuan with two places; ``¥1,234.50`` and ``1234.5元`` are read."""
    said = cells.text_of(value)
    plain = said.replace(",", "").replace("¥", "").replace("￥", "").replace("元", "")
    try:
        number = Decimal(plain.strip())
    except InvalidOperation:
        number = Decimal("NaN")
    if not number.is_finite() or abs(number) >= Decimal("1e10"):
        raise ValidationError(
            _("“%(text)s” is not an amount.") % {"text": said[:30]}, code="amount"
        )
    rounded = number.quantize(Decimal("0.01"))
    if rounded != number and not isinstance(value, float):
        raise ValidationError(
            _("“%(text)s” has parts of a cent.") % {"text": said[:30]}, code="amount"
        )
    return rounded


def above_zero(value: Any) -> Decimal:
    """An amount above zero."""
    number = amount(value)
    if number <= 0:
        raise ValidationError(_("Enter an amount above zero."), code="amount")
    return number


def not_negative(value: Any) -> Decimal:
    """A reading: zero or more."""
    number = amount(value)
    if number < 0:
        raise ValidationError(_("A reading is not below zero."), code="amount")
    return number


def day(value: Any) -> date:
    """A date."""
    found = cells.day_of(value)
    if found is None:
        raise ValidationError(_("Write the date like 2026-03-15."), code="date")
    return found


def month(value: Any) -> date:
    """A month: 2026-03, 2026年3月, or a day of it."""
    return day(value).replace(day=1)


def whole(value: Any) -> int:
    """A whole number above zero."""
    number = amount(value)
    if number != number.to_integral_value() or number <= 0:
        raise ValidationError(_("Enter a whole number."), code="whole")
    return int(number)


class Homes:
    """The office's homes by what people write."""

    def __init__(self, office: Office) -> None:
        self.by_label: dict[str, Unit] = {}
        self.by_room: dict[tuple[str, str], list[Unit]] = {}
        rows = Unit.objects.filter(office=office).select_related(
            "building", "stairwell"
        )
        for unit in rows:
            self.by_label[unit.label.upper()] = unit
            self.by_label[unit.code.upper()] = unit
            key = (unit.building.code.upper(), unit.room.upper())
            self.by_room.setdefault(key, []).append(unit)

    def __call__(self, value: Any) -> Unit:
        """The home a cell names. Raises ValidationError for none or several."""
        said = cells.text_of(value).upper().replace(" ", "")
        if unit := self.by_label.get(said):
            return unit
        building, stairwell, room = cells.address(value)
        if unit := self.by_label.get(f"{building}-{stairwell}-{room}"):
            return unit
        several = self.by_room.get((building, room), [])
        if not stairwell and len(several) == 1:
            return several[0]
        raise ValidationError(
            _("There is no room “%(room)s” in this office.") % {"room": said[:30]},
            code="room",
        )
