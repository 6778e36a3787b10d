"""Waiting stops the solution only; more time is asked and told before the limit."""

from __future__ import annotations

from datetime import timedelta

import pytest
import time_machine
from django.utils import timezone

from complaints import transitions as do
from complaints.models import Complaint
from complaints.rules import deadlines as limits
from propertyservice.approvals.models import Request
from propertyservice.workflow.models import Deadline
from propertyservice.workflow.transitions import Refused
from tests.complaints.steps import decide, judge, lead_to, take
from tests.support.cast import House

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.usefixtures("in_english"),
    pytest.mark.clause("4.6.2"),
]


def due(complaint: Complaint, kind: str) -> object:
    """When a limit is due now."""
    return Deadline.objects.filter(case=complaint.pk, kind=kind).latest("pk").due_at


@pytest.mark.parametrize(
    ("grade", "hours"), [("GRADE_1", 24), ("GRADE_2", 24), ("GRADE_3", 48)]
)
def test_acceptance_follows_the_service_grade(
    home: House, grade: str, hours: int
) -> None:
    home.office.grade = grade
    home.office.save()
    at = timezone.now().replace(second=0, microsecond=0)
    complaint = take(home, at=at)
    assert due(complaint, limits.FIRST_REPLY) == at + timedelta(hours=hours)


@pytest.mark.parametrize(
    ("level", "minutes"), [("MINOR", 30), ("IMPORTANT", 60), ("CRITICAL", 60)]
)
def test_the_hand_over_counts_when_the_receiver_signs(
    home: House, level: str, minutes: int
) -> None:
    at = timezone.now().replace(second=0, microsecond=0)
    complaint = lead_to(take(home, at=at, level=level), home, "transfer")
    handed = Deadline.objects.get(case=complaint.pk, kind=limits.TRANSFER)
    assert (handed.state, handed.due_at) == ("RUNNING", at + timedelta(minutes=minutes))
    with pytest.raises(Refused, match="has not signed"):
        do.investigate(complaint, by=home.maintenance)
    do.sign(complaint, by=home.maintenance)
    handed.refresh_from_db()
    assert handed.state == "MET"


def test_waiting_for_the_complainant_never_stops_the_answer(home: House) -> None:
    complaint = lead_to(take(home), home, "investigate")
    answer, solve = due(complaint, limits.ANSWER), due(complaint, limits.SOLVE)
    with time_machine.travel(timezone.now() + timedelta(minutes=5)):
        do.wait(complaint, by=home.maintenance, reason="等住户提供照片")
        assert due(complaint, limits.ANSWER) == answer
        assert due(complaint, limits.SOLVE) is None
    with time_machine.travel(timezone.now() + timedelta(days=2, minutes=5)):
        do.go_on(complaint, by=home.maintenance)
        assert due(complaint, limits.ANSWER) == answer
        assert due(complaint, limits.SOLVE) > solve  # type: ignore[operator]


def test_more_time_holds_once_the_complainant_was_told_in_time(home: House) -> None:
    complaint = lead_to(take(home), home, "investigate")
    before = due(complaint, limits.SOLVE)
    until = timezone.now() + timedelta(days=9)
    do.ask_extension(complaint, by=home.maintenance, until=until, reason="等配件")
    decide(complaint, home)
    assert complaint.extension_until == until
    assert due(complaint, limits.SOLVE) == before
    do.tell_extension(complaint, by=home.taker, method="PHONE")
    assert due(complaint, limits.SOLVE) == until
    assert complaint.extended_to == until


def test_more_time_is_refused_after_the_limit(home: House) -> None:
    complaint = lead_to(take(home), home, "investigate")
    until = timezone.now() + timedelta(days=90)
    do.ask_extension(complaint, by=home.maintenance, until=until, reason="等配件")
    decide(complaint, home)
    Complaint.objects.filter(pk=complaint.pk).update(is_safety=False)
    with time_machine.travel(timezone.now() + timedelta(days=30)):
        with pytest.raises(Refused, match="limit has passed"):
            do.tell_extension(complaint, by=home.taker, method="PHONE")
        with pytest.raises(Refused, match="limit has passed"):
            do.ask_extension(complaint, by=home.maintenance, until=until, reason="再等")


def test_a_missed_limit_stays_missed_when_the_level_changes(home: House) -> None:
    complaint = take(home, at=timezone.now() - timedelta(minutes=45))
    judge(complaint, home, level="IMPORTANT")
    kept = Deadline.objects.filter(case=complaint.pk, kind=limits.TRANSFER)
    states = kept.order_by("pk").values_list("state", flat=True)
    assert list(states) == ["MISSED", "RUNNING"]


def test_nobody_decides_his_own_proposal(home: House) -> None:
    """The supervisor's own proposal for a minor complaint goes to the manager."""
    complaint = take(home)
    judge(complaint, home)
    do.transfer(
        complaint,
        by=home.taker,
        department=home.extra["SERVICE"],
        handler=home.supervisor,
    )
    do.sign(complaint, by=home.supervisor)
    do.investigate(complaint, by=home.supervisor)
    do.propose(
        complaint,
        by=home.supervisor,
        investigation="人手不足",
        proposal="增派一人",
        proposed_on=timezone.localdate(),
    )
    assert Request.objects.waiting().get().post == "OFFICE_MANAGER"


def test_after_thirty_days_a_new_complaint_is_taken(home: House) -> None:
    complaint = lead_to(take(home), home, "close")
    with (
        time_machine.travel(timezone.now() + timedelta(days=31)),
        pytest.raises(Refused, match="more than 30 days"),
    ):
        do.reopen(complaint, home.taker, reason="又脏了")
    with time_machine.travel(timezone.now() + timedelta(days=29)):
        do.reopen(complaint, home.taker, reason="又脏了")
    assert complaint.reopen_count == 1
