"""A register with a dozen repairs to look into."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
import time_machine

from propertyservice.estate.models import Occupancy, Person
from propertyservice.organisation.models import Staff
from propertyservice.oversight import drawing
from propertyservice.oversight.models import Inspection
from tests.repairs.test_life import call
from tests.support.cast import House
from tests.workbench.conftest import browse  # noqa: F401

NOW = datetime(2026, 5, 12, 9, 0, tzinfo=ZoneInfo("Asia/Shanghai"))


@pytest.fixture
def may() -> Iterator[time_machine.Coordinates]:
    """A Tuesday in May; the test moves the clock."""
    with time_machine.travel(NOW, tick=False) as clock:
        yield clock


@pytest.fixture
def register(house: House, may: time_machine.Coordinates) -> House:
    """Twelve calls of the last twelve days."""
    for days in range(12):
        may.move_to(NOW - timedelta(days=12 - days))
        call(house)
    may.move_to(NOW)
    return house


def drawn(house: House, by: Staff, seed: str = "may") -> Inspection:
    """A sample of the last month's repairs."""
    return drawing.draw(
        office=house.office,
        clause="repairs",
        since=date(2026, 4, 12),
        until=date(2026, 5, 12),
        by=by,
        seed=seed,
    )


def settle(house: House) -> None:
    """Let somebody live in both homes."""
    for number, home in enumerate((house.unit, house.upstairs)):
        person = Person.objects.create(office=house.office, name=f"住户{number}")
        Occupancy.objects.create(
            unit=home, person=person, relation="OWNER", share=1, office=house.office
        )
