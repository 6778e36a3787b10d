"""A roster of today and a colleague at the desk."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.utils import timezone

from propertyservice.organisation.models import Staff
from propertyservice.planning.models import Duty
from tests.support.cast import House, hire

DESK = "REPAIR_DESK"


def on_duty(house: House, person: Staff, hours_ago: int = 8, length: int = 12) -> Duty:
    """Somebody's duty at the desk that began some hours ago."""
    start = timezone.now() - timedelta(hours=hours_ago)
    return Duty.objects.create(
        office=house.office,
        post=DESK,
        person=person,
        starts_at=start,
        ends_at=start + timedelta(hours=length),
    )


@pytest.fixture
def next_one(house: House) -> Staff:
    """Who has the next shift at the desk."""
    return hire(house.office, "nextone", DESK)
