"""Who lives where: moving in and out, plates, and who may record it."""

from __future__ import annotations

from datetime import date

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError, transaction

from propertyservice.estate import signals
from propertyservice.estate.models import (
    Person,
    Relation,
    Vehicle,
)
from propertyservice.estate.upkeep import (
    NewOwner,
    correct_phone,
    merge_persons,
    move_in,
    move_out,
    transfer_ownership,
)
from propertyservice.organisation.models import Office, Staff
from tests.estate.conftest import home, person, tie
from tests.estate.upkeep.hearing import JUNE, MAY, Heard

pytestmark = pytest.mark.clause("4.2.1", "4.9")


def test_nobody_without_the_right_keeps_the_estate(
    office: Office, auditor: Staff, stranger: Staff
) -> None:
    unit, who = home(office), person(office, "李芳", "13800000001")
    occupancy = tie(unit, who, Relation.TENANT)
    for by in (auditor, stranger):
        with pytest.raises(PermissionDenied):
            correct_phone(who, by=by, phone="13800002207")
        with pytest.raises(PermissionDenied):
            move_in(unit, by=by, relation="TENANT", starts_on=JUNE, name="王强")
        with pytest.raises(PermissionDenied):
            move_out(occupancy, by=by)
        with pytest.raises(PermissionDenied):
            transfer_ownership(unit, by=by, on=JUNE, owners=[NewOwner(name="王强")])
        with pytest.raises(PermissionDenied):
            merge_persons(who, person(office, "李芳"), by=by)


@pytest.mark.edge(1)
def test_a_tenant_moves_in_and_out(office: Office, supervisor: Staff) -> None:
    unit = home(office)
    with Heard(signals.moved_in) as came, Heard(signals.moved_out) as left:
        row = move_in(
            unit,
            by=supervisor,
            relation=Relation.TENANT,
            starts_on=date(2026, 1, 1),
            name=" 王　强 ",
            phone="13800002207",
        )
        assert row.person.contacts.get().is_primary
        move_out(row, by=supervisor, ends_on=MAY)
    row.refresh_from_db()
    assert (row.ends_on, row.office_id) == (MAY, office.pk)
    assert came.calls[0]["occupancy"] == left.calls[0]["occupancy"] == row
    with pytest.raises(ValidationError, match="2026-05-31"):
        move_out(row, by=supervisor)


def test_owners_come_and_go_only_by_transfer(office: Office, supervisor: Staff) -> None:
    unit = home(office)
    row = tie(unit, person(office, "李芳"))
    with pytest.raises(ValidationError):
        move_out(row, by=supervisor)
    with pytest.raises(ValidationError):
        move_in(unit, by=supervisor, relation="OWNER", starts_on=JUNE, name="王强")


def test_somebody_is_not_recorded_twice_at_one_time(
    office: Office, supervisor: Staff
) -> None:
    unit, who = home(office), person(office, "王强")
    tie(unit, who, Relation.TENANT)
    with pytest.raises(ValidationError) as refusal:
        move_in(unit, by=supervisor, relation="TENANT", starts_on=JUNE, person=who)
    assert refusal.value.code == "estate_occupancy_once_at_a_time"
    with pytest.raises(ValidationError):
        move_in(
            unit,
            by=supervisor,
            relation="TENANT",
            starts_on=JUNE,
            ends_on=MAY,
            name="新人",
        )
    assert not Person.objects.filter(name="新人").exists()


@pytest.mark.parametrize("plate", ["浙A·12345", "浙a 12345", "浙Ａ１２３４５"])
def test_plates_are_stored_one_way(office: Office, plate: str) -> None:
    Vehicle.objects.create(office=office, plate=plate, unit=home(office))
    assert Vehicle.objects.get(plate=plate).plate == "浙A12345"


def test_an_occupancy_can_not_tie_two_offices(both: tuple[Office, Office]) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        tie(home(both[0]), person(both[1], "李芳"))
