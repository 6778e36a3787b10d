"""What a file was found to say: homes, people, problems."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _

from propertyservice.estate.models import Relation


@dataclass(frozen=True)
class Problem:
    """Something wrong in a cell: where, and what to do."""

    sheet: str
    row: int
    column: str
    sentence: str

    def __str__(self) -> str:
        place = _("Sheet “%(sheet)s”") % {"sheet": self.sheet}
        if self.row:
            place += _(", row %(row)s") % {"row": self.row}
        if self.column:
            place += _(", column %(column)s") % {"column": self.column}
        return _("%(place)s: %(sentence)s") % {
            "place": place,
            "sentence": self.sentence,
        }


@dataclass
class Who:
    """A person of a home as the file names him."""

    name: str
    relation: Relation
    phones: list[str] = field(default_factory=list)
    share: Decimal | None = None
    starts_on: date | None = None
    id_number: str = ""
    at: tuple[str, int, str] = ("", 0, "")


@dataclass
class Home:
    """One address of the file, all its rows together."""

    building: str
    stairwell: str
    room: str
    at: tuple[str, int, str]
    facts: dict[str, Any] = field(default_factory=dict)
    people: list[Who] = field(default_factory=list)
    spaces: list[str] = field(default_factory=list)
    plates: list[str] = field(default_factory=list)
    building_name: str = ""

    @property
    def label(self) -> str:
        """What people say: 3-1-502."""
        return f"{self.building}-{self.stairwell}-{self.room}"


@dataclass
class Roster:
    """What a file says; ``problems`` stop it, ``findings`` are only told."""

    homes: dict[str, Home] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)
    findings: list[str] = field(default_factory=list)
    title: str = ""
