"""A complaint from the desk to the closed line (4.6.1, 4.6.3; RULES 2.3)."""

from __future__ import annotations

import pytest
from django.core.exceptions import PermissionDenied

from complaints import transitions as do
from complaints.models import Complaint, Status
from propertyservice.approvals.models import Decision, Request
from propertyservice.workflow.models import Deadline
from propertyservice.workflow.transitions import Refused
from tests.complaints.steps import callback_of, decide, lead_to, propose, said, take
from tests.support.cast import House

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.usefixtures("in_english"),
    pytest.mark.clause("4.6.1", "4.6.3"),
]


def states(complaint: Complaint) -> dict[str, str]:
    """How each limit ended or stands."""
    found = Deadline.objects.filter(case=complaint.pk).order_by("pk")
    return {row.kind.partition(".")[2]: row.state for row in found}


def test_a_complaint_goes_from_the_desk_to_the_closed_line(home: House) -> None:
    complaint = take(home)
    assert complaint.number.startswith("JX-TS-")
    lead_to(complaint, home, "close")

    complaint = Complaint.objects.select_related("register").get()
    assert complaint.status == Status.CLOSED
    assert complaint.closer == home.supervisor
    assert complaint.approver == home.supervisor
    assert not complaint.register.is_open
    assert set(states(complaint).values()) == {"MET"}
    assert [step.name for step in complaint.register.steps.order_by("pk")] == [
        "receive",
        "classify",
        "transfer",
        "sign",
        "investigate",
        "propose",
        "approve",
        "implement",
        "finish",
        "reply",
        "called_back",
        "close",
    ]


def test_a_proposal_sent_back_is_proposed_again(home: House) -> None:
    complaint = lead_to(take(home), home, "propose")
    decide(complaint, home, approve=False)
    assert complaint.status == Status.INVESTIGATING
    assert complaint.register.holder == home.maintenance
    propose(complaint, proposal="改为外包")
    decide(complaint, home)
    assert complaint.status == Status.APPROVED
    decisions = Request.objects.order_by("pk").values_list("decision", flat=True)
    assert list(decisions) == [Decision.RETURNED, Decision.APPROVED]


def test_unhappy_at_the_callback_begins_anew(home: House) -> None:
    complaint = lead_to(take(home), home, "reply")
    call = callback_of(complaint, home)
    do.called_back(complaint, home.caller, callback=call, rating="DISSATISFIED")
    with pytest.raises(Refused, match="dissatisfied"):
        do.close(complaint, by=home.supervisor)
    do.reopen(complaint, home.caller, reason="仍然没人扫", callback=call)

    complaint = Complaint.objects.get(pk=complaint.pk)
    assert (complaint.status, complaint.reopen_count) == (Status.REOPENED, 1)
    assert complaint.register.holder == home.maintenance
    assert states(complaint)["solve"] == states(complaint)["answer"] == "RUNNING"
    assert not complaint.complainants.filter(answered_at__isnull=False).exists()
    do.investigate(complaint, by=home.maintenance)
    assert complaint.status == Status.INVESTIGATING


def test_a_serious_complaint_needs_measures_and_the_manager(home: House) -> None:
    complaint = lead_to(take(home, level="IMPORTANT"), home, "called_back")
    with pytest.raises(Refused, match="office's manager"):
        do.close(complaint, by=home.supervisor)
    with pytest.raises(Refused, match="corrective"):
        do.close(complaint, by=home.manager)
    do.record_measures(
        complaint, by=home.maintenance, corrective_action="排班表加顶班人"
    )
    do.close(complaint, by=home.manager)
    assert complaint.status == Status.CLOSED


def test_only_the_desk_takes_complaints(home: House) -> None:
    with pytest.raises(PermissionDenied):
        do.receive(said(home), by=home.repairer)
