"""The house of the complaint tests: desk, callbacks, the company, two departments."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from propertyservice.organisation.models import Department
from propertyservice.organisation.scope import scope
from propertyservice.policy.models import CalendarYear
from tests.support.cast import House, hire


def staff_of_complaints(house: House) -> House:
    """Everybody who has to do with complaints, beside those of every house."""
    office = house.office
    house.people["chief"] = hire(None, "chief", "COMPANY_MANAGER", office.company)
    for code, name, head in (
        ("REPAIRS", "维修部", house.maintenance),
        ("SERVICE", "客服部", house.supervisor),
        ("OFFICE", "综合部", house.manager),
    ):
        house.extra[code] = Department.objects.create(
            office=office, code=code, name=name, head=head
        )
    return house


@pytest.fixture
def home(house: House) -> Iterator[House]:
    """The first office with its complaint desk, its scope open for the test."""
    for year in (2025, 2026, 2027, 2028):
        CalendarYear.objects.get_or_create(year=year)
    staff_of_complaints(house)
    with scope(offices=[house.office.pk]):
        yield house
