"""A believable estate: houses, invented people, cars; the same for the same seed."""

from __future__ import annotations

import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from decimal import Decimal
from typing import TYPE_CHECKING

from django.db import models
from django.utils import timezone

from propertyservice.estate.demo_names import (
    CAR_NOTES,
    GIVEN,
    GROUNDS,
    IN_EACH_BUILDING,
    SURNAMES,
    UNIT_NOTES,
)
from propertyservice.estate.models import (
    Building,
    Occupancy,
    ParkingSpace,
    Person,
    PersonContact,
    Place,
    PlaceKind,
    Relation,
    Stairwell,
    Unit,
    UnitUse,
    Vehicle,
)

if TYPE_CHECKING:
    from propertyservice.organisation.models import Office

FLOORS, STAIRWELLS, ROOMS = 12, 2, 2
AREAS = ("68.35", "89.37", "89.50", "98.76", "120.30", "143.88")
LAYOUTS = ("两室一厅", "两室两厅", "三室一厅", "三室两厅", "四室两厅")
# Nobody has a number that begins with 138 0000.
PHONES_FROM = 13_800_000_000
BATCH = 5_000
HALF = Decimal("0.5")


@dataclass
class Made:
    """What is to be written, table by table."""

    office: Office
    chance: random.Random
    today: date
    units: list[Unit] = field(default_factory=list)
    persons: list[Person] = field(default_factory=list)
    contacts: list[PersonContact] = field(default_factory=list)
    occupancies: list[Occupancy] = field(default_factory=list)
    spaces: list[ParkingSpace] = field(default_factory=list)
    vehicles: list[Vehicle] = field(default_factory=list)
    phones: list[int] = field(default_factory=list)

    def odds(self, percent: float) -> bool:
        """Whether it happens this time."""
        return self.chance.random() * 100 < percent

    def days_ago(self, least: int, most: int) -> date:
        """A day between ``most`` and ``least`` days before today."""
        return self.today - timedelta(days=self.chance.randint(least, most))


def load(
    office: Office, households: int, seed: int, today: date | None = None
) -> list[Unit]:
    """Write an estate of so many units for an office and return the units.

    Call it inside a scope that holds the office.
    """
    made = Made(
        office,
        random.Random(f"{seed}-{office.code}"),  # noqa: S311
        today or timezone.localdate(),
    )
    made.units = list(_units(made, households))
    made.phones = list(range(max(10_000, households * 4)))
    made.chance.shuffle(made.phones)
    for unit in made.units:
        _household(made, unit)
    _places(made)
    for rows in (
        made.units,
        made.persons,
        made.contacts,
        made.occupancies,
        made.spaces,
        made.vehicles,
    ):
        _write(rows)
    return made.units


def _write(rows: Sequence[models.Model]) -> None:
    if rows:
        type(rows[0])._default_manager.bulk_create(rows, batch_size=BATCH)


def _units(made: Made, households: int) -> Iterator[Unit]:
    per_building = FLOORS * STAIRWELLS * ROOMS
    count = -(-households // per_building)
    buildings = [
        Building(office=made.office, code=str(n), name=f"{n}号楼", order=n)
        for n in range(1, count + 1)
    ]
    _write(buildings)
    stairwells = [
        Stairwell(office=made.office, building=building, code=str(n))
        for building in buildings
        for n in range(1, STAIRWELLS + 1)
    ]
    _write(stairwells)
    rooms = (
        (stairwell, floor, room)
        for stairwell in stairwells
        for floor in range(1, FLOORS + 1)
        for room in range(1, ROOMS + 1)
    )
    for _n, (stairwell, floor, room) in zip(range(households), rooms, strict=False):
        gross = Decimal(made.chance.choice(AREAS))
        yield Unit.of(
            made.office,
            stairwell.building,
            stairwell,
            f"{floor}{room:02d}",
            gross_floor_area=gross,
            inner_area=(gross * Decimal("0.82")).quantize(Decimal("0.01")),
            layout=made.chance.choice(LAYOUTS),
            use=UnitUse.SHOP if floor == 1 and made.odds(6) else UnitUse.RESIDENCE,
            delivered_on=made.days_ago(900, 3600),
            note=made.chance.choice(UNIT_NOTES) if made.odds(4) else "",
        )


def _household(made: Made, unit: Unit) -> None:
    if made.odds(4):
        return  # Not sold, or nobody has come for the keys.
    since = (unit.delivered_on or made.today) + timedelta(
        days=made.chance.randint(0, 60)
    )
    if made.odds(6):
        since = _former_owner(made, unit, since)
    owner = _owner(made, unit, since)
    if made.odds(14):
        _tenant(made, unit)
    elif made.odds(45):
        _tie(made, unit, _person(made), Relation.FAMILY, since)
    if made.odds(45):
        _car(made, unit, owner)


def _former_owner(made: Made, unit: Unit, since: date) -> date:
    sold = since + timedelta(days=made.chance.randint(300, 800))
    _tie(
        made,
        unit,
        _person(made),
        Relation.OWNER,
        since,
        ends_on=sold - timedelta(days=1),
        share=Decimal(1),
    )
    return sold


def _owner(made: Made, unit: Unit, since: date) -> Person:
    several = made.persons and made.odds(2)
    owner = made.chance.choice(made.persons[-40:]) if several else _person(made)
    shared = made.odds(14)
    _tie(
        made,
        unit,
        owner,
        Relation.OWNER,
        since,
        share=HALF if shared else Decimal(1),
        is_contact=True,
    )
    if shared:
        _tie(made, unit, _person(made), Relation.CO_OWNER, since, share=HALF)
    return owner


def _tenant(made: Made, unit: Unit) -> None:
    moved_in = made.days_ago(20, 600)
    _tie(made, unit, _person(made), Relation.TENANT, moved_in)
    if made.odds(40):
        _tie(
            made,
            unit,
            _person(made),
            Relation.TENANT,
            moved_in - timedelta(days=made.chance.randint(200, 700)),
            ends_on=moved_in - timedelta(days=made.chance.randint(1, 30)),
        )


def _person(made: Made) -> Person:
    surname = made.chance.choices(SURNAMES, range(len(SURNAMES), 0, -1))[0]
    given = "".join(made.chance.sample(GIVEN, made.chance.choice((1, 2, 2, 2))))
    person = Person(office=made.office, name=surname + given)
    made.persons.append(person)
    for first in (True, False) if made.odds(12) else (True,):
        made.contacts.append(
            PersonContact(
                office=made.office,
                person=person,
                phone=str(PHONES_FROM + made.phones[len(made.contacts)]),
                is_primary=first,
            )
        )
    return person


def _tie(
    made: Made,
    unit: Unit,
    person: Person,
    relation: Relation,
    since: date,
    **more: object,
) -> None:
    made.occupancies.append(
        Occupancy(
            office=made.office,
            unit=unit,
            person=person,
            relation=relation,
            starts_on=since,
            **more,
        )
    )


def _car(made: Made, unit: Unit, owner: Person) -> None:
    number = len(made.vehicles)
    space = None
    if made.odds(70):
        space = ParkingSpace(
            office=made.office, code=f"B1-{len(made.spaces) + 1:03d}", unit=unit
        )
        made.spaces.append(space)
    letter = "ABCDEFGHJK"[number // 10_000 % 10]
    made.vehicles.append(
        Vehicle(
            office=made.office,
            plate=f"浙{letter}{number % 10_000 * 7919 % 10_000:04d}D",
            unit=unit,
            person=owner,
            space=space,
            note=made.chance.choice(CAR_NOTES),
        )
    )


def _places(made: Made) -> None:
    places = [
        Place(office=made.office, kind=PlaceKind[kind], name=name, code=code)
        for code, kind, name in GROUNDS
    ]
    for building in Building.objects.filter(office=made.office):
        places += [
            Place(
                office=made.office,
                building=building,
                kind=PlaceKind[kind],
                name=building.name + name,
                code=f"{building.code}-{code}",
            )
            for code, kind, name in IN_EACH_BUILDING
        ]
    _write(places)
