"""Two deciders at once, in real threads: one word a tier, and nobody is locked out."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from typing import Any

import pytest
from django.db import connections

from propertyservice.approvals import requests
from propertyservice.approvals.models import Request
from propertyservice.organisation.models import Company, Staff
from propertyservice.organisation.scope import everywhere, scope
from propertyservice.workflow.transitions import Refused
from tests.approvals.conftest import Done
from tests.approvals.test_deciding import ask
from tests.support.cast import House, hire, make_house


@pytest.fixture
def house(committing_db: str) -> House:
    """The first office, committed."""
    company = Company.objects.create(name="锦程物业", kind="PROPERTY")
    return make_house(company, "JX", "GRADE_1")


def at_once(acts: list[Callable[[], Any]]) -> list[Any]:
    """Run acts in threads that start together; results or what they raised."""
    start = Barrier(len(acts))

    def run(act: Callable[[], Any]) -> Any:
        start.wait()
        try:
            return act()
        except Exception as error:
            return error
        finally:
            connections.close_all()

    with ThreadPoolExecutor(len(acts)) as pool:
        return list(pool.map(run, acts))


def word(request: Request, person: Staff, *, approve: bool = True) -> Callable[[], Any]:
    """Somebody's decision, in a scope of his own."""

    def act() -> Any:
        me = Staff.objects.get(pk=person.pk)
        with scope(me):
            return requests.decide(request, by=me, approve=approve, opinion="看过")

    return act


@pytest.fixture
def waiting(house: House, done: Done) -> Request:
    """Nine hundred yuan: supervisor, then manager."""
    hire(None, "boss", "COMPANY_MANAGER", house.office.company)
    with scope(house.clerk, offices=[house.office.pk]):
        return ask(house, 900)


def test_two_holders_of_a_post_decide_one_tier_once(
    house: House, done: Done, waiting: Request
) -> None:
    second = hire(house.office, "second", "CS_SUPERVISOR")
    outcome = at_once([word(waiting, house.supervisor), word(waiting, second)])
    (refused,) = [each for each in outcome if isinstance(each, Exception)]
    assert isinstance(refused, Refused)
    assert refused.code == "decided"
    with everywhere("test"):
        waiting.refresh_from_db()
        assert (waiting.tier, waiting.decision) == (1, "WAITING")
        assert waiting.rulings.count() == 1
    assert done == []


def test_yes_and_no_at_once_leave_one_decision(
    house: House, done: Done, waiting: Request
) -> None:
    with scope(house.supervisor):
        waiting = requests.decide(waiting, by=house.supervisor, approve=True)
    other = hire(house.office, "other", "OFFICE_MANAGER")
    outcome = at_once(
        [word(waiting, house.manager), word(waiting, other, approve=False)]
    )
    (refused,) = [each for each in outcome if isinstance(each, Exception)]
    assert isinstance(refused, Refused)
    assert refused.code == "decided"
    with everywhere("test"):
        waiting.refresh_from_db()
        assert waiting.decision in ("APPROVED", "RETURNED")
        assert waiting.rulings.count() == 2
    assert len(done) == 1


def test_deciding_and_taking_back_at_once_leave_one_outcome(
    house: House, done: Done, waiting: Request
) -> None:
    def take_back() -> Any:
        me = Staff.objects.get(pk=house.clerk.pk)
        with scope(me):
            return requests.take_back(waiting, by=me)

    with scope(house.supervisor):
        waiting = requests.decide(waiting, by=house.supervisor, approve=True)
    outcome = at_once([word(waiting, house.manager), take_back])
    assert len([each for each in outcome if isinstance(each, Refused)]) == 1
    with everywhere("test"):
        waiting.refresh_from_db()
    happened = {"APPROVED": ["spent 900"], "WITHDRAWN": ["taken back"]}
    assert done == happened[waiting.decision]


def test_numbers_asked_at_once_have_neither_gap_nor_duplicate(
    house: House, done: Done
) -> None:
    def one() -> Any:
        me = Staff.objects.get(pk=house.clerk.pk)
        with scope(me):
            return ask(house, 10, by=me).number

    numbers = sorted(at_once([one] * 6))
    assert [int(number[-4:]) for number in numbers] == [1, 2, 3, 4, 5, 6]
