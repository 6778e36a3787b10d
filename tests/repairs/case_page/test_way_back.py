"""A step leads back to the page it was taken from, never to another site (4.2.1)."""

from __future__ import annotations

import pytest
from django.urls import reverse

from repairs import transitions as do
from repairs.models import Repair
from tests.repairs.case_page.page import take
from tests.repairs.test_life import call
from tests.support.cast import House
from tests.support.people import sign_in

pytestmark = [pytest.mark.django_db, pytest.mark.clause("4.2.1")]
MINE = "/repairs/mine/"


@pytest.fixture
def given(house: House) -> Repair:
    """A task that the repairer has not accepted yet."""
    repair = call(house)
    do.dispatch(repair, by=house.clerk, technician=house.repairer)
    return repair


def test_big_steps_lead_back_to_the_tasks(house: House, given: Repair) -> None:
    assert reverse("repairs:mine") == MINE
    client = sign_in(house.repairer)
    address = f"/repairs/{given.number}/accept/?next={MINE}"
    assert address in client.get(MINE).content.decode()

    form = client.get(address).content.decode()
    assert f'name="next" value="{MINE}"' in form
    accepted = take(house.repairer, given, "accept", next=MINE)
    assert accepted.headers["Location"] == MINE

    page = client.get(MINE).content.decode()
    assert f'action="/repairs/{given.number}/arrive/"' in page
    arrived = take(house.repairer, given, "arrive", from_case="1", next=MINE)
    assert arrived.headers["Location"] == MINE
    given.refresh_from_db()
    assert given.status == "ON_SITE"


def test_a_second_press_says_so_on_the_tasks(house: House, given: Repair) -> None:
    take(house.repairer, given, "accept", next=MINE)
    again = take(house.repairer, given, "accept", from_case="1", next=MINE)
    assert again.headers["Location"] == MINE
    gone = sign_in(house.repairer).get(f"/repairs/{given.number}/accept/?next={MINE}")
    assert gone.headers["Location"] == MINE


@pytest.mark.parametrize(
    "elsewhere", ["https://evil.example/", "//evil.example/", "javascript:alert(1)"]
)
def test_no_step_leads_to_another_site(
    house: House, given: Repair, elsewhere: str
) -> None:
    form = sign_in(house.repairer).get(
        f"/repairs/{given.number}/accept/", {"next": elsewhere}
    )
    assert elsewhere not in form.content.decode()
    answer = take(house.repairer, given, "accept", next=elsewhere)
    assert answer.headers["Location"] == given.get_absolute_url()
