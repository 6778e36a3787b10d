"""After a month a complaint becomes critical: once, also when killed (edge case 32)."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from collections import Counter
from datetime import timedelta

import pytest
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


KILLED_IN_THE_MIDDLE = """
import django, sys
django.setup()
from django.db import connection
connection.settings_dict["NAME"] = sys.argv[1]
from complaints import tasks
whole = tasks.promote
def slow(complaint, by):
    step = whole(complaint, by=by)
    print("one", flush=True)
    import time; time.sleep(0.3)
    return step
tasks.promote = slow
tasks.promote_unsolved()
"""


def test_killed_in_the_middle_the_next_run_does_the_rest(committing_db: str) -> None:
    company = Company.objects.create(name="锦程物业", kind="PROPERTY")
    house = staff_of_complaints(make_house(company, "JX", "GRADE_1"))
    with scope(offices=[house.office.pk]):
        made = [aged(take(house), 31).pk for _n in range(6)]
    environment = {**os.environ, "DJANGO_SETTINGS_MODULE": "propertyservice.settings"}
    child = subprocess.Popen(
        [sys.executable, "-c", KILLED_IN_THE_MIDDLE, committing_db],
        stdout=subprocess.PIPE,
        env=environment,
        text=True,
    )
    assert child.stdout
    for _line in range(2):
        child.stdout.readline()
    child.send_signal(signal.SIGKILL)
    child.wait()

    with everywhere("test"):
        done = Complaint.objects.filter(promoted_at__isnull=False).count()
    assert 0 < done < len(made)
    assert tasks.promote_unsolved() == len(made) - done
    with everywhere("test"):
        steps = Step.objects.filter(name="promote").values_list("case", flat=True)
        assert Counter(steps) == dict.fromkeys(made, 1)
        told = Notice.objects.filter(
            recipient=house.chief, lines__case__in=made
        ).values_list("lines__case", flat=True)
        assert Counter(told) == dict.fromkeys(made, 1)
