"""The duty roster: shifts by rule, cells by the supervisor, a week copied (3.2)."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.utils import timezone

from propertyservice.organisation.models import Appointment, Staff
from propertyservice.planning import roster
from propertyservice.planning.models import Duty
from propertyservice.planning.roster import Cell, Shift
from propertyservice.policy.changing import Where, set_rule
from propertyservice.workflow.moves import Refused
from repairs.forms.people import load_of, repairers
from tests.planning.conftest import DESK, on_duty
from tests.support.cast import House

pytestmark = pytest.mark.clause("3.2")
MONDAY = date(2026, 11, 23)


def coming(house: House, days: int = 7) -> list[Shift]:
    """The shifts of a day to come."""
    day = timezone.localdate() + timedelta(days=days)
    return roster.shifts_of(house.office, day)


def test_a_night_shift_ends_on_the_next_day(house: House) -> None:
    day, night = roster.shifts_of(house.office, MONDAY)
    assert (day.words, night.words) == ("08:00–20:00", "20:00–08:00")
    end = timezone.localtime(night.ends_at)
    assert (end.date(), end.time()) == (date(2026, 11, 24), time(8))


def test_the_grade_has_its_own_shifts_and_the_manager_sets_others(
    house: House, other: House
) -> None:
    assert [s.words for s in roster.shifts_of(other.office, MONDAY)] == ["09:00–17:00"]
    today = timezone.localdate()
    where = Where(office=house.office)
    with pytest.raises(ValidationError):
        set_rule(
            key=roster.HOURS,
            value=["8-20"],
            effective_from=today,
            by=house.manager,
            where=where,
        )
    set_rule(
        key=roster.HOURS,
        value=["06:00-14:00", "14:00-22:00", "22:00-06:00"],
        effective_from=today,
        by=house.manager,
        where=where,
    )
    assert len(roster.shifts_of(house.office, today)) == 3


def test_who_is_on_duty_now(house: House, next_one: Staff) -> None:
    on_duty(house, house.clerk)
    assert roster.on_duty(house.office, DESK) == house.clerk
    tomorrow = timezone.now() + timedelta(days=1)
    assert roster.on_duty(house.office, DESK, tomorrow) is None


def test_whoever_chooses_a_repairer_sees_who_is_on_duty(house: House) -> None:
    Duty.objects.create(
        office=house.office,
        post="TECHNICIAN",
        person=house.colleague,
        starts_at=timezone.now() - timedelta(hours=1),
        ends_at=timezone.now() + timedelta(hours=1),
    )
    shown = {each: load_of(each) for each in repairers(house.office)}
    assert "值班" in shown[house.colleague]
    assert "值班" not in shown[house.repairer]


def test_the_supervisor_fills_changes_and_empties_a_shift(
    house: House, next_one: Staff
) -> None:
    shift = coming(house)[0]
    for person in (house.clerk, next_one):
        cell = Cell(DESK, shift, person)
        assert roster.set_cells(house.office, [cell], by=house.supervisor) == 1
        assert Duty.objects.get().person == person
    again = [Cell(DESK, shift, next_one)]
    assert roster.set_cells(house.office, again, by=house.supervisor) == 0
    roster.set_cells(house.office, [Cell(DESK, shift, None)], by=house.supervisor)
    assert not Duty.objects.exists()


def test_the_desk_does_not_plan_itself(house: House) -> None:
    with pytest.raises(PermissionDenied):
        roster.set_cells(
            house.office, [Cell(DESK, coming(house)[0], house.clerk)], by=house.clerk
        )


def test_only_holders_of_the_post_are_put_on_the_roster(house: House) -> None:
    cell = Cell(DESK, coming(house)[0], house.repairer)
    with pytest.raises(Refused) as refused:
        roster.set_cells(house.office, [cell], by=house.supervisor)
    assert refused.value.code == "not_on_post"


def test_what_is_over_is_not_rewritten(house: House) -> None:
    past = roster.shifts_of(house.office, timezone.localdate() - timedelta(days=3))[0]
    cell = Cell(DESK, past, house.clerk)
    with pytest.raises(Refused) as refused:
        roster.set_cells(house.office, [cell], by=house.supervisor)
    assert refused.value.code == "over"


def test_a_week_is_copied_into_empty_shifts_of_who_still_holds_the_post(
    house: House, next_one: Staff
) -> None:
    monday = roster.week_of(timezone.localdate() + timedelta(days=14))[0]
    days = [monday + timedelta(days=n - 7) for n in range(3)]
    first = [roster.shifts_of(house.office, day)[0] for day in days]
    people = (house.clerk, next_one, house.clerk)
    roster.set_cells(
        house.office,
        [Cell(DESK, s, p) for s, p in zip(first, people, strict=True)],
        by=house.supervisor,
    )
    Appointment.objects.filter(holder=next_one).update(
        ends_on=monday - timedelta(days=1)
    )
    kept = roster.shifts_of(house.office, monday)[0]
    Duty.objects.create(
        office=house.office,
        post=DESK,
        person=house.supervisor,
        starts_at=kept.starts_at,
        ends_at=kept.ends_at,
    )
    done, left_out = roster.copy_week(house.office, monday, by=house.supervisor)
    assert (done, left_out) == (1, 1)
    copied = Duty.objects.filter(
        starts_at__gte=timezone.make_aware(datetime.combine(monday, time.min))
    ).order_by("starts_at")
    assert [duty.person for duty in copied] == [house.supervisor, house.clerk]
