"""Brings the estate into line with a roster; set-based, and nothing twice.

What the file says is added or changed; what it leaves out stays. Owners that the
office knows and the file does not are a problem: a sale is a transfer, not guessed.
"""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Any

from django.db import models
from django.utils.translation import gettext_lazy as _

from propertyservice.estate.models import (
    Building,
    ParkingSpace,
    Stairwell,
    Unit,
    Vehicle,
)
from propertyservice.estate.roster.found import Home, Roster
from propertyservice.estate.roster.people import PeopleWriter

if TYPE_CHECKING:
    from propertyservice.organisation.models import Office

BATCH = 2_000
TWICE = {
    "spaces": _(
        "Parking space %(code)s stands at %(first)s and %(second)s; the first was kept."
    ),
    "plates": _(
        "Plate %(code)s stands at %(first)s and %(second)s; the first was kept."
    ),
}


class Counts:
    """For each kind of row: created, changed, unchanged."""

    def __init__(self) -> None:
        self.of: dict[str, Counter[str]] = {}

    def add(self, kind: str, what: str, number: int = 1) -> None:
        """Count rows of a kind."""
        self.of.setdefault(kind, Counter(created=0, changed=0, unchanged=0))[what] += (
            number
        )

    def as_dict(self) -> dict[str, dict[str, int]]:
        """For the run record."""
        return {kind: dict(counts) for kind, counts in self.of.items()}


class Writer:
    """Writes one roster for one office."""

    def __init__(self, office: Office, roster: Roster) -> None:
        self.office, self.roster, self.counts = office, roster, Counts()

    def write(self) -> Counts:
        """Write homes, then people, then cars; problems are added to the roster."""
        units = self._units(self._stairwells(self._buildings()))
        PeopleWriter(self.office, self.roster, units, self.counts).write()
        self._spaces(units)
        self._vehicles(units)
        return self.counts

    def _buildings(self) -> dict[str, Building]:
        known = {row.code: row for row in Building.objects.filter(office=self.office)}
        fresh: dict[str, Building] = {}
        for home in self.roster.homes.values():
            code = home.building
            if code not in known and code not in fresh:
                fresh[code] = Building(
                    office=self.office,
                    code=code,
                    name=home.building_name or f"{code}号楼",
                    order=int(code) if code.isascii() and code.isdigit() else 9_999,
                )
        self._create("buildings", fresh.values())
        self.counts.add("buildings", "unchanged", len(known))
        return known | fresh

    def _stairwells(
        self, buildings: dict[str, Building]
    ) -> dict[tuple[str, str], Stairwell]:
        rows = Stairwell.objects.filter(office=self.office).select_related("building")
        known = {(row.building.code, row.code): row for row in rows}
        fresh: dict[tuple[str, str], Stairwell] = {}
        for home in self.roster.homes.values():
            key = (home.building, home.stairwell)
            if key not in known and key not in fresh:
                fresh[key] = Stairwell(
                    office=self.office, building=buildings[key[0]], code=key[1]
                )
        Stairwell.objects.bulk_create(fresh.values(), batch_size=BATCH)
        return known | fresh

    def _units(self, stairwells: dict[tuple[str, str], Stairwell]) -> dict[str, Unit]:
        known = {row.label: row for row in Unit.objects.filter(office=self.office)}
        fresh: dict[str, Unit] = {}
        changed = []
        for label, home in self.roster.homes.items():
            if unit := known.get(label):
                if _update(unit, home.facts):
                    changed.append(unit)
                continue
            stairwell = stairwells[home.building, home.stairwell]
            fresh[label] = Unit.of(
                self.office, stairwell.building, stairwell, home.room, **home.facts
            )
        self._create("units", fresh.values())
        if changed:
            fields = sorted(
                {name for home in self._homes(changed) for name in home.facts}
            )
            Unit.objects.bulk_update(changed, fields, batch_size=BATCH)
        self.counts.add("units", "changed", len(changed))
        same = len(self.roster.homes) - len(fresh) - len(changed)
        self.counts.add("units", "unchanged", same)
        return known | fresh

    def _homes(self, units: list[Unit]) -> list[Home]:
        return [self.roster.homes[unit.label] for unit in units]

    def _spaces(self, units: dict[str, Unit]) -> None:
        rows = ParkingSpace.objects.filter(office=self.office)
        self._hang(rows, "spaces", "code", units)

    def _vehicles(self, units: dict[str, Unit]) -> None:
        rows = Vehicle.objects.filter(office=self.office)
        self._hang(rows, "plates", "plate", units)

    def _hang(
        self, rows: models.QuerySet[Any], what: str, name: str, units: dict[str, Unit]
    ) -> None:
        """Parking spaces or cars: each hangs on the first unit that names it."""
        known = {getattr(row, name): row for row in rows.select_related("unit")}
        fresh: dict[str, Any] = {}
        changed: dict[str, Any] = {}
        for home in self.roster.homes.values():
            for code in dict.fromkeys(getattr(home, what)):
                unit = units[home.label]
                row = known.get(code) or fresh.get(code)
                if row is None:
                    fresh[code] = rows.model(
                        office=self.office, unit=unit, **{name: code}
                    )
                elif row.unit is None:
                    row.unit = unit
                    changed[code] = row
                elif row.unit.label != home.label:
                    self._told_twice(what, code, row.unit.label, home)
                elif code in known and code not in changed:
                    self.counts.add(what, "unchanged")
        self._create(what, fresh.values())
        rows.model._default_manager.bulk_update(changed.values(), ["unit"])
        self.counts.add(what, "changed", len(changed))

    def _told_twice(self, what: str, code: str, first: str, home: Home) -> None:
        self.roster.findings.append(
            TWICE[what] % {"code": code, "first": first, "second": home.label}
        )

    def _create(self, kind: str, rows: Any) -> None:
        made = list(rows)
        if made:
            type(made[0])._default_manager.bulk_create(made, batch_size=BATCH)
        self.counts.add(kind, "created", len(made))


def _update(unit: Unit, facts: dict[str, Any]) -> bool:
    """Take over what the file says; whether anything differed."""
    differs = False
    for name, value in facts.items():
        if getattr(unit, name) != value:
            setattr(unit, name, value)
            differs = True
    return differs
