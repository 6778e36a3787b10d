"""Phones, moves, transfers and merges: permitted, whole, on record, announced."""

from __future__ import annotations

import threading
from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError, connection, transaction
from django.dispatch import Signal

from propertyservice.cases.models import Case
from propertyservice.estate import signals
from propertyservice.estate.models import (
    Occupancy,
    Person,
    PersonSecret,
    Relation,
    Unit,
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
from propertyservice.organisation.scope import scope
from tests.estate.conftest import home, person, tie
from tests.support.people import hire, make_office

pytestmark = pytest.mark.clause("4.2.1", "4.9")
MAY, JUNE = date(2026, 5, 31), date(2026, 6, 1)


class Heard:
    """What a signal said."""

    def __init__(self, signal: Signal) -> None:
        self.calls: list[dict[str, Any]] = []
        self.signal = signal

    def __enter__(self) -> Heard:
        self.signal.connect(self._note)
        return self

    def __exit__(self, *_: object) -> None:
        self.signal.disconnect(self._note)

    def _note(self, sender: Any, **said: Any) -> None:
        self.calls.append(said)


def owners(unit: Any, on: date) -> list[tuple[str, Decimal | None]]:
    """Who owns a unit on a day."""
    rows = Occupancy.objects.on(on).owners().filter(unit=unit).order_by("pk")
    return [(row.person.name, row.share) for row in rows]


def test_a_corrected_phone_replaces_the_old_one(
    office: Office, supervisor: Staff
) -> None:
    who = person(office, "李芳", "13800000001", "13800000002")
    with Heard(signals.phone_corrected) as heard:
        correct_phone(who, by=supervisor, phone="１３８ 0000-2207")
    rows = list(who.contacts.values_list("phone", "is_primary"))
    assert rows == [("13800002207", True), ("13800000002", False)]
    assert heard.calls[0]["person"] == who
    assert heard.calls[0]["by"] == supervisor


def test_the_old_phone_may_stay_and_a_known_one_become_first(
    office: Office, supervisor: Staff
) -> None:
    who = person(office, "李芳", "13800000001")
    correct_phone(who, by=supervisor, phone="13800000002", keep_old=True)
    assert set(who.contacts.values_list("phone", "is_primary")) == {
        ("13800000002", True),
        ("13800000001", False),
    }
    correct_phone(who, by=supervisor, phone="13800000001")
    assert list(who.contacts.values_list("phone", "is_primary")) == [
        ("13800000001", True)
    ]


def test_the_history_of_a_phone_holds_no_digits(
    office: Office, supervisor: Staff
) -> None:
    who = person(office, "李芳", "13800000001")
    correct_phone(who, by=supervisor, phone="13800002207")
    with connection.cursor() as cursor:
        cursor.execute("SELECT e::text FROM estate_personcontactevent e")
        events = [row[0] for row in cursor.fetchall()]
    assert len(events) >= 2
    assert not any("1380000" in event for event in events)


@pytest.mark.parametrize(
    "phone", ["1380000220", "abc", "138000022071", "", "12", "１３８"]
)
def test_a_phone_that_can_not_be_is_refused_with_a_sentence(
    office: Office, supervisor: Staff, phone: str
) -> None:
    who = person(office, "李芳", "13800000001")
    with pytest.raises(ValidationError) as refusal:
        correct_phone(who, by=supervisor, phone=phone)
    assert refusal.value.messages[0]
    assert who.contacts.get().phone == "13800000001"


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


def test_a_transfer_ends_the_old_ownership_the_day_before(
    office: Office, supervisor: Staff
) -> None:
    unit = home(office)
    old = tie(unit, person(office, "李芳"), share=Decimal(1), is_contact=True)
    family = tie(unit, person(office, "李小明"), Relation.FAMILY)
    tenant = tie(unit, person(office, "赵租"), Relation.TENANT)
    new = [NewOwner(name="王强", phone="13800002207"), NewOwner(name="周敏")]
    with Heard(signals.ownership_transferred) as heard:
        transfer_ownership(
            unit, by=supervisor, on=JUNE, owners=[*new, NewOwner(name="何洋")]
        )
    assert owners(unit, MAY) == [("李芳", Decimal(1))]
    assert owners(unit, JUNE) == [
        ("王强", Decimal("0.3334")),
        ("周敏", Decimal("0.3333")),
        ("何洋", Decimal("0.3333")),
    ]
    for row, last in ((old, MAY), (family, MAY), (tenant, None)):
        row.refresh_from_db()
        assert row.ends_on == last
    assert heard.calls[0]["former"] == [old]
    assert heard.calls[0]["on"] == JUNE


@pytest.mark.parametrize(
    "shares",
    [("0.5", "0.6"), ("0.5", None), ("0.5", "0.4"), ("1.5", "-0.5")],
)
def test_shares_of_new_owners_make_one(
    office: Office, supervisor: Staff, shares: tuple[str | None, ...]
) -> None:
    unit = home(office)
    tie(unit, person(office, "李芳"))
    new = [
        NewOwner(name=name, share=Decimal(share) if share else None)
        for name, share in zip(("王强", "周敏"), shares, strict=True)
    ]
    with pytest.raises(ValidationError):
        transfer_ownership(unit, by=supervisor, on=JUNE, owners=new)
    assert owners(unit, JUNE) == [("李芳", None)]


def test_a_transfer_before_a_later_one_is_refused(
    office: Office, supervisor: Staff
) -> None:
    unit = home(office)
    tie(unit, person(office, "李芳"), starts_on=JUNE)
    with pytest.raises(ValidationError, match="2026-06-01"):
        transfer_ownership(unit, by=supervisor, on=JUNE, owners=[NewOwner(name="王强")])
    with pytest.raises(ValidationError):
        transfer_ownership(unit, by=supervisor, on=JUNE, owners=[])
    with pytest.raises(ValidationError):
        transfer_ownership(
            unit, by=supervisor, on=date(1026, 6, 1), owners=[NewOwner(name="王强")]
        )


def test_a_refused_receiver_takes_the_whole_change_back(
    office: Office, supervisor: Staff
) -> None:
    unit = home(office)
    tie(unit, person(office, "李芳"))

    def refuse(**_: object) -> None:
        raise ValidationError("no")

    signals.ownership_transferred.connect(refuse)
    try:
        with pytest.raises(ValidationError):
            transfer_ownership(
                unit, by=supervisor, on=JUNE, owners=[NewOwner(name="王强")]
            )
    finally:
        signals.ownership_transferred.disconnect(refuse)
    assert owners(unit, JUNE) == [("李芳", None)]


@pytest.mark.edge(58)
def test_the_database_refuses_shares_above_one(office: Office) -> None:
    unit = home(office)
    tie(unit, person(office, "李芳"), share=Decimal("0.6"), ends_on=MAY)
    tie(unit, person(office, "王强"), starts_on=JUNE, share=Decimal("0.6"))
    check_shares()
    with pytest.raises(IntegrityError) as refusal, transaction.atomic():
        too_much(unit, person(office, "周敏"))
    name = refusal.value.__cause__.diag.constraint_name  # type: ignore[union-attr]
    assert name == "estate_shares_at_most_one"


def too_much(unit: Unit, who: Person) -> None:
    """Another owner with half of it."""
    tie(unit, who, Relation.CO_OWNER, share=Decimal("0.5"))
    check_shares()


def check_shares() -> None:
    """What happens at the commit."""
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS estate_shares_at_most_one IMMEDIATE")
        cursor.execute("SET CONSTRAINTS estate_shares_at_most_one DEFERRED")


def test_two_clerks_can_not_transfer_the_same_unit(committing_db: str) -> None:
    office = make_office("JX")
    clerks = [hire(office, "CS_SUPERVISOR") for _ in range(2)]
    with scope(offices=[office.pk]):
        unit = home(office)
        tie(unit, person(office, "李芳"), share=Decimal(1))
    outcomes: list[str] = []
    start = threading.Barrier(2)

    def transfer(clerk: Staff) -> None:
        try:
            with scope(clerk):
                start.wait()
                transfer_ownership(
                    unit,
                    by=clerk,
                    on=JUNE,
                    owners=[NewOwner(name=f"新主{'甲乙'[clerk == clerks[0]]}")],
                )
            outcomes.append("done")
        except ValidationError as refusal:
            outcomes.append(str(refusal.code))
        finally:
            connection.close()

    threads = [threading.Thread(target=transfer, args=[clerk]) for clerk in clerks]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(outcomes) == ["done", "later_owner"]


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


@pytest.mark.parametrize("plate", ["浙A·12345", "浙a 12345", "浙Ａ１２３４５"])
def test_plates_are_stored_one_way(office: Office, plate: str) -> None:
    Vehicle.objects.create(office=office, plate=plate, unit=home(office))
    assert Vehicle.objects.get(plate=plate).plate == "浙A12345"


def test_an_occupancy_can_not_tie_two_offices(both: tuple[Office, Office]) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        tie(home(both[0]), person(both[1], "李芳"))
