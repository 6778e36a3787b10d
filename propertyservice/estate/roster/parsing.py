"""A workbook becomes homes with people, or a list of everything wrong with it."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from datetime import date
from decimal import Decimal
from typing import Any, TypeVar

from django.utils.translation import gettext as _

from propertyservice.estate.models import Relation
from propertyservice.estate.roster import cells
from propertyservice.estate.roster.found import Home, Problem, Roster, Who
from propertyservice.estate.roster.headings import headings_of
from propertyservice.estate.roster.position import Cells
from propertyservice.estate.roster.reading import Sheet, letter
from propertyservice.estate.text import normal

T = TypeVar("T")
OWNER_IN_NOTE = re.compile(
    r"(?:业主|房主|产权人)\s*:\s*([\u4e00-\u9fff·]{2,10}(?:[、/][\u4e00-\u9fff·]{2,10})*)"
    r"[\s,(]*([0-9][0-9 \-]{6,18})?\)?"
)
STATES_IN_NOTE = re.compile(
    r"(?:^|(?<=[\s,;、。]))(?:共有|空置|空房|自住|出租)(?=$|[\s,;、。])"
)
ADDRESS_FIELDS = ("building", "stairwell", "room")


def parse(sheets: list[Sheet]) -> Roster:
    """Read every sheet that has a heading; collect all errors."""
    roster = Roster()
    read_any = False
    for sheet in sheets:
        headings = headings_of(sheet)
        if headings is None:
            roster.findings.append(
                _("Sheet “%(sheet)s” has no column for rooms and was left out.")
                % {"sheet": sheet.name}
            )
            continue
        read_any = True
        roster.title += " ".join(
            normal(cell) for row in sheet.rows[: headings.row] for cell in row
        )
        _SheetReader(roster, sheet, headings).read()
    if not read_any:
        name = sheets[0].name if sheets else ""
        roster.problems.append(
            Problem(name, 0, "", _("No row of headings with a column 房号 was found."))
        )
    return roster


class _SheetReader(Cells):
    """Reads the rows below one heading."""

    building = stairwell = ""

    def read(self) -> None:
        """Read every row; what can't be read becomes a problem at its cell."""
        self._check_columns()
        for number in range(self.headings.row + 1, len(self.sheet.rows)):
            self.go_to(number)
            if not self.is_passed_over():
                self._read_row()

    def _check_columns(self) -> None:
        if not {"owner", "name", "tenant"} & set(self.columns):
            self.problem("", _("There is no column with names (业主姓名)."), row=True)
        for column, heading in self.headings.unknown.items():
            self.roster.findings.append(
                _("Sheet “%(sheet)s”: column %(column)s “%(heading)s” is not used.")
                % {
                    "sheet": self.sheet.name,
                    "column": letter(column),
                    "heading": heading[:30],
                }
            )

    def _read_row(self) -> None:
        where = self._address()
        if where is None:
            return
        home = self._home(where)
        self._facts(home)
        note = self._note(home)
        people = [*self._main_people(), *self._further_people(), *self._from_note(note)]
        for who in people:
            self._add(home, who)
        home.spaces += self.get("space", cells.codes_of) or []
        home.plates += self.get("plate", cells.plates_of) or []

    # -- where

    def _address(self) -> tuple[str, str, str] | None:
        if cells.is_vacant(self.raw("room")):
            if any(not cells.is_vacant(self.raw(name)) for name in ("owner", "name")):
                self.problem("room", _("The room is missing."))
            return None
        read = self.get("room", cells.address)
        if read is None:
            return None
        building, stairwell, room = read
        written = self.get("building", cells.building_code, empty_ok=True)
        if written and written != self.building:
            self.stairwell = ""
        self.building = building or written or self.building
        # A room such as 1-502 beside a column for the building names the stairwell.
        if building and written and not stairwell and building != written:
            self.building, stairwell = written, building
        stairwell = stairwell or self._stairwell()
        if not self.building:
            self.problem(
                "building" if "building" in self.columns else "room",
                _("The building is missing."),
            )
            return None
        return self.building, stairwell, room

    def _stairwell(self) -> str:
        if not cells.is_vacant(self.raw("stairwell")):
            self.stairwell = self.get("stairwell", cells.stairwell_code) or ""
        return self.stairwell or "1"

    def _home(self, where: tuple[str, str, str]) -> Home:
        home = Home(*where, at=self.at("room"))
        name = normal(self.raw("building"))
        home.building_name = name if re.search(r"[\u4e00-\u9fff]", name) else ""
        return self.roster.homes.setdefault(home.label, home)

    # -- what it is like

    def _facts(self, home: Home) -> None:
        readers: dict[str, tuple[str, Callable[[Any], Any]]] = {
            "gross": ("gross_floor_area", cells.area_of),
            "inner": ("inner_area", cells.area_of),
            "layout": ("layout", lambda value: cells.text_of(value)[:30]),
            "use": ("use", cells.use_of),
            "floor": ("floor", _floor),
            "delivered": ("delivered_on", cells.day_of),
        }
        for name, (fact, reader) in readers.items():
            value = self.get(name, reader)
            if value in (None, ""):
                continue
            before = home.facts.setdefault(fact, value)
            if before != value:
                self.problem(
                    name,
                    _("%(room)s has %(value)s here and %(before)s in row %(row)s.")
                    % {
                        "room": home.label,
                        "value": value,
                        "before": before,
                        "row": home.at[1],
                    },
                )

    def _note(self, home: Home) -> str:
        note = normal(self.raw("note"))
        rest = STATES_IN_NOTE.sub("", OWNER_IN_NOTE.sub("", note)).strip(" ,;、。")
        if rest and not cells.is_vacant(rest):
            before = home.facts.get("note", "")
            if rest not in before:
                home.facts["note"] = f"{before} {rest}".strip()[:300]
        return note

    # -- who is there

    def _main_people(self) -> Iterator[Who]:
        relation = self.get("identity", cells.relation_of) or Relation.OWNER
        since = self.get("moved_in", cells.day_of)
        for column in ("owner", "name"):
            names = self.get(column, cells.names_of) or []
            kind = (
                Relation.OWNER if column == "owner" and self._both_names() else relation
            )
            yield from self._people(names, column, kind, since)

    def _both_names(self) -> bool:
        return {"owner", "name"} <= set(self.columns)

    def _is_only_name(self) -> bool:
        return not self._both_names() or cells.is_vacant(self.raw("name"))

    def _people(
        self,
        names: list[tuple[str, Decimal | None]],
        column: str,
        relation: Relation,
        since: date | None,
    ) -> Iterator[Who]:
        phones = self.get("phone", cells.phones_of) or []
        further = self.get("phone2", cells.phones_of) or []
        shares = self.get("share", cells.shares_of) or []
        numbers = self.get("id_number", cells.codes_of) or []
        if len(names) > 1 and len(shares) not in (0, len(names)):
            self.problem("share", _("Give one share for each name."))
            shares = []
        if column == "owner" and not self._is_only_name():
            phones = further = []
        for n, (name, share) in enumerate(names):
            is_owner = relation in (Relation.OWNER, Relation.CO_OWNER)
            yield Who(
                name=name,
                relation=Relation.CO_OWNER if is_owner and n else relation,
                phones=_dealt(phones, n, len(names)) + _dealt(further, n, len(names)),
                share=share or _at(shares, n) if is_owner else None,
                starts_on=since,
                id_number=_at(numbers, n) or "",
                at=self.at(column),
            )

    def _further_people(self) -> Iterator[Who]:
        since = self.get("moved_in", cells.day_of) if "owner" in self.columns else None
        for name, _share in self.get("co_owner", cells.names_of) or []:
            yield Who(name, Relation.CO_OWNER, starts_on=since, at=self.at("co_owner"))
        names = self.get("tenant", cells.names_of) or []
        phones = self.get("tenant_phone", cells.phones_of) or []
        for n, (name, _share) in enumerate(names):
            yield Who(
                name,
                Relation.TENANT,
                phones=_dealt(phones, n, len(names)),
                at=self.at("tenant"),
            )

    def _from_note(self, note: str) -> Iterator[Who]:
        """A tenant's row names the owner in its note: 业主:邓志明."""
        for found in OWNER_IN_NOTE.finditer(note):
            phones = cells.phones_of(found[2]) if found[2] else []
            for n, name in enumerate(re.split(r"[、/]", found[1])):
                yield Who(
                    name,
                    Relation.CO_OWNER if n else Relation.OWNER,
                    phones=_dealt(phones, n, 2),
                    at=self.at("note"),
                )

    def _add(self, home: Home, who: Who) -> None:
        owners = (Relation.OWNER, Relation.CO_OWNER)
        for known in home.people:
            kin = known.relation in owners and who.relation in owners
            if known.name == who.name and (kin or known.relation == who.relation):
                known.phones += [
                    each for each in who.phones if each not in known.phones
                ]
                known.share = known.share or who.share
                known.starts_on = known.starts_on or who.starts_on
                known.id_number = known.id_number or who.id_number
                return
        if who.relation == Relation.OWNER and any(
            known.relation == Relation.OWNER for known in home.people
        ):
            who.relation = Relation.CO_OWNER
        home.people.append(who)


def _dealt(phones: list[str], n: int, count: int) -> list[str]:
    """Whose phone is whose: in order; what is left over is the first person's."""
    if count == 1:
        return list(phones)
    own = phones[n : n + 1]
    return own + phones[count:] if n == 0 else own


def _at(values: list[T], n: int) -> T | None:
    return values[n] if n < len(values) else None


def _floor(value: Any) -> int | None:
    digits = re.sub(r"[^0-9\-]", "", cells.text_of(value).split("/")[0])
    return int(digits) if re.match(r"^-?[0-9]{1,3}$", digits) else None
