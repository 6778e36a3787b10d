"""One office, served to Chromium; who works there, and what they read on the page."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.utils import translation
from django.utils.translation import gettext
from playwright.sync_api import Page

from propertyservice.estate.models import Occupancy, Person, PersonContact
from propertyservice.organisation.models import Company, Staff
from propertyservice.organisation.scope import scope
from tests.support.browser import SignedIn
from tests.support.cast import House, make_house

PASSWORD = "pass-of-the-tests-2026"
PHONE = "13800002207"

At = Callable[..., Page]


@pytest.fixture(scope="module")
def live_data(committing_module: str) -> House:
    """The first office, with a household in 3-1-502 and a clerk who has a password."""
    company = Company.objects.create(name="锦程物业", kind="PROPERTY")
    house = make_house(company, "JX", "GRADE_1")
    with scope(offices=[house.office.pk]):
        settle(house)
    house.clerk.set_password(PASSWORD)
    house.clerk.save()
    return house


def settle(house: House) -> None:
    """陈雨桐 owns 3-1-502; his scope must be open."""
    person = Person.objects.create(office=house.office, name="陈雨桐")
    PersonContact.objects.create(person=person, phone=PHONE, is_primary=True)
    Occupancy.objects.create(unit=house.unit, person=person, relation="OWNER", share=1)


@pytest.fixture
def house(live_data: House) -> House:
    """The office that the browser sees."""
    return live_data


@pytest.fixture
def at(signed_in: SignedIn, house: House) -> At:
    """``at("clerk", "/repairs/", width=390)``: a page; its script errors fail."""

    def go(name: str, path: str = "/", **context: object) -> Page:
        staff: Staff = house.people[name]
        page = signed_in(staff, **context)
        page.on("pageerror", _fail)
        page.goto(path)
        return page

    return go


def _fail(error: Exception) -> None:
    raise AssertionError(f"A script of the page failed: {error}")


@pytest.fixture
def zh() -> Callable[[str], str]:
    """``zh("Accept")``: what the page says for it in Chinese."""

    def say(msgid: str) -> str:
        with translation.override("zh-hans"):
            return gettext(msgid)

    return say
