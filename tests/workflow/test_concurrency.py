"""Two at once: one wins, the other reads a sentence; numbers and notices stay right."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import date, timedelta
from threading import Barrier
from typing import Any

import pytest
from django.conf import settings
from django.db import connection, connections, transaction
from django.utils import timezone

from propertyservice.approvals.models import Request
from propertyservice.approvals.requests import decide
from propertyservice.organisation.models import Company, Staff
from propertyservice.organisation.scope import everywhere, scope
from propertyservice.workflow.chasing import chase
from propertyservice.workflow.models import Deadline, Notice, NoticeLine
from propertyservice.workflow.transitions import Refused, lock
from repairs import transitions as do
from repairs.models import Repair
from tests.repairs.test_life import call
from tests.support.cast import House, hire, make_house

KILLED_IN_THE_MIDDLE = """
import django, os, sys
django.setup()
from django.conf import settings
from django.db import connection
connection.settings_dict["NAME"] = sys.argv[1]
from propertyservice.workflow import chasing
whole = chasing._batch
def slow(result, now, size):
    more = whole(result, now, size)
    print("batch", flush=True)
    import time; time.sleep(0.2)
    return more
chasing._batch = slow
from django.utils import timezone
from datetime import timedelta
chasing.chase(timezone.now() + timedelta(minutes=6), batch=3)
"""


@pytest.fixture
def house(committing_db: str) -> House:
    """The first office, committed."""
    return make_house(
        Company.objects.create(name="锦程物业", kind="PROPERTY"), "JX", "GRADE_1"
    )


def at_once(count: int, act: Callable[[int], Any]) -> list[Any]:
    """What ``act(0..)`` gives in threads that start together; errors are results."""
    barrier = Barrier(count)

    def run(number: int) -> Any:
        barrier.wait()
        try:
            return act(number)
        except Exception as error:
            return error
        finally:
            connections.close_all()

    with ThreadPoolExecutor(count) as pool:
        return list(pool.map(run, range(count)))


def fresh(person: Staff) -> Staff:
    """The same person as another request sees him."""
    return Staff.objects.with_rights(timezone.localdate()).get(pk=person.pk)


@pytest.mark.clause("4.2.2")
def test_two_clerks_press_the_same_step_and_one_reads_a_sentence(house: House) -> None:
    with scope(house.clerk):
        repair = call(house)
    clerks = [house.clerk, hire(house.office, "secondclerk", "REPAIR_DESK")]

    def press(number: int) -> Any:
        me = fresh(clerks[number])
        with scope(me):
            mine = Repair.objects.get(pk=repair.pk)
            return do.dispatch(mine, by=me, technician=house.repairer)

    outcome = at_once(2, press)
    (refused,) = [each for each in outcome if isinstance(each, Refused)]
    (step,) = [each for each in outcome if not isinstance(each, Exception)]
    winner = Staff.objects.get(pk=step.by_id)
    assert winner.name in refused.messages[0]
    assert "已派单" in refused.messages[0] or "Dispatched" in refused.messages[0]
    with everywhere("test"):
        assert Repair.objects.get().sheets.count() == 1


@pytest.mark.clause("1.0")
def test_fifty_intakes_at_once_have_fifty_numbers_without_gap(house: House) -> None:
    def take(number: int) -> str:
        me = fresh(house.clerk)
        numbers = []
        for _ in range(5):
            with scope(me):
                numbers.append(call(house).number)
        return " ".join(numbers)

    taken = " ".join(at_once(10, take)).split()
    assert sorted(int(number[-4:]) for number in taken) == list(range(1, 51))
    assert len(set(taken)) == 50


def test_two_people_decide_the_same_request_and_one_wins(house: House) -> None:
    second = hire(house.office, "secondchief", "MAINT_SUPERVISOR")
    with scope(house.repairer, offices=[house.office.pk]):
        repair = call(house)
        do.dispatch(repair, by=house.clerk, technician=house.repairer)
        do.accept(repair, by=house.repairer)
        do.ask_suspension(
            repair,
            by=house.repairer,
            reason="业主不在家",
            reason_code="WAIT_RESIDENT",
            next_action_on=date(2030, 1, 1),
        )
        request = Request.objects.get()

    def approve(number: int) -> Any:
        me = fresh([house.maintenance, second][number])
        with scope(me):
            return decide(request, by=me, approve=True)

    outcome = at_once(2, approve)
    (refused,) = [each for each in outcome if isinstance(each, Exception)]
    assert isinstance(refused, Refused)
    assert refused.code == "decided"
    with everywhere("test"):
        assert Repair.objects.get().register.steps.filter(name="suspend").count() == 1
        assert (
            Notice.objects.filter(recipient=house.repairer, kind="DECIDED").count() == 1
        )


def test_deciding_and_stepping_at_once_never_lock_each_other_out(house: House) -> None:
    """Both lock the case first; nobody is thrown out by a deadlock."""
    for _ in range(8):
        with scope(house.repairer, offices=[house.office.pk]):
            repair = call(house)
            do.dispatch(repair, by=house.clerk, technician=house.repairer)
            do.accept(repair, by=house.repairer)
            do.ask_suspension(
                repair,
                by=house.repairer,
                reason="待料",
                reason_code="WAIT_MATERIAL",
                next_action_on=date(2030, 1, 1),
            )
            request = Request.objects.get(case=repair.pk)

        def act(
            number: int, request: Request = request, repair: Repair = repair
        ) -> Any:
            me = fresh([house.maintenance, house.repairer][number])
            with scope(me):
                if number == 0:
                    return decide(request, by=me, approve=True)
                return do.arrive(Repair.objects.get(pk=repair.pk), by=me)

        wrong = [e for e in at_once(2, act) if isinstance(e, Exception)]
        assert all(isinstance(each, Refused) for each in wrong), wrong


def urgent_calls(house: House, count: int) -> set[int]:
    """Emergencies whose pass-on limit is due in five minutes; their ids."""
    with scope(house.clerk):
        return {call(house).pk for _ in range(count)}


def assert_everybody_was_told_once(house: House, cases: set[int]) -> None:
    lines = NoticeLine.objects.filter(deadline__kind="repairs.notify").values_list(
        "notice__recipient", "case", "level"
    )
    with everywhere("test"):
        counted = Counter(lines)
    expected = {
        (person.pk, case, 1)
        for case in cases
        for person in (house.clerk, house.supervisor)
    }
    assert set(counted) == expected
    assert set(counted.values()) == {1}


@pytest.mark.clause("4.2.1")
def test_two_chasing_runs_at_once_tell_nobody_twice(house: House) -> None:
    cases = urgent_calls(house, 12)
    now = timezone.now() + timedelta(minutes=6)
    results = at_once(2, lambda _number: chase(now, batch=2))
    assert not [each for each in results if isinstance(each, Exception)], results
    chase(now)
    assert_everybody_was_told_once(house, cases)


@pytest.mark.clause("4.2.1")
def test_a_worker_killed_in_the_middle_forgets_nobody(house: House) -> None:
    cases = urgent_calls(house, 12)
    name = connection.settings_dict["NAME"]
    worker = subprocess.Popen(
        [sys.executable, "-c", KILLED_IN_THE_MIDDLE, name],
        env={**os.environ, "DJANGO_SETTINGS_MODULE": "propertyservice.settings"},
        cwd=settings.BASE_DIR,
        stdout=subprocess.PIPE,
    )
    assert worker.stdout
    assert worker.stdout.readline() == b"batch\n"
    worker.send_signal(signal.SIGKILL)
    worker.wait()
    worker.stdout.close()
    time.sleep(0.3)
    with everywhere("test"):
        assert NoticeLine.objects.count() > 0
    chase(timezone.now() + timedelta(minutes=6))
    assert_everybody_was_told_once(house, cases)


def test_a_step_under_way_does_not_block_the_chase_or_fall_to_it(house: House) -> None:
    """The chase refers to cases while a step holds one: neither waits for the other."""
    cases = urgent_calls(house, 4)
    busy = Repair(pk=min(cases))

    def act(number: int) -> Any:
        if number:
            time.sleep(0.3)
            return chase(timezone.now() + timedelta(minutes=6))
        me = fresh(house.clerk)
        with scope(me):
            repair = Repair.objects.get(pk=busy.pk)
            with transaction.atomic():
                lock(repair, me)
                time.sleep(0.8)
                Deadline.objects.filter(case=busy.pk).update(
                    state="VOID", ended_at=timezone.now()
                )
        return None

    outcome = at_once(2, act)
    assert not [each for each in outcome if isinstance(each, Exception)], outcome
