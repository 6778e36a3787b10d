"""After a month a complaint becomes critical: once, also when killed (edge case 32)."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Callable
from datetime import timedelta

import pytest
from django.conf import settings
from django.db import connection
from django.utils import timezone

from complaints import tasks
from complaints import transitions as do
from complaints.models import Complaint, Level, Status, Validity
from propertyservice.approvals.models import Decision, Request
from propertyservice.audit.models import Run
from propertyservice.cases.models import Step
from propertyservice.organisation.models import Company
from propertyservice.organisation.scope import everywhere, scope
from propertyservice.workflow.models import Deadline, Notice
from tests.complaints.conftest import staff_of_complaints
from tests.complaints.steps import judge, lead_to, take
from tests.support.cast import House, make_house

pytestmark = [pytest.mark.edge(32), pytest.mark.clause("4.6.1")]


def aged(complaint: Complaint, days: float) -> Complaint:
    """As if it had come so many days ago."""
    Complaint.objects.filter(pk=complaint.pk).update(
        received_at=timezone.now() - timedelta(days=days)
    )
    return complaint


@pytest.mark.django_db
def test_a_valid_complaint_unsolved_for_a_month_becomes_critical(
    home: House,
) -> None:
    old = aged(lead_to(take(home), home, "investigate"), 31)
    young = aged(take(home), 29)
    solved = aged(lead_to(take(home), home, "finish"), 40)
    barking = take(home)
    judge(barking, home, validity=Validity.NOT_OURS, reason="邻里")
    aged(barking, 40)

    assert tasks.promote_unsolved() == 1
    for each in (old, young, solved, barking):
        each.refresh_from_db()
    assert (old.level, old.status) == (Level.CRITICAL, Status.INVESTIGATING)
    assert old.promoted_at
    assert {young.level, solved.level, barking.level} == {Level.MINOR}
    solve = Deadline.objects.filter(case=old.pk, kind="complaints.solve")
    last = solve.latest("pk")
    assert last.rule_key == "complaint.solve.CRITICAL"
    told = Notice.objects.filter(lines__case=old.pk, recipient=home.chief)
    assert told.exists()
    assert Run.objects.get(job=tasks.PROMOTE).counts == {"promoted": 1}


@pytest.mark.django_db
def test_a_second_run_finds_nothing(home: House) -> None:
    old = aged(take(home), 31)
    assert tasks.promote_unsolved() == 1
    steps = Step.objects.filter(case=old.pk).count()
    told = Notice.objects.count()
    assert tasks.promote_unsolved() == 0
    assert Step.objects.filter(case=old.pk).count() == steps
    assert Notice.objects.count() == told
    assert Run.objects.filter(job=tasks.PROMOTE).count() == 1


@pytest.mark.django_db
def test_a_proposal_that_waits_goes_to_the_company(home: House) -> None:
    old = aged(lead_to(take(home), home, "propose"), 31)
    assert Request.objects.waiting().get().post == "CS_SUPERVISOR"
    tasks.promote_unsolved()
    waiting = Request.objects.waiting().get()
    assert waiting.post == "COMPANY_MANAGER"
    assert waiting.asked_by == home.maintenance
    withdrawn = Request.objects.get(decision=Decision.WITHDRAWN)
    assert withdrawn.decided_by is None
    old.refresh_from_db()
    assert old.register.holder_post == "COMPANY_MANAGER"


@pytest.mark.django_db
def test_reopened_after_a_month_is_promoted_too(home: House) -> None:
    complaint = aged(lead_to(take(home), home, "reply"), 31)
    do.reopen(complaint, home.caller, reason="仍未解决")
    assert tasks.promote_unsolved() == 1
    complaint.refresh_from_db()
    assert complaint.level == Level.CRITICAL


def worker_of(database: str, queue: str) -> subprocess.Popen[bytes]:
    """A Celery worker as production runs it, on this test's database and queue."""
    options = ("--pool", "solo", "-Q", queue, "--without-mingle", "--without-gossip")
    return subprocess.Popen(
        [sys.executable, "-c", WORKER, database, *options],
        env={**os.environ, "DJANGO_SETTINGS_MODULE": "propertyservice.settings"},
        cwd=settings.BASE_DIR,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )


WORKER = """
import sys
import django
django.setup()
from django.db import connection
connection.settings_dict["NAME"] = sys.argv[1]
from propertyservice.celery import app
app.worker_main(["worker", *sys.argv[2:]])
"""
WAITING = """
SELECT count(*) FROM pg_locks waits JOIN pg_locks holds USING (transactionid)
WHERE NOT waits.granted AND holds.granted AND holds.pid = pg_backend_pid()
"""


def until(is_so: Callable[[], bool], seconds: float = 60) -> None:
    """Wait for what another process does; fail when it does not."""
    end = time.monotonic() + seconds
    while not is_so():
        assert time.monotonic() < end
        time.sleep(0.05)


def waits_for_a_lock() -> bool:
    """Whether another process hangs on a row that this transaction holds."""
    with connection.cursor() as cursor:
        cursor.execute(WAITING)
        return bool(cursor.fetchone()[0])


def test_a_worker_killed_in_the_middle_leaves_the_rest_to_the_next_run(
    committing_db: str,
) -> None:
    """The worker is killed while it promotes the third of six, held at a row that the
    test has locked: two are done, the third not at all, and nobody is told twice."""
    company = Company.objects.create(name="锦程物业", kind="PROPERTY")
    house = staff_of_complaints(make_house(company, "JX", "GRADE_1"))
    with scope(offices=[house.office.pk]):
        made = [aged(take(house), 31).pk for _n in range(6)]
    queue = f"{tasks.promote_unsolved.app.conf.task_default_queue}-promote"
    worker = worker_of(committing_db, queue)
    try:
        with everywhere("test"):
            Complaint.objects.select_for_update().get(pk=made[2])
            tasks.promote_unsolved.apply_async(queue=queue)
            until(waits_for_a_lock)
            worker.send_signal(signal.SIGKILL)
            worker.wait()
    finally:
        worker.kill()
        worker.wait()

    with everywhere("test"):
        done = Complaint.objects.filter(promoted_at__isnull=False)
        assert sorted(done.values_list("pk", flat=True)) == made[:2]
        assert set(done.values_list("level", flat=True)) == {Level.CRITICAL}
    assert tasks.promote_unsolved() == len(made) - 2
    assert tasks.promote_unsolved() == 0
    with everywhere("test"):
        steps = Step.objects.filter(name="promote").values_list("case", flat=True)
        assert Counter(steps) == dict.fromkeys(made, 1)
        told = Notice.objects.filter(
            recipient=house.chief, lines__case__in=made
        ).values_list("lines__case", flat=True)
        assert Counter(told) == dict.fromkeys(made, 1)
        running = Deadline.objects.filter(
            case__in=made, kind="complaints.solve", state="RUNNING"
        )
        assert Counter(running.values_list("case", flat=True)) == dict.fromkeys(made, 1)
    runs = Run.objects.filter(job=tasks.PROMOTE).order_by("pk")
    assert [run.finished_at is None for run in runs] == [True, False]
