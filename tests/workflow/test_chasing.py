"""Whoever must act is told of a due limit, once, in one notice a run (4.2.1)."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest
from django.core.management import call_command
from django.utils import timezone

from propertyservice.audit.models import Run
from propertyservice.organisation.models import Appointment
from propertyservice.workflow.chasing import chase
from propertyservice.workflow.models import Chase, Deadline, Notice, NoticeLine
from repairs import transitions as do
from repairs.models import Repair
from repairs.rules.deadlines import ACCEPT, NOTIFY
from tests.repairs.test_life import call
from tests.support.cast import House

pytestmark = pytest.mark.django_db
START = timezone.now()


def later(**span: float) -> datetime:
    """A moment after the calls of this module."""
    return timezone.now() + timedelta(**span)


def last_line() -> int:
    """The latest line of all notices."""
    return NoticeLine.objects.latest("pk").pk


def told(kind: str = NOTIFY, after: int = 0) -> set[tuple[str, int]]:
    """Who was told of limits of a kind, and at which level, after a line."""
    lines = NoticeLine.objects.filter(deadline__kind=kind, pk__gt=after)
    return set(lines.values_list("notice__recipient__name", "level"))


@pytest.mark.clause("4.2.1")
def test_first_the_holder_then_the_supervisor_then_the_manager(house: House) -> None:
    call(house, priority="NORMAL")
    chase(later(minutes=20))
    assert told() == set()
    chase(later(minutes=25))
    assert told() == {("clerk", 0)}
    chase(later(minutes=31))
    assert told() == {("clerk", 0), ("clerk", 1), ("supervisor", 1)}
    before = last_line()
    chase(later(minutes=61))
    assert told(after=before) == {("manager", 2)}
    before = last_line()
    chase(later(hours=20))
    assert told(after=before) == set()
    chase(later(days=1, minutes=62))
    assert told(after=before) == {("clerk", 3), ("supervisor", 3)}
    before = last_line()
    chase(later(days=5, minutes=62))
    assert told(after=before) == {("clerk", 4), ("supervisor", 4)}


@pytest.mark.clause("4.2.1")
def test_the_repairer_who_holds_the_task_is_chased_himself(house: House) -> None:
    repair = call(house)
    do.dispatch(repair, by=house.clerk, technician=house.repairer)
    chase(later(minutes=6))
    assert told(ACCEPT) == {("repairer", 1), ("maintenance", 1)}
    assert told(NOTIFY) == set()


def test_a_run_that_comes_late_tells_everybody_once(house: House) -> None:
    call(house, priority="NORMAL")
    chase(later(hours=3))
    assert told() == {("clerk", 2), ("supervisor", 2), ("manager", 2)}
    assert chase(later(hours=3)).counts == {}


def test_a_person_gets_one_notice_that_lists_his_cases(house: House) -> None:
    for _ in range(3):
        call(house, priority="NORMAL")
    result = chase(later(minutes=25), batch=2)
    notice = Notice.objects.get(recipient=house.clerk, run=result.run)
    assert notice.lines.count() == 3
    assert Notice.objects.count() == 1
    assert result.counts == {"deadlines": 3, "lines": 3, "notices": 1}
    run = Run.objects.get(job="workflow.chase")
    assert run.finished_at
    assert run.counts == dict(result.counts)


def test_nobody_is_told_twice_and_nothing_due_leaves_no_record(house: House) -> None:
    call(house)
    chase(later(minutes=6))
    before = NoticeLine.objects.count()
    assert chase(later(minutes=6)).run is None
    assert (NoticeLine.objects.count(), Run.objects.count()) == (before, 1)


def test_what_is_paused_or_ended_is_not_chased(house: House) -> None:
    repair = call(house)
    do.dispatch(repair, by=house.clerk, technician=house.repairer)
    do.accept(repair, by=house.repairer)
    do.arrive(repair, by=house.repairer)
    do.suspend(
        repair,
        by=house.maintenance,
        reason_code="WAIT_QUOTE",
        next_action_on=timezone.localdate(),
    )
    chased = set(Chase.objects.values_list("deadline__kind", flat=True))
    assert chased == {"repairs.contain"}
    do.refer(repair, by=house.maintenance, to="OWNER", party="业主")
    assert set(Chase.objects.values_list("deadline__kind", flat=True)) == {
        "repairs.answer"
    }


@pytest.mark.clause("3.2")
def test_a_deputy_is_told_in_his_dates_and_only_then(house: House) -> None:
    today = timezone.localdate()
    post = Appointment.objects.get(holder=house.supervisor)
    post.deputy, post.deputy_from, post.deputy_to = house.colleague, today, today
    post.save()
    call(house)
    chase(later(minutes=6))
    assert told() == {("clerk", 1), ("supervisor", 1), ("colleague", 1)}
    Deadline.objects.filter(kind=NOTIFY).update(due_at=later(minutes=7))
    before = last_line()
    post.deputy_from = post.deputy_to = today - timedelta(days=1)
    post.save()
    chase(later(minutes=8))
    assert told(after=before) == {("clerk", 1), ("supervisor", 1)}


def test_a_vacant_post_is_chased_with_the_office_manager(house: House) -> None:
    Appointment.objects.filter(holder=house.clerk).update(
        ends_on=START.date() - timedelta(9)
    )
    house.supervisor.is_active = False
    house.supervisor.save()
    repair = Repair(pk=call_by(house.maintenance, house).pk)
    chase(later(minutes=6))
    assert told() == {("manager", 1)}
    assert (
        NoticeLine.objects.filter(case=repair.pk, notice__recipient=house.clerk).count()
        == 0
    )


def test_a_case_without_anybody_is_a_finding(
    house: House, capsys: pytest.CaptureFixture[str]
) -> None:
    repair = call(house)
    Appointment.objects.all().update(ends_on=START.date() - timedelta(9))
    Deadline.objects.update(due_at=timezone.now() - timedelta(minutes=1))
    with pytest.raises(SystemExit, match="1"):
        call_command("chase")
    assert repair.number in capsys.readouterr().err
    assert Run.objects.get().findings == [repair.number]
    assert Notice.objects.count() == 0


def test_the_command_says_what_it_did(
    house: House, capsys: pytest.CaptureFixture[str]
) -> None:
    call(house)
    call_command("chase")
    assert capsys.readouterr().out == "0 deadlines due, 0 notices, 0 lines.\n"


def test_another_office_is_not_told(house: House, other: House) -> None:
    call(house)
    chase(later(minutes=6))
    names = Notice.objects.values_list("recipient__office", flat=True)
    assert set(names) == {house.office.pk}


def call_by(who: object, house: House) -> Repair:
    """A call that somebody else of the office takes."""
    said = {
        "office": house.office,
        "unit": house.unit,
        "resident_name": "陈雨桐",
        "relation": "OWNER",
        "phone": "13800002207",
        "description": "厨房水管漏水",
        "trade": "WATER",
        "priority": "EMERGENCY",
    }
    return do.report(do.Request(**said), by=who)  # type: ignore[arg-type]
