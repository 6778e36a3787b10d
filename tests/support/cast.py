"""The cast of the tests: two offices, and everybody who works there.

``house`` is the first office (JX, grade one), ``other`` the second (YH, grade three).
Clerk, supervisor and so on hold their post in JX; ``stranger`` is the clerk of YH.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from typing import Any

import pytest

from propertyservice.estate.models import Building, Place, Stairwell, Unit
from propertyservice.organisation.models import Appointment, Company, Office, Staff
from propertyservice.organisation.scope import scope

LONG_AGO = date(2020, 1, 1)
POSTS = {
    "clerk": "REPAIR_DESK",
    "supervisor": "CS_SUPERVISOR",
    "manager": "OFFICE_MANAGER",
    "maintenance": "MAINT_SUPERVISOR",
    "repairer": "TECHNICIAN",
    "colleague": "TECHNICIAN",
    "caller": "CALLBACK_STAFF",
    "taker": "COMPLAINT_DESK",
    "cashier": "CASHIER",
}


@dataclass
class House:
    """One office with its people and two homes."""

    office: Office
    people: dict[str, Staff]
    unit: Unit
    upstairs: Unit
    lobby: Place
    extra: dict[str, Any] = field(default_factory=dict)

    def __getattr__(self, name: str) -> Staff:
        try:
            return self.__dict__["people"][name]
        except KeyError:
            raise AttributeError(name) from None


def hire(
    office: Office | None, name: str, post: str = "", company: Company | None = None
) -> Staff:
    """A member of staff, appointed long ago."""
    staff = Staff.objects.create(
        username=f"{name}-{office.code if office else 'all'}", name=name, office=office
    )
    if post:
        Appointment.objects.create(
            post=post,
            office=office,
            company=company or office.company,  # type: ignore[union-attr]
            holder=staff,
            starts_on=LONG_AGO,
        )
    return staff


def make_house(company: Company, code: str, grade: str) -> House:
    """An office, its staff, one building with two homes and a lobby."""
    office = Office.objects.create(
        company=company, code=code, name=f"{code} office", grade=grade, city="杭州"
    )
    with scope(offices=Office.objects.values_list("pk", flat=True)):
        building = Building.objects.create(office=office, code="3", name="3 幢")
        stairwell = Stairwell.objects.create(building=building, code="1")
        homes = [
            Unit.objects.create(building=building, stairwell=stairwell, room=room)
            for room in ("502", "602")
        ]
        lobby = Place.objects.create(
            office=office, kind="COMMON", building=building, name="大堂", code="P1"
        )
    people = {name: hire(office, name, post) for name, post in POSTS.items()}
    return House(office, people, homes[0], homes[1], lobby)


@pytest.fixture
def company(db: None) -> Company:
    """The property company of both offices."""
    return Company.objects.create(name="锦程物业", kind="PROPERTY")


@pytest.fixture
def house(company: Company) -> Iterator[House]:
    """The first office, its scope open for the test."""
    made = make_house(company, "JX", "GRADE_1")
    with scope(offices=[made.office.pk]):
        yield made


@pytest.fixture
def other(company: Company, house: House) -> House:
    """The second office; the scope then sees both, as a job does."""
    made = make_house(company, "YH", "GRADE_3")
    with scope(offices=Office.objects.values_list("pk", flat=True)):
        pass
    return made
