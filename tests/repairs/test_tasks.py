"""What the night does to repairs (RULES 2.1)."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.utils import timezone

from propertyservice.audit.models import Run
from repairs import tasks
from repairs import transitions as do
from repairs.models import Repair, Status
from tests.repairs.test_life import call
from tests.support.cast import House

pytestmark = pytest.mark.django_db


def returned(house: House, days: int, **more: object) -> Repair:
    """A repair whose sheet came back some days ago."""
    repair = call(house, **more)
    do.dispatch(repair, by=house.clerk, technician=house.repairer)
    do.accept(repair, by=house.repairer)
    do.arrive(repair, by=house.repairer)
    do.start(repair, by=house.repairer, cause="接口老化")
    do.finish(
        repair,
        by=house.repairer,
        result="REPAIRED",
        work_done="更换角阀",
        resident_sign="陈雨桐",
    )
    do.return_sheet(repair, by=house.clerk)
    when = timezone.now() - timedelta(days=days)
    Repair.objects.filter(pk=repair.pk).update(sheet_returned_at=when)
    return repair


@pytest.mark.clause("4.2.2")
def test_the_night_closes_what_came_back_days_ago(house: House) -> None:
    old, young = returned(house, 8), returned(house, 6, unit=house.upstairs)
    assert tasks.close_returned() == 1
    assert tasks.close_returned() == 0
    old.refresh_from_db()
    young.refresh_from_db()
    assert (old.status, young.status) == (Status.CLOSED, Status.SHEET_RETURNED)
    step = old.register.steps.get(name="close")
    assert step.by is None
    assert Run.objects.get(job=tasks.CLOSE).counts == {"closed": 1, "left": 0}


def test_an_incident_with_unanswered_households_stays_open_and_is_named(
    house: House,
) -> None:
    repair = returned(house, 8)
    Repair.objects.filter(pk=repair.pk).update(is_incident=True)
    joined = call(house, unit=house.upstairs)
    Repair.objects.filter(pk=joined.pk).update(incident=repair)
    assert tasks.close_returned() == 0
    repair.refresh_from_db()
    assert repair.status == Status.SHEET_RETURNED
    (finding,) = Run.objects.get(job=tasks.CLOSE).findings
    assert finding.startswith(repair.number)
