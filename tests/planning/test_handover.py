"""The hand-over: a list of then, two signatures, frozen for good (3.3, 4.9)."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import timedelta
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from django.db import DatabaseError, IntegrityError, connection, transaction
from django.utils import timezone

from propertyservice.audit import refusals
from propertyservice.cases.models import Case
from propertyservice.organisation.models import Staff
from propertyservice.planning import handovers, roster, sources
from propertyservice.planning.models import Duty, HandOver
from propertyservice.planning.roster import Cell, Shift
from propertyservice.planning.sources import Row, Source
from propertyservice.workflow.moves import Refused
from repairs import transitions as do
from tests.planning.conftest import DESK, on_duty
from tests.repairs.test_life import call
from tests.support.cast import House

pytestmark = pytest.mark.clause("3.3", "4.9")


def sql(statement: str, *values: Any) -> None:
    """Raw SQL of the application's role."""
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement, values)


@pytest.fixture
def given(house: House, next_one: Staff) -> HandOver:
    """Handed over with one open repair and two findings."""
    call(house, priority="NORMAL")
    duty = on_duty(house, house.clerk)
    return handovers.give(duty, by=house.clerk, found="楼道灯不亮\n\n  快递柜 漏水 ")


def test_the_list_is_a_snapshot_with_what_was_found(
    house: House, given: HandOver
) -> None:
    lines = [(line.source, line.text) for line in given.lines.order_by("pk")]
    assert ("found", "楼道灯不亮") in lines
    assert ("found", "快递柜 漏水") in lines
    (kept,) = given.lines.filter(source="repairs.open")
    before = (kept.text, kept.sub)
    repair = kept.case.repair
    do.cancel(repair, by=house.clerk, asked_by="住户")
    kept.refresh_from_db()
    assert (kept.text, kept.sub) == before, "later steps do not change the list"


def test_promises_stand_with_their_time(house: House, next_one: Staff) -> None:
    soon = timezone.now() + timedelta(hours=5)
    call(house, priority="NORMAL", appointment_at=soon)
    later = timezone.now() + timedelta(days=9)
    call(house, priority="NORMAL", appointment_at=later)
    made = handovers.give(on_duty(house, house.clerk), by=house.clerk)
    (line,) = made.lines.filter(source="repairs.promises")
    assert line.due_at == soon


def test_what_is_hidden_from_somebody_is_not_on_the_list(
    house: House, next_one: Staff
) -> None:
    case = call(house).register
    Case.objects.filter(pk=case.pk).update(hidden_from=next_one)
    made = handovers.give(on_duty(house, house.clerk), by=house.clerk)
    assert not made.lines.exists()


def test_an_emergency_that_nobody_has_blocks_until_it_is_dispatched(
    house: House, next_one: Staff
) -> None:
    repair = call(house, priority="EMERGENCY")
    duty = on_duty(house, house.clerk)
    with pytest.raises(Refused, match=repair.number) as refused:
        handovers.give(duty, by=house.clerk)
    assert refused.value.code == "blocked"
    assert not HandOver.objects.exists()
    do.dispatch(repair, by=house.clerk, technician=house.repairer)
    assert handovers.give(duty, by=house.clerk).lines.count() >= 1


def test_a_clause_registers_what_it_lists_and_what_blocks(
    house: House, keys_out: Callable[[bool], None]
) -> None:
    duty = on_duty(house, house.clerk)
    keys_out(True)
    with pytest.raises(Refused, match="YS-0001"):
        handovers.give(duty, by=house.clerk)
    keys_out(False)
    made = handovers.give(duty, by=house.clerk)
    assert made.lines.get(source="keys.out").text == "3-1-502 防盗门"


@pytest.fixture
def keys_out() -> Iterator[Callable[[bool], None]]:
    """A clause's source: one key that is out, overdue or not."""
    late = [False]

    def rows(office: Any, post: str, at: Any) -> list[Row]:
        return [Row("3-1-502 防盗门", number="YS-0001", blocks=late[0])]

    def set_late(value: bool) -> None:
        late[0] = value

    sources.register(Source("keys.out", "Keys out", "repairs.register", rows))
    yield set_late
    del sources._sources["keys.out"]


def test_only_who_holds_the_post_gives_and_another_takes(
    house: House, given: HandOver, next_one: Staff
) -> None:
    duty = on_duty(house, house.clerk, hours_ago=2, length=4)
    with pytest.raises(PermissionDenied):
        handovers.give(duty, by=house.repairer)
    with pytest.raises(PermissionDenied):
        handovers.take(given, by=house.repairer)
    with pytest.raises(Refused) as refused:
        handovers.take(given, by=house.clerk)
    assert refused.value.code == "own"
    taken = handovers.take(given, by=next_one, remark="已核对")
    assert (taken.taken_by, taken.remark) == (next_one, "已核对")
    with pytest.raises(Refused) as refused:
        handovers.take(given, by=next_one)
    assert refused.value.code == "taken"


def test_one_shift_is_handed_over_once(house: House, given: HandOver) -> None:
    with pytest.raises(Refused) as refused:
        handovers.give(Duty.objects.get(pk=given.duty_id), by=house.clerk)
    assert refused.value.code == "planning_handover_duty_id_key"


def test_a_roster_without_anybody_still_hands_over(
    house: House, next_one: Staff
) -> None:
    duty = handovers.duty_to_give(house.office, DESK, house.clerk)
    assert duty.pk is None
    assert duty.starts_at <= timezone.now() < duty.ends_at
    assert handovers.give(duty, by=house.clerk).duty.person == house.clerk


def test_missed_is_what_nobody_gave_or_took_in_time(
    house: House, next_one: Staff
) -> None:
    fresh = on_duty(house, house.clerk, hours_ago=12, length=12)
    never = on_duty(house, house.clerk, hours_ago=40, length=12)
    half = on_duty(house, house.clerk, hours_ago=60, length=12)
    whole = on_duty(house, house.clerk, hours_ago=80, length=12)
    handovers.give(half, by=house.clerk)
    handovers.take(handovers.give(whole, by=house.clerk), by=next_one)
    found = Duty.objects.filter(handovers.missed(house.office))
    assert set(found) == {never, half}
    later = timezone.now() + timedelta(minutes=31)
    assert fresh in Duty.objects.filter(handovers.missed(house.office, later))


def test_a_shift_that_is_handed_over_leaves_the_roster_as_it_was(
    house: House, given: HandOver, next_one: Staff
) -> None:
    shift = Shift(given.duty.starts_at, given.duty.ends_at)
    with pytest.raises(Refused) as refused:
        roster.set_cells(
            house.office, [Cell(DESK, shift, next_one)], by=house.supervisor
        )
    assert refused.value.code == "handed_over"


@pytest.mark.parametrize(
    "change",
    [
        "given_by_id = {other}",
        "given_at = now()",
        "taken_by_id = NULL, taken_at = NULL, confirmed = '', remark = ''",
        "remark = 'x'",
    ],
)
def test_the_database_refuses_to_change_a_signed_hand_over(
    change: str, given: HandOver, next_one: Staff, house: House
) -> None:
    handovers.take(given, by=next_one, remark="已核对")
    statement = change.format(other=house.supervisor.pk)
    with pytest.raises(IntegrityError) as error:
        sql(f"UPDATE planning_handover SET {statement}")  # noqa: S608
    assert refusals.constraint_of(error.value) == "planning_handover_frozen"


def test_the_database_refuses_one_person_for_both_signatures(
    given: HandOver, house: House
) -> None:
    with pytest.raises(IntegrityError) as error:
        sql(
            "UPDATE planning_handover SET taken_by_id = %s, taken_at = now(),"
            " confirmed = 'LOGIN'",
            house.clerk.pk,
        )
    assert refusals.constraint_of(error.value) == "planning_handover_two_people"


def test_lines_are_neither_changed_nor_taken_away(given: HandOver) -> None:
    for statement in (
        "UPDATE planning_handoverline SET text = 'x'",
        "DELETE FROM planning_handoverline",
        "DELETE FROM planning_handover",
    ):
        with pytest.raises(DatabaseError):
            sql(statement)


def test_no_line_is_added_after_the_second_signature(
    given: HandOver, next_one: Staff
) -> None:
    handovers.take(given, by=next_one)
    with pytest.raises(IntegrityError) as error:
        sql(
            "INSERT INTO planning_handoverline (handover_id, office_id, source,"
            " number, text, sub) SELECT id, office_id, 'found', '', 'x', ''"
            " FROM planning_handover"
        )
    assert refusals.constraint_of(error.value) == "planning_handover_frozen"


def test_too_much_text_is_refused_with_a_sentence(house: House) -> None:
    with pytest.raises(Refused) as refused:
        handovers.give(on_duty(house, house.clerk), by=house.clerk, found="长" * 301)
    assert refused.value.code == "found"
