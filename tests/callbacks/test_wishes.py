"""A household asks not to be called when calls to it stand already (edge case 21)."""

from __future__ import annotations

import pytest
from django.utils import timezone

from callbacks import transitions as do
from callbacks.models import Callback, Candidate, DoNotCall, Status
from callbacks.transitions.sampling import night, recount
from complaints import transitions as complaints
from complaints.models import Complaint
from propertyservice.approvals import requests
from propertyservice.approvals.models import Request
from propertyservice.workflow.transitions import Refused
from repairs.models import Repair
from tests.callbacks.stages import answer, assigned, returned
from tests.complaints.conftest import staff_of_complaints
from tests.complaints.steps import lead_to, take
from tests.support.cast import House

pytestmark = [pytest.mark.django_db, pytest.mark.edge(21)]


@pytest.fixture
def home(house: House) -> House:
    """The house with everybody who has to do with complaints."""
    return staff_of_complaints(house)


def wish(callback: Callback, house: House) -> None:
    """The resident asks, the officer notes it, the supervisor agrees."""
    do.ask_do_not_call(
        callback, by=house.caller, reason="住户要求", words="以后不要打电话"
    )
    requests.decide(Request.objects.waiting().get(), by=house.supervisor, approve=True)
    callback.refresh_from_db()


def again(callback: Callback) -> Callback:
    """The callback as it stands now."""
    return Callback.objects.select_related("register", "office").get(pk=callback.pk)


def test_a_complaint_is_then_written_to_and_counts_as_refused(home: House) -> None:
    complaint = lead_to(take(home), home, "reply")
    callback = assigned(home, Callback.objects.get(source="COMPLAINT"))
    wish(callback, home)
    assert (callback.status, callback.do_not_call) == (Status.ASSIGNED, True)
    assert DoNotCall.objects.get().since <= timezone.now()
    with pytest.raises(Refused):
        answer(home, callback, "A")
    do.write(callback, by=home.caller, method="LETTER", words="已去函征询")
    callback = again(callback)
    assert (callback.status, callback.outcome) == (Status.REFUSED, "REFUSED")
    complaint = Complaint.objects.get(pk=complaint.pk)
    assert (complaint.status, complaint.callback_rating) == ("CALLBACK", "REFUSED")


def test_what_was_drawn_before_the_wish_is_not_called_either(house: House) -> None:
    """The sample's next is called in its place; what must be reached is written to."""
    for trade in ("DOOR", "POWER", "WATER"):
        returned(house, trade=trade)
    for trade in ("MASONRY", "DOOR"):
        returned(house, trade=trade, unit=house.upstairs)
    night.draw_all()
    drawn = set(Callback.objects.values_list("pk", flat=True))
    mine = Callback.objects.filter(unit=house.unit)
    drawn_here = set(mine.values_list("pk", flat=True))
    for trade in ("WEAK_CURRENT", "COMMON"):
        returned(house, priority="EMERGENCY", trade=trade)
    urgent = list(mine.filter(candidate__rate=1).order_by("pk"))
    wish(assigned(house, urgent[0]), house)

    assert urgent[0].status == Status.REFUSED
    assert again(urgent[1]).status == Status.PLANNED
    assert again(urgent[1]).do_not_call
    for pk in drawn_here:
        assert Callback.objects.get(pk=pk).status == Status.REFUSED
    called_up = Callback.objects.filter(why="CALLED_UP")
    assert not called_up.filter(unit=house.unit).exists()
    assert set(called_up.values_list("unit", flat=True)) <= {house.upstairs.pk}
    held = Callback.objects.filter(pk__in=drawn - drawn_here, released_at=None)
    free_ones = Candidate.objects.filter(case__unit=house.upstairs).count()
    assert held.count() + called_up.count() == min(2, free_ones)
    assert list(recount.differences(recount.every())) == []
    for pk in drawn_here:
        source = Callback.objects.get(pk=pk).source_case_id
        assert Repair.objects.get(pk=source).status == "CLOSED"


def test_another_household_is_called_as_before(house: House) -> None:
    returned(house, priority="EMERGENCY")
    returned(house, priority="EMERGENCY", unit=house.upstairs, trade="POWER")
    mine, theirs = Callback.objects.order_by("unit__room")
    wish(assigned(house, mine), house)
    assert not again(theirs).do_not_call
    answer(house, assigned(house, theirs), "A")
    assert again(theirs).status == Status.COMPLETED


@pytest.mark.clause("4.3.2", "4.6.1")
def test_a_waived_complaint_callback_is_no_refusal(home: House) -> None:
    """WAIVED is a duplicate that leaves the base; nobody refused anything."""
    complaint = lead_to(take(home), home, "reply")
    callback = assigned(home, Callback.objects.get(source="COMPLAINT"))
    do.ask_waiver(
        callback, by=home.caller, reason="同一件事", duplicate_of="JX-HF-20260101-0001"
    )
    requests.decide(Request.objects.waiting().get(), by=home.supervisor, approve=True)
    complaint = Complaint.objects.get(pk=complaint.pk)
    assert (complaint.status, complaint.callback_rating) == ("CALLBACK", "WAIVED")
    noted = complaint.register.steps.get(name="called_back").details
    assert noted["rating"] == "WAIVED"
    complaints.close(complaint, by=home.supervisor)
    assert Complaint.objects.get(pk=complaint.pk).status == "CLOSED"
