"""Two who hand over or take over the same shift at once, in real threads."""

from __future__ import annotations

from typing import Any

import pytest
from django.db import IntegrityError, connection

from propertyservice.organisation.models import Company, Staff
from propertyservice.organisation.scope import everywhere, scope
from propertyservice.planning import handovers
from propertyservice.planning.models import Duty, HandOver
from propertyservice.workflow.moves import Refused
from tests.approvals.test_at_once import at_once
from tests.planning.conftest import DESK, on_duty
from tests.support.cast import House, hire, make_house


@pytest.fixture
def house(committing_db: str) -> House:
    """The first office, committed."""
    company = Company.objects.create(name="锦程物业", kind="PROPERTY")
    return make_house(company, "JX", "GRADE_1")


def test_one_shift_is_given_once(house: House) -> None:
    with scope(house.clerk, offices=[house.office.pk]):
        duty = on_duty(house, house.clerk)

    def give() -> Any:
        me = Staff.objects.get(pk=house.clerk.pk)
        with scope(me):
            return handovers.give(Duty.objects.get(pk=duty.pk), by=me, found="灯")

    outcome = at_once([give, give])
    assert [type(each) for each in outcome].count(Refused) == 1
    with everywhere("test"):
        assert HandOver.objects.get().lines.filter(source="found").count() == 1


def test_one_of_two_takes_it_over(house: House) -> None:
    people = [hire(house.office, name, DESK) for name in ("one", "two")]
    with scope(house.clerk, offices=[house.office.pk]):
        given = handovers.give(on_duty(house, house.clerk), by=house.clerk)

    def take(person: Staff) -> Any:
        me = Staff.objects.get(pk=person.pk)
        with scope(me):
            return handovers.take(given, by=me)

    outcome = at_once([lambda p=p: take(p) for p in people])  # type: ignore[misc]
    (refused,) = [each for each in outcome if isinstance(each, Exception)]
    assert isinstance(refused, Refused)
    assert refused.code == "taken"
    with everywhere("test"):
        given.refresh_from_db()
    assert given.taken_by in people


def test_no_line_is_added_once_the_giver_has_signed(house: House) -> None:
    with scope(house.clerk, offices=[house.office.pk]):
        handovers.give(on_duty(house, house.clerk), by=house.clerk)
    with (
        pytest.raises(IntegrityError, match="signed hand-over"),
        everywhere("test"),
        connection.cursor() as cursor,
    ):
        cursor.execute(
            "INSERT INTO planning_handoverline (handover_id, office_id, source,"
            " number, text, sub) SELECT id, office_id, 'found', '', 'x', ''"
            " FROM planning_handover"
        )
