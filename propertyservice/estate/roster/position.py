"""Where a reader stands in a sheet: its cells by field, and problems at their cell."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any, TypeVar

from django.core.exceptions import ValidationError

from propertyservice.estate.roster import cells
from propertyservice.estate.roster.found import Problem, Roster
from propertyservice.estate.roster.headings import Headings
from propertyservice.estate.roster.reading import Sheet, letter

T = TypeVar("T")
SUMS = re.compile(r"^(本页)?(合计|总计|小计|共计|累计|total)[:户 ]*$", re.IGNORECASE)
BELOW = re.compile(
    r"^(制表|填表|审核|复核|统计|备注|注|说明|以上|总户数|总面积|共|本页)"
)


class Cells:
    """The cells of one row at a time, below one heading."""

    def __init__(self, roster: Roster, sheet: Sheet, headings: Headings) -> None:
        self.roster, self.sheet, self.headings = roster, sheet, headings
        self.number = 0
        self.row: list[Any] = []

    def go_to(self, number: int) -> None:
        """Stand in a row."""
        self.number, self.row = number, self.sheet.rows[number]

    def is_passed_over(self) -> bool:
        """Empty rows, totals and signatures below the table, headings repeated."""
        written = [cells.text_of(cell) for cell in self.row if cells.text_of(cell)]
        if not written:
            return True
        if any(SUMS.match(text) for text in written[:3]):
            return True
        if cells.is_vacant(self.raw("room")) and BELOW.match(written[0]):
            return True
        heading = self.sheet.rows[self.headings.row]
        same = [
            mine for mine, its in zip(self.row, heading, strict=False) if mine == its
        ]
        return sum(map(bool, same)) > len(self.columns) // 2

    @property
    def columns(self) -> dict[str, int]:
        """The column of each field."""
        return self.headings.columns

    def raw(self, name: str) -> Any:
        """The cell of a field as it stands; empty when there is no such column."""
        column = self.columns.get(name)
        if column is None or column >= len(self.row):
            return ""
        return self.row[column]

    def get(
        self, name: str, reader: Callable[[Any], T], *, empty_ok: bool = False
    ) -> T | None:
        """The cell of a field as read; None with a problem when it can't be read."""
        value = self.raw(name)
        if name not in self.columns or (empty_ok and cells.is_vacant(value)):
            return None
        try:
            return reader(value)
        except ValidationError as error:
            for sentence in error.messages:
                self.problem(name, sentence)
            return None

    def at(self, name: str) -> tuple[str, int, str]:
        """Sheet, row and column letter of a field."""
        column = self.columns.get(name)
        mark = letter(column) if column is not None else ""
        return self.sheet.name, self.number + 1, mark

    def problem(self, name: str, sentence: str, *, row: bool = False) -> None:
        """Note what is wrong at a field; ``row`` means the heading's own row."""
        sheet, number, column = self.at(name)
        if row:
            number = self.headings.row + 1
        problem = Problem(sheet, number, column, sentence)
        if problem not in self.roster.problems[-20:]:
            self.roster.problems.append(problem)
