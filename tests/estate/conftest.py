"""Two offices with homes; whoever works there; the scope of the first is open."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Any

import pytest

from propertyservice.estate.models import (
    Building,
    Occupancy,
    Person,
    PersonContact,
    Relation,
    Stairwell,
    Unit,
)
from propertyservice.organisation.models import Office, Staff
from propertyservice.organisation.scope import scope
from tests.support.people import hire, make_office


@pytest.fixture
def offices(db: None) -> tuple[Office, Office]:
    """Two offices of one company."""
    return make_office("JX"), make_office("YH")


@pytest.fixture
def office(offices: tuple[Office, Office]) -> Iterator[Office]:
    """The first office, its scope open for the test."""
    with scope(offices=[offices[0].pk]):
        yield offices[0]


@pytest.fixture
def both(offices: tuple[Office, Office]) -> Iterator[tuple[Office, Office]]:
    """Both offices in scope, as in a job."""
    with scope(offices=[each.pk for each in offices]):
        yield offices


@pytest.fixture
def supervisor(office: Office) -> Staff:
    """The customer-service supervisor of the first office."""
    return hire(office, "CS_SUPERVISOR", name="主管")


@pytest.fixture
def manager(office: Office) -> Staff:
    """The manager of the first office."""
    return hire(office, "OFFICE_MANAGER", name="经理")


@pytest.fixture
def auditor(office: Office) -> Staff:
    """Somebody who may look, but not see phones."""
    return hire(office, "AUDITOR", name="上级检查")


@pytest.fixture
def stranger(offices: tuple[Office, Office]) -> Staff:
    """The supervisor of the second office."""
    return hire(offices[1], "CS_SUPERVISOR", name="外人")


def home(office: Office, label: str = "3-1-502", **facts: Any) -> Unit:
    """A unit, with its building and stairwell."""
    building_code, stairwell_code, room = label.split("-")
    building, _new = Building.objects.get_or_create(
        office=office,
        code=building_code,
        defaults={"name": f"{building_code}号楼", "order": 1},
    )
    stairwell, _new = Stairwell.objects.get_or_create(
        building=building, code=stairwell_code, defaults={"office": office}
    )
    return Unit.objects.create(
        building=building, stairwell=stairwell, room=room, **facts
    )


def person(office: Office, name: str, *phones: str) -> Person:
    """A person with phones; the first is the one to call."""
    made = Person.objects.create(office=office, name=name)
    for phone in phones:
        PersonContact.objects.create(
            person=made, phone=phone, is_primary=phone == phones[0]
        )
    return made


def tie(
    unit: Unit,
    who: Person,
    relation: Relation = Relation.OWNER,
    starts_on: date | None = date(2020, 1, 1),
    **facts: Any,
) -> Occupancy:
    """Somebody's tie to a unit."""
    return Occupancy.objects.create(
        unit=unit, person=who, relation=relation, starts_on=starts_on, **facts
    )
