"""What stops, moves, restarts or breaks a limit (edge cases of RULES 5)."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
import time_machine
from django.utils import timezone

from propertyservice.approvals import requests
from propertyservice.approvals.models import Request
from propertyservice.workflow.models import Deadline
from propertyservice.workflow.transitions import Refused
from repairs import transitions as do
from repairs.models import Status
from tests.repairs.stages import DAY, at, at_work, deadline, on_site, photo
from tests.repairs.test_life import call
from tests.support.cast import House

pytestmark = pytest.mark.django_db


@pytest.mark.edge(4)
def test_upstairs_refuses_entry_so_the_clock_waits_for_the_neighbour(
    house: House,
) -> None:
    repair = at_work(house)
    before = deadline(repair, "finish").due_at
    do.suspend(
        repair,
        by=house.maintenance,
        reason="楼上拒绝入户，已联系居委会",
        reason_code="WAIT_NEIGHBOR",
        next_action_on=timezone.localdate() + DAY,
    )
    assert deadline(repair, "finish").state == "PAUSED"
    with time_machine.travel(timezone.now() + timedelta(hours=5), tick=False):
        do.resume(repair, by=house.repairer)
    assert before is not None
    moved = deadline(repair, "finish").due_at
    assert moved is not None
    assert timedelta(hours=4, minutes=58) < moved - before <= timedelta(hours=5)


@pytest.mark.edge(5)
def test_nobody_home_three_times_on_three_days_then_closed_and_reopened(
    house: House,
) -> None:
    begin = at(2026, 3, 16)
    with time_machine.travel(begin, tick=False):
        repair = on_site(house)
        do.ask_suspension(
            repair,
            by=house.repairer,
            reason="敲门无人",
            reason_code="WAIT_RESIDENT",
            next_action_on=date(2026, 3, 17),
            photos=[photo()],
        )
        requests.decide(Request.objects.get(), by=house.maintenance, approve=True)
    repair.refresh_from_db()
    assert repair.status == Status.SUSPENDED
    for days in (0, 1):
        with time_machine.travel(begin + days * DAY + timedelta(hours=1), tick=False):
            do.contact(repair, by=house.clerk, outcome="NO_ANSWER")
    with time_machine.travel(begin + 2 * DAY, tick=False):
        with pytest.raises(Refused) as too_early:
            do.close_resident_reason(repair, by=house.maintenance)
        assert too_early.value.code == "contacts_were_tried"
        do.contact(repair, by=house.clerk, outcome="NO_ANSWER")
        do.contact(repair, by=house.repairer, outcome="DOOR_NOTICE")
        do.close_resident_reason(repair, by=house.maintenance)
        assert repair.status == Status.CLOSED_RESIDENT_REASON
        assert deadline(repair, "finish").state == "VOID"
        do.reopen(repair, by=house.clerk)
    assert repair.status == Status.REGISTERED
    assert deadline(repair, "finish").state == "RUNNING"


@pytest.mark.edge(6)
def test_cancelling_a_late_repair_keeps_the_breach(house: House) -> None:
    begin = at(2026, 3, 16)
    with time_machine.travel(begin, tick=False):
        repair = call(house)
        do.dispatch(repair, by=house.clerk, technician=house.repairer)
    with time_machine.travel(begin + timedelta(hours=3), tick=False):
        do.cancel(repair, by=house.clerk, asked_by="陈雨桐", reason="不等了")
    assert deadline(repair, "arrive_urgent").state == "MISSED"
    assert deadline(repair, "finish").state == "VOID"


@pytest.mark.edge(7)
def test_minor_work_that_is_an_emergency_restarts_the_clock_and_keeps_both(
    house: House,
) -> None:
    begin = at(2026, 3, 16)
    with time_machine.travel(begin, tick=False):
        repair = on_site(house, priority="NORMAL")
    with time_machine.travel(begin + timedelta(hours=2), tick=False):
        do.raise_priority(repair, by=house.repairer, reason="墙内跑水")
    old, new = Deadline.objects.filter(kind="repairs.finish").order_by("pk")
    assert old.state == "REPLACED"
    assert new.starts_at == begin + timedelta(hours=2)
    assert new.due_at == begin + timedelta(hours=26)
    assert repair.priority == "EMERGENCY"


@pytest.mark.edge(11)
@pytest.mark.clause("4.2.2")
def test_done_before_midnight_and_returned_next_day_counts_the_finish(
    house: House,
) -> None:
    with time_machine.travel(at(2026, 3, 16, 22, 0), tick=False):
        repair = at_work(house)
    with time_machine.travel(at(2026, 3, 16, 23, 50), tick=False):
        do.finish(
            repair,
            by=house.repairer,
            result="REPAIRED",
            work_done="换角阀",
            resident_sign="陈雨桐",
        )
    assert deadline(repair, "return_sheet").due_at == at(2026, 3, 17, 10, 0)
    with time_machine.travel(at(2026, 3, 17, 9, 0), tick=False):
        do.return_sheet(repair, by=house.clerk)
    assert repair.completion_remark == "2026年3月16日23时50分已完成维修"
    assert repair.sheet_returned_at == at(2026, 3, 17, 9, 0)
    assert deadline(repair, "finish").ended_at == at(2026, 3, 16, 23, 50)


@pytest.mark.edge(15)
def test_an_appointment_in_the_spring_festival_is_kept_and_an_emergency_too(
    house: House,
) -> None:
    with time_machine.travel(at(2026, 2, 13), tick=False):
        when = at(2026, 2, 18, 14, 0)
        normal = call(house, priority="NORMAL", appointment_at=when)
        urgent = call(house, unit=house.upstairs)
    assert deadline(normal, "arrive").due_at == when + timedelta(minutes=15)
    assert deadline(urgent, "arrive_urgent").due_at == at(2026, 2, 13, 10, 30)


@pytest.mark.edge(17)
def test_a_grade_three_call_at_night_counts_from_the_opening(
    house: House, other: House
) -> None:
    night = at(2026, 3, 16, 21, 0)
    with time_machine.travel(night, tick=False):
        normal = call(other, priority="NORMAL")
        urgent = call(other, unit=other.upstairs)
    assert normal.reported_at == night
    assert deadline(normal, "notify").due_at == at(2026, 3, 17, 9, 30)
    assert deadline(normal, "finish").due_at == at(2026, 3, 19, 9, 0)
    assert deadline(urgent, "notify").due_at == night + timedelta(minutes=5)
