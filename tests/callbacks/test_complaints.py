"""Complaints are called back, and reopened when the complainant is not content."""

from __future__ import annotations

import pytest

from callbacks import transitions as do
from callbacks.models import Callback, Candidate
from complaints import transitions as complaints
from complaints.models import Complaint
from tests.callbacks.stages import answer, assigned
from tests.complaints.conftest import staff_of_complaints
from tests.complaints.steps import decide, lead_to, propose, take
from tests.support.cast import House

pytestmark = pytest.mark.django_db


@pytest.fixture
def home(house: House) -> House:
    """The house with everybody who has to do with complaints."""
    return staff_of_complaints(house)


def latest() -> Callback:
    """The callback made last."""
    return Callback.objects.select_related("register", "office").latest("pk")


def again(complaint: Complaint, home: House) -> None:
    """The same complaint is dealt with and answered a second time."""
    handler = home.maintenance
    complaints.investigate(complaint, by=handler)
    propose(complaint)
    decide(complaint, home)
    complaints.implement(complaint, by=handler)
    complaints.finish(complaint, by=handler, outcome="已换人打扫")
    complaints.reply(complaint, by=home.taker, method="PHONE", words="已换人")


@pytest.mark.edge(18)
@pytest.mark.clause("4.3.2", "4.6.1")
def test_unhappy_reopens_the_complaint_and_it_is_called_again(home: House) -> None:
    complaint = lead_to(take(home), home, "reply")
    first = assigned(home, latest())
    assert first.source == "COMPLAINT"
    assert first.source_case_id == complaint.pk
    answer(home, first, "C", comments="仍然没人扫")
    first.refresh_from_db()
    complaint = Complaint.objects.get(pk=complaint.pk)
    assert (complaint.status, complaint.reopen_count) == ("REOPENED", 1)
    assert (first.status, first.follow_up_id) == ("FOLLOW_UP", complaint.pk)
    refusal = do.settle.refusal(home.supervisor, first)
    assert refusal is not None

    again(complaint, home)
    second = latest()
    assert second.pk != first.pk
    assert second.follows_id == first.pk
    answer(home, assigned(home, second), "A")
    complaint = Complaint.objects.get(pk=complaint.pk)
    assert complaint.status == "CALLBACK"
    complaints.close(complaint, by=home.supervisor)
    first.refresh_from_db()
    do.settle(first, by=home.supervisor)
    assert Callback.objects.get(pk=first.pk).status == "CLOSED"


@pytest.mark.edge(25)
def test_an_anonymous_complainant_is_beside_the_base(home: House) -> None:
    lead_to(take(home, name="", phone=""), home, "reply")
    assert Candidate.objects.get().excluded == "ANONYMOUS"
    assert not Callback.objects.exists()


@pytest.mark.edge(26)
def test_a_hidden_complaint_is_not_seen_by_its_callback_either(home: House) -> None:
    lead_to(take(home, respondent=home.repairer), home, "reply")
    callback = latest()
    assert callback.hidden_from == home.repairer
    assert not callback.number.startswith("JX-")
    assert home.repairer not in do.planning.callers(callback)
    assert not Callback.objects.visible_to(home.repairer).exists()
