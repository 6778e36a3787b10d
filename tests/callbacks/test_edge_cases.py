"""The edge cases 18–24 of RULES 5, one test named for each (4.3)."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction
from django.utils import timezone

from callbacks import transitions as do
from callbacks.models import Attempt, Callback, Candidate, DoNotCall, Relation, Status
from callbacks.reports.counting import Tally, tallies, total
from callbacks.rules import calling
from callbacks.rules.windows import Plan, window
from callbacks.transitions.sampling import night, recount
from propertyservice.approvals import requests
from propertyservice.approvals.models import Request
from propertyservice.workflow.transitions import Refused
from repairs.models import Repair
from tests.callbacks.stages import answer, assigned, at, only_callback, returned
from tests.support.cast import House

pytestmark = pytest.mark.django_db


def total_of(house: House) -> Tally:
    """Everything counted of the office, whatever the month."""
    today = timezone.localdate()
    first = (today - timedelta(days=100)).replace(day=1)
    last = today + timedelta(days=100)
    found = tallies(house.supervisor, [house.office.pk], first, last)
    return total(found.values())


@pytest.mark.edge(18)
@pytest.mark.clause("4.3.2")
def test_edge_18_unhappy_can_not_be_closed_as_done_and_its_rating_stays(
    house: House,
) -> None:
    returned(house, priority="EMERGENCY")
    callback = assigned(house)
    answer(house, callback, "C")
    callback.refresh_from_db()
    with pytest.raises(Refused) as refused:
        do.settle(callback, by=house.supervisor)
    assert refused.value.code == "settled_and_called_again"
    with pytest.raises(Refused):
        do.review(callback, by=house.supervisor)
    with pytest.raises(IntegrityError), transaction.atomic():
        Callback.objects.filter(pk=callback.pk).update(rating="A")
    assert total_of(house).c == 1


@pytest.mark.edge(19)
def test_edge_19_who_was_not_reached_stays_in_the_base(house: House) -> None:
    returned(house, priority="EMERGENCY")
    callback = assigned(house)
    with pytest.raises(Refused) as refused:
        do.unreachable(callback, by=house.caller)
    assert refused.value.code == "tried_often_enough"
    for moment, part in ((at(9, -1), 0), (at(15, -1), 1), (at(10), 0)):
        Attempt.objects.create(
            callback=callback,
            at=moment,
            by=house.caller,
            method="PHONE",
            result="NO_ANSWER",
            daypart=part,
        )
    do.unreachable(callback, by=house.caller)
    tally = total_of(house)
    assert (tally.base, tally.unreachable, tally.answered) == (1, 1, 0)
    assert tally.state == "silent"


@pytest.mark.edge(20)
def test_edge_20_neither_the_repairer_nor_his_wife_calls(house: House) -> None:
    returned(house, priority="EMERGENCY")
    callback = only_callback()
    with pytest.raises(Refused):
        do.assign(callback, by=house.supervisor, caller=house.repairer)
    Relation.objects.create(one=house.caller, other=house.repairer, kind="夫妻")
    with pytest.raises(Refused) as refused:
        do.assign(callback, by=house.supervisor, caller=house.caller)
    assert "夫妻" in refused.value.messages[0]
    assert night.assign_planned(house.office) == 0
    with pytest.raises(IntegrityError), transaction.atomic():
        Callback.objects.update(status="ASSIGNED", caller=house.repairer)


@pytest.mark.edge(21)
def test_edge_21_a_wish_not_to_be_called_is_approved_and_counts_as_refused(
    house: House,
) -> None:
    returned(house, priority="EMERGENCY")
    callback = assigned(house)
    do.ask_do_not_call(
        callback, by=house.caller, reason="住户要求", words="以后不要打电话"
    )
    requests.decide(Request.objects.get(), by=house.supervisor, approve=True)
    callback.refresh_from_db()
    assert callback.status == Status.REFUSED
    assert callback.outcome == "REFUSED"
    wish = DoNotCall.objects.get()
    assert wish.unit == house.unit
    assert wish.since <= timezone.now()
    assert total_of(house).refused == 1
    assert total_of(house).base == 1

    returned(house, priority="EMERGENCY", trade="POWER")
    later = Callback.objects.exclude(pk=callback.pk).get()
    assert later.do_not_call
    assigned(house, later)
    with pytest.raises(Refused):
        answer(house, later, "A")
    do.write(later, by=house.caller, method="WECHAT", words="已微信征询")
    later.refresh_from_db()
    assert later.outcome == "REFUSED"


@pytest.mark.edge(22)
def test_edge_22_what_has_an_open_window_is_not_due(house: House) -> None:
    returned(house, priority="EMERGENCY")
    tally = total_of(house)
    assert (tally.base, tally.due, tally.rate) == (1, 0, None)
    zone = timezone.get_current_timezone()
    day = timezone.localdate().replace(month=1, day=30)
    seven = window(day, Plan.of({"days": 7, "rate": 0.3, "caller": "X"}), zone)
    assert seven.month.month == 2
    assert timezone.localtime(seven.until).date() == day + timedelta(days=8)


@pytest.mark.edge(23)
def test_edge_23_two_repairs_and_thirty_percent_make_one_call(house: House) -> None:
    for unit in (house.unit, house.upstairs):
        returned(house, unit=unit)
    assert night.draw_all().counts["drawn"] == 1
    assert total_of(house).wanted == 1


@pytest.mark.edge(24)
@pytest.mark.parametrize("words", ["挺好的，就是还漏水", "还 在 漏", "Still leaks"])
def test_edge_24_satisfied_but_it_still_leaks_asks_for_more(
    house: House, words: str
) -> None:
    repair = returned(house, priority="EMERGENCY")
    callback = assigned(house)
    answer(house, callback, "A", comments=words)
    callback.refresh_from_db()
    repair.refresh_from_db()
    assert callback.not_fixed
    assert callback.status == Status.FOLLOW_UP
    assert repair.status == "DISPATCHED"
    assert callback.rating == "A"


@pytest.mark.parametrize("words", ["不漏了，谢谢", "修好了", ""])
def test_happy_words_open_nothing(words: str) -> None:
    assert not calling.says_not_fixed(words, ["还漏", "没修好", "still leak"])


@pytest.mark.clause("4.3.2")
def test_unreachable_frees_its_place_and_the_next_of_the_order_is_called(
    house: House,
) -> None:
    for trade in ("DOOR", "POWER", "WATER"):
        returned(house, trade=trade)
    night.draw_all()
    first = only_callback()
    do.refuse(first, by=house.caller, words="没空")
    second = Callback.objects.exclude(pk=first.pk).get()
    assert second.why == "CALLED_UP"
    assert total_of(house).refused == 1
    assert list(recount.differences(recount.every())) == []
    repair = Repair.objects.get(pk=first.source_case_id)
    assert repair.status == "CLOSED"


@pytest.mark.clause("4.3.2")
def test_a_duplicate_leaves_the_base_by_approval_only(house: House) -> None:
    returned(house, priority="EMERGENCY")
    callback = assigned(house)
    do.ask_waiver(
        callback, by=house.caller, reason="同一件事", duplicate_of="JX-HF-20260101-0001"
    )
    with pytest.raises(PermissionDenied):
        requests.decide(Request.objects.get(), by=house.caller, approve=True)
    requests.decide(Request.objects.get(), by=house.supervisor, approve=True)
    callback.refresh_from_db()
    assert callback.status == Status.WAIVED
    tally = total_of(house)
    assert (tally.base, tally.waived, tally.wanted) == (0, 1, 0)


@pytest.mark.clause("4.3.2")
def test_nobody_is_called_in_quiet_hours_unless_he_asked(house: House) -> None:
    quiet = ["12:00-14:00", "20:30-08:30"]
    told = {
        moment: calling.is_quiet(timezone.localtime(at(hour, minute=minute)), quiet)
        for moment, hour, minute in (
            ("12:00", 12, 0),
            ("13:59", 13, 59),
            ("14:00", 14, 0),
            ("20:29", 20, 29),
            ("20:30", 20, 30),
            ("03:00", 3, 0),
            ("08:30", 8, 30),
        )
    }
    assert [m for m, q in told.items() if q] == ["12:00", "13:59", "20:30", "03:00"]


@pytest.mark.clause("4.3.2")
def test_nothing_is_edited_after_the_review(house: House) -> None:
    returned(house, priority="EMERGENCY")
    callback = assigned(house)
    answer(house, callback, "B")
    do.review(callback, by=house.supervisor, note="已核")
    for change in ({"comments": "改写"}, {"interviewee": "别人"}, {"rating": "A"}):
        with pytest.raises(IntegrityError), transaction.atomic():
            Callback.objects.filter(pk=callback.pk).update(**change)


@pytest.mark.clause("4.3.2")
def test_the_base_and_its_seed_can_not_be_rewritten(house: House) -> None:
    returned(house)
    candidate = Candidate.objects.get()
    with pytest.raises(Exception, match="permission denied"), transaction.atomic():
        Candidate.objects.update(rate="0.1")
    with pytest.raises(IntegrityError), transaction.atomic():
        type(candidate.sampling).objects.update(seed="0")
