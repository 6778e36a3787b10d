"""One person recorded twice becomes one; two persons stay two."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest
from django.core.exceptions import ValidationError

from propertyservice.cases.models import Case
from propertyservice.estate import signals
from propertyservice.estate.models import (
    Person,
    PersonSecret,
    Relation,
    Vehicle,
)
from propertyservice.estate.upkeep import (
    merge_persons,
)
from propertyservice.organisation.models import Office, Staff
from tests.estate.conftest import home, person, tie
from tests.estate.upkeep.hearing import Heard
from tests.support.people import hire

pytestmark = pytest.mark.clause("4.2.1", "4.9")


def test_a_merge_brings_everything_to_the_one_who_stays(
    office: Office, supervisor: Staff
) -> None:
    unit, other = home(office), home(office, "5-1-101")
    keep = person(office, "李芳", "13800000001")
    drop = person(office, "李 芳", "13800000001", "13800000002")
    mine = tie(unit, keep, starts_on=date(2021, 1, 1))
    tie(unit, drop, starts_on=date(2020, 1, 1), share=Decimal(1))
    tie(other, drop, Relation.TENANT)
    PersonSecret.objects.create(person=drop, id_number="330102199001011234")
    Vehicle.objects.create(office=office, plate="浙A12345", person=drop)
    case = Case.objects.create(
        clause="repairs",
        number="JX-BX-20260601-0001",
        office=office,
        person=drop,
        title="x",
    )
    with Heard(signals.persons_merged) as heard:
        merge_persons(keep, drop, by=supervisor)
    case.refresh_from_db()
    mine.refresh_from_db()
    assert case.person == keep
    assert keep.vehicles.get().plate == "浙A12345"
    assert set(keep.contacts.values_list("phone", flat=True)) == {
        "13800000001",
        "13800000002",
    }
    assert keep.contacts.filter(is_primary=True).count() == 1
    assert PersonSecret.objects.get(person=keep).id_number == "330102199001011234"
    assert (mine.starts_on, mine.share) == (date(2020, 1, 1), Decimal(1))
    assert keep.occupancies.count() == 2
    assert list(Person.objects.visible_to(supervisor)) == [keep]
    drop.refresh_from_db()
    assert drop.merged_into == keep
    assert heard.calls[0]["drop"] == drop
    with pytest.raises(ValidationError):
        merge_persons(keep, drop, by=supervisor)


def test_what_are_two_persons_is_not_merged(both: tuple[Office, Office]) -> None:
    supervisor = hire(both[0], "CS_SUPERVISOR")
    keep, drop = person(both[0], "李芳"), person(both[0], "李芳")
    for each, number in ((keep, "330102199001011234"), (drop, "330102199001011235")):
        PersonSecret.objects.create(person=each, id_number=number)
    for wrong in (drop, keep, person(both[1], "李芳")):
        with pytest.raises(ValidationError):
            merge_persons(keep, wrong, by=supervisor)
