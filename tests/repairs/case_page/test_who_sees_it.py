"""What a repair's page shows to whom, and what does not exist for him (4.2.1)."""

from __future__ import annotations

from typing import Any

import pytest

from repairs import transitions as do
from repairs.transitions import STEPS
from tests.repairs.case_page.page import page_of, take
from tests.repairs.stages import done
from tests.repairs.test_life import call
from tests.support.cast import House
from tests.support.people import hire, sign_in

pytestmark = [pytest.mark.django_db, pytest.mark.clause("4.2.2")]


def test_unknown_steps_and_numbers_do_not_exist(house: House) -> None:
    repair = call(house)
    client = sign_in(house.clerk)

    assert client.get(f"/repairs/{repair.number}/fly/").status_code == 404
    assert client.post(f"/repairs/{repair.number}/report/").status_code == 404
    assert client.get("/repairs/JX-BX-20200101-0001/").status_code == 404


@pytest.mark.parametrize("step", STEPS, ids=lambda step: step.name)
def test_every_step_of_another_offices_repair_is_not_there(
    house: House, other: House, step: Any
) -> None:
    repair = call(house)
    for person in (other.clerk, other.maintenance, other.repairer):
        client = sign_in(person)
        assert client.get(f"/repairs/{repair.number}/{step.name}/").status_code == 404


def test_a_step_without_the_right_is_forbidden(house: House) -> None:
    repair = call(house)

    assert take(house.manager, repair, "dispatch").status_code == 403
    assert take(house.clerk, repair, "suspend").status_code == 403


def test_another_repairers_task_does_not_exist_for_a_repairer(house: House) -> None:
    repair = call(house)
    do.dispatch(repair, by=house.clerk, technician=house.repairer)

    assert page_of(house.colleague, repair).status_code == 404


def test_the_phone_is_clear_to_the_desk_and_to_the_repairer_at_work(
    house: House,
) -> None:
    repair = done(house)
    assert "138 0000 2207" in page_of(house.clerk, repair).content.decode()
    assert "138 0000 2207" not in page_of(house.repairer, repair).content.decode()

    other_task = call(house)
    do.dispatch(other_task, by=house.clerk, technician=house.colleague)
    assert "138 0000 2207" in page_of(house.colleague, other_task).content.decode()

    auditor = hire(house.office, "AUDITOR", name="检查")
    assert "138 0000 2207" not in page_of(auditor, other_task).content.decode()
