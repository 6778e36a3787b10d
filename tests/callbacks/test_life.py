"""A callback from the sheet that is back to the closed line (4.3.1, 4.3.2)."""

from __future__ import annotations

import pytest

from callbacks import transitions as do
from callbacks.models import Callback, Candidate, Status
from callbacks.transitions.sampling import night, recount
from repairs.models import Repair
from tests.callbacks.stages import (
    answer,
    assigned,
    finish,
    only_callback,
    returned,
)
from tests.support.cast import House

pytestmark = pytest.mark.django_db


@pytest.mark.clause("4.3.1", "4.3.2")
def test_an_urgent_repair_is_called_back_and_both_lines_close(house: House) -> None:
    repair = returned(house, priority="EMERGENCY")
    callback = assigned(house)
    assert callback.source == "URGENT"
    assert callback.phone == "13800002207"
    answer(house, callback, "A")
    do.review(callback, by=house.supervisor, note="已核")

    callback.refresh_from_db()
    assert callback.status == Status.CLOSED
    repair.refresh_from_db()
    assert repair.status == "CLOSED"
    assert repair.callback_result.startswith("A")
    steps = callback.register.steps.order_by("pk").values_list("name", flat=True)
    assert list(steps) == ["draw", "assign", "complete", "review", "close"]


@pytest.mark.clause("4.3.2")
def test_an_ordinary_repair_waits_for_the_night(house: House) -> None:
    returned(house)
    returned(house, unit=house.upstairs, trade="POWER")
    assert Candidate.objects.count() == 2
    assert not Callback.objects.exists()
    run = night.draw_all()
    assert run.counts == {"drawn": 1, "assigned": 1}
    assert only_callback().caller == house.caller
    again = night.draw_all()
    assert again.counts == {"drawn": 0, "assigned": 0}
    assert list(recount.differences(recount.every())) == []


@pytest.mark.edge(18)
@pytest.mark.clause("4.3.2")
def test_unhappy_opens_the_rework_at_once_and_is_called_again(house: House) -> None:
    repair = returned(house, priority="EMERGENCY")
    callback = assigned(house)
    answer(house, callback, "C")
    callback.refresh_from_db()
    repair.refresh_from_db()
    assert callback.status == Status.FOLLOW_UP
    assert callback.follow_up_id == repair.pk
    assert repair.status == "DISPATCHED"
    assert repair.rework_count == 1
    assert repair.technician == house.colleague
    assert house.manager.notices.filter(kind="INFO").exists()

    refusal = do.settle.refusal(house.supervisor, callback)
    assert refusal is not None
    assert refusal.code == "settled_and_called_again"
    finish(house, Repair.objects.get(), house.colleague)
    second = Callback.objects.exclude(pk=callback.pk).get()
    assert second.follows_id == callback.pk
    assert second.source == "REWORK"
    answer(house, assigned(house, second), "A")
    callback.refresh_from_db()
    do.settle(callback, by=house.supervisor)
    callback.refresh_from_db()
    assert callback.status == Status.CLOSED
    assert callback.rating == "C"
