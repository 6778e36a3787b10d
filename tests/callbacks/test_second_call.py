"""A second callback by hand; a late one passed on; the home's panel (4.3.1, 4.3.2)."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.utils import timezone

from callbacks import transitions as do
from callbacks.models import Callback, Status
from callbacks.reports.counting import tallies, total
from callbacks.transitions.sampling import recount
from propertyservice.workflow.models import Deadline
from propertyservice.workflow.transitions import Refused
from repairs.models import Repair
from tests.callbacks.stages import answer, assigned, only_callback, returned
from tests.support.cast import House
from tests.support.people import sign_in

pytestmark = pytest.mark.django_db


def closed(house: House, rating: str = "B") -> Callback:
    """A callback that was answered and reviewed."""
    returned(house, priority="EMERGENCY")
    callback = assigned(house)
    answer(house, callback, rating)
    do.review(callback, by=house.supervisor, note="已核")
    return only_callback()


@pytest.mark.clause("4.3.2")
def test_after_the_review_a_second_callback_is_added_beside_the_sample(
    house: House,
) -> None:
    first = closed(house)
    do.call_again(first, by=house.supervisor, reason="核对收费")
    second = Callback.objects.select_related("register", "office").get(follows=first)
    assert (second.status, second.why) == (Status.PLANNED, "SECOND")
    assert (second.candidate_id, second.rated_id) == (None, first.rated_id)
    assert second.phone == first.phone
    limit = Deadline.objects.get(case=second.pk, kind="callbacks.call")
    assert limit.due_at == second.window_until
    assert timezone.localtime(limit.due_at - timedelta(seconds=1)).date() == (
        timezone.localdate() + timedelta(days=3)
    )
    with pytest.raises(Refused) as refused:
        do.call_again(first, by=house.supervisor, reason="再来")
    assert refused.value.code == "not_being_called_again"

    answer(house, assigned(house, second), "A")
    do.review(second, by=house.supervisor)
    assert Callback.objects.get(pk=second.pk).status == Status.CLOSED
    assert Callback.objects.get(pk=first.pk).rating == "B"
    months = [timezone.localdate() + timedelta(days=n) for n in (-60, 60)]
    tally = total(tallies(house.supervisor, [house.office.pk], *months).values())
    assert (tally.base, tally.answered, tally.b, tally.a) == (1, 1, 1, 0)
    assert list(recount.differences(recount.every())) == []


@pytest.mark.edge(18)
@pytest.mark.clause("4.3.2")
def test_unhappy_again_at_the_second_callback_is_put_right_again(house: House) -> None:
    first = closed(house)
    do.call_again(first, by=house.supervisor, reason="邻居说又响了")
    second = Callback.objects.select_related("register", "office").get(follows=first)
    answer(house, assigned(house, second), "C")
    second.refresh_from_db()
    assert second.status == Status.FOLLOW_UP
    assert Repair.objects.get().status == "DISPATCHED"


@pytest.mark.clause("4.3.2")
def test_only_the_supervisor_adds_and_nobody_removes(house: House) -> None:
    first = closed(house)
    assert do.call_again.refusal(house.caller, first) is not None
    page = sign_in(house.supervisor).get(first.get_absolute_url())
    assert "call_again/" in page.content.decode()
    posted = sign_in(house.supervisor).post(
        f"{first.get_absolute_url()}call_again/", {"reason": "核对收费"}
    )
    assert posted.status_code == 302
    second = Callback.objects.get(follows=first)
    shown = sign_in(house.supervisor).get(first.get_absolute_url()).content.decode()
    assert second.number in shown
    assert "WAIVED" not in [t for s in do.STEPS for t in s.targets]


def late(callback: Callback) -> None:
    """Its window ended yesterday."""
    past = timezone.now() - timedelta(days=1)
    Deadline.objects.filter(case=callback.pk).update(
        due_at=past, starts_at=past - timedelta(days=3)
    )


@pytest.mark.clause("3.2", "4.3.1")
def test_a_late_callback_is_passed_on_in_two_clicks(house: House) -> None:
    returned(house, priority="EMERGENCY")
    callback = assigned(house)
    late(callback)
    client = sign_in(house.supervisor)
    assert f"/late/{callback.number}/" in client.get("/late/").content.decode()
    page = client.get(f"/late/{callback.number}/").content.decode()
    assert house.manager.name in page
    assert f'value="{house.caller.pk}"' not in page
    assert f'value="{house.repairer.pk}"' not in page
    client.post(
        f"/late/{callback.number}/", {"person": house.manager.pk, "reason": "请假一周"}
    )
    callback.refresh_from_db()
    assert callback.caller == house.manager
    assert callback.register.steps.filter(name="assign").last().reason == "请假一周"


@pytest.mark.clause("4.3.2")
def test_the_household_page_shows_what_this_home_said(house: House) -> None:
    first = closed(house)
    page = sign_in(house.caller).get(f"/units/{house.unit.code}/").content.decode()
    assert first.number in page
    assert "B 较满意" in page
    other = sign_in(house.caller).get(f"/units/{house.upstairs.code}/").content.decode()
    assert first.number not in other
    barred = sign_in(house.repairer).get(f"/units/{house.unit.code}/")
    assert first.number not in barred.content.decode()
