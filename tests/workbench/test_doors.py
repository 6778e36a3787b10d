"""Nobody's pages lead to a door that is shut to him (LOOK 4)."""

from __future__ import annotations

import re

import pytest
from django.test import Client

from propertyservice.organisation import posts
from tests.repairs.test_life import call
from tests.support.cast import POSTS, House, hire
from tests.support.people import sign_in

pytestmark = [pytest.mark.django_db, pytest.mark.clause("4.9")]
LINK = re.compile(r'<a [^>]*href="(/[^"#]*)')


def shut(browser: Client, page: str) -> list[str]:
    """The links of a page that answer 403 or worse."""
    found = set(LINK.findall(browser.get(page).content.decode()))
    assert len(found) > 5
    return [
        link
        for link in found
        if browser.get(link.replace("&amp;", "&")).status_code >= 400
    ]


@pytest.mark.parametrize("who", [name for name in POSTS if name != "colleague"])
def test_every_link_of_the_home_page_opens(house: House, who: str) -> None:
    repair = call(house, priority="EMERGENCY")
    type(repair).objects.filter(pk=repair.pk).update(is_incident=True)

    assert shut(sign_in(house.people[who]), "/") == []


@pytest.mark.edge(14)
@pytest.mark.parametrize(("who", "offered"), [("clerk", True), ("manager", False)])
def test_a_call_is_counted_on_an_incident_by_who_takes_calls(
    house: House, who: str, *, offered: bool
) -> None:
    repair = call(house, priority="EMERGENCY")
    type(repair).objects.filter(pk=repair.pk).update(is_incident=True)

    page = sign_in(house.people[who]).get("/").content.decode()

    assert repair.description in page
    assert (f"{repair.get_absolute_url()}count_report/" in page) is offered


def test_finance_is_led_to_no_statistics_while_it_has_none(house: House) -> None:
    finance = hire(None, "finance", posts.FINANCE, house.office.company)

    assert shut(sign_in(finance), "/") == []
