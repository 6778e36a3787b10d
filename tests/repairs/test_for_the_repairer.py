"""The repairer takes his task up with one press; who does it for him is on record."""

from __future__ import annotations

import pytest
from django.core.exceptions import PermissionDenied

from repairs import transitions as do
from repairs.models import Repair, Status
from tests.repairs.stages import at_work
from tests.repairs.test_life import call
from tests.support.cast import House
from tests.support.pageforms import PageForm, forms_of
from tests.support.people import sign_in

pytestmark = [pytest.mark.django_db, pytest.mark.clause("4.2.1")]


@pytest.fixture
def dispatched(house: House) -> Repair:
    """A task that its repairer has not taken up yet."""
    repair = call(house)
    do.dispatch(repair, by=house.clerk, technician=house.repairer)
    return repair


def accept_form(house: House, who: str, page: str, repair: Repair) -> PageForm | None:
    """The form of the accept button on a page."""
    answer = sign_in(getattr(house, who)).get(page)
    wanted = f"{repair.get_absolute_url()}accept/"
    found = (f for f in forms_of(answer.content.decode()) if f.action == wanted)
    return next(found, None)


@pytest.mark.parametrize("page", ["/", "/todo/", "/repairs/mine/"])
def test_one_press_on_his_own_pages_accepts_and_leads_back(
    house: House, dispatched: Repair, page: str
) -> None:
    form = accept_form(house, "repairer", page, dispatched)
    assert form is not None

    answer = sign_in(house.repairer).post(form.action, form.fields)

    assert (answer.status_code, answer["Location"]) == (302, page)
    dispatched.refresh_from_db()
    assert dispatched.status == Status.ACCEPTED
    assert accept_form(house, "repairer", page, dispatched) is None


def test_a_task_behind_the_present_one_has_its_button_too(
    house: House, dispatched: Repair
) -> None:
    at_work(house, unit=house.upstairs)

    assert accept_form(house, "repairer", "/repairs/mine/", dispatched) is not None


@pytest.mark.parametrize("page", ["/", "/todo/"])
def test_nobody_elses_list_offers_it(
    house: House, dispatched: Repair, page: str
) -> None:
    for who in ("clerk", "maintenance", "supervisor", "colleague"):
        assert accept_form(house, who, page, dispatched) is None


@pytest.mark.clause("4.9")
def test_the_maintenance_supervisor_acts_for_the_repairer_and_it_says_so(
    house: House, dispatched: Repair
) -> None:
    browser = sign_in(house.maintenance)
    page = browser.get(dispatched.get_absolute_url()).content.decode()
    assert f"会注明是代{house.repairer}录入" in page

    browser.post(f"{dispatched.get_absolute_url()}accept/", {"from_case": "1"})

    step = dispatched.register.steps.get(name="accept")
    assert (step.by, step.on_behalf_of) == (house.maintenance, house.repairer)
    page = browser.get(dispatched.get_absolute_url()).content.decode()
    assert f"{house.maintenance.name}（代 {house.repairer}）" in page


@pytest.mark.clause("4.9")
def test_his_own_act_names_nobody_else(house: House, dispatched: Repair) -> None:
    do.accept(dispatched, by=house.repairer)

    assert dispatched.register.steps.get(name="accept").on_behalf_of is None


def test_another_repairer_acts_for_nobody(house: House, dispatched: Repair) -> None:
    with pytest.raises(PermissionDenied):
        do.accept(dispatched, by=house.colleague)
