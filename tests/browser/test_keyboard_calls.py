"""A complaint is taken, and a callback made, without a mouse (LOOK 16)."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest
import time_machine
from playwright.sync_api import Browser, Page, expect
from pytest_django.live_server_helper import LiveServer

from callbacks.models import Callback
from complaints.models import Complaint, Status
from propertyservice.organisation.models import Company, Staff
from propertyservice.organisation.scope import everywhere, scope
from propertyservice.policy.models import CalendarYear
from tests.browser.acting import expect_status, working_day
from tests.browser.conftest import PASSWORD, settle
from tests.browser.test_keyboard_only import check_focus, tab_to, walk_the_page
from tests.callbacks.stages import assigned, returned
from tests.complaints.conftest import staff_of_complaints
from tests.support.browser import known_as
from tests.support.cast import House, make_house

TROUBLE = "楼上半夜拖动家具，劝阻无效"
STILL = "锁还是打不开"


@pytest.fixture(scope="module")
def live_data(committing_module: str) -> House:
    """The first office; two urgent repairs wait for the officer's call."""
    company = Company.objects.create(name="锦程物业", kind="PROPERTY")
    house = make_house(company, "JX", "GRADE_1")
    for year in (2025, 2026, 2027):
        CalendarYear.objects.get_or_create(year=year)
    with scope(offices=[house.office.pk]), working_day(2026, 5, 12):
        settle(house)
        staff_of_complaints(house)
        for unit in (house.unit, house.upstairs):
            repair = returned(house, priority="EMERGENCY", unit=unit)
            assigned(house, Callback.objects.get(source_case=repair.pk))
    for person in (house.taker, house.caller):
        person.set_password(PASSWORD)
        person.save()
    return house


@pytest.fixture(autouse=True)
def clock() -> Iterator[time_machine.Coordinates]:
    """The same Tuesday morning, a little later."""
    with working_day(2026, 5, 12, 9, 50) as clock:
        yield clock


@pytest.fixture
def keyboard(live: LiveServer, browser: Browser) -> Iterator[Page]:
    """A window in which nobody is logged in; what has the focus is there at once."""
    window = known_as(browser, live.url, height=700, reduced_motion="reduce")
    yield window.new_page()
    window.close()


def log_in(page: Page, staff: Staff) -> None:
    """The first field has the focus at once; Enter sends."""
    page.goto("/")
    page.keyboard.type(staff.username)
    tab_to(page, "[name=password]")
    page.keyboard.type(PASSWORD)
    page.keyboard.press("Enter")
    page.wait_for_url(lambda url: "/login/" not in url)


@pytest.mark.clause("4.6.3")
def test_a_complaint_is_taken_without_a_mouse(keyboard: Page, house: House) -> None:
    page = keyboard
    log_in(page, house.taker)
    page.keyboard.press("/")
    page.keyboard.type("3-1-502")
    page.keyboard.press("Enter")
    page.wait_for_url("**/units/JX-3-1-502/")
    page.keyboard.press("n")
    page.wait_for_url(re.compile(r"/complaints/new/\?unit="))

    expect(page.locator("[name=content]")).to_be_focused()
    check_focus(page)
    page.keyboard.type(TROUBLE)
    tab_to(page, "[name=demand]")
    page.keyboard.type("晚上十点后安静")
    tab_to(page, "[name=level]")
    before = page.locator("[name=level]:checked").input_value()
    page.keyboard.press("ArrowLeft")
    check_focus(page)
    level = page.locator("[name=level]:checked").input_value()
    assert level != before
    tab_to(page, "[name=respondent]")
    page.keyboard.press("Control+Enter")

    page.wait_for_url(re.compile(r"/complaints/JX-TS-\d{8}-\d{4}/$"))
    expect_status(page, Status.RECEIVED.label)
    walk_the_page(page)
    with everywhere("test"):
        taken = Complaint.objects.get()
    assert (taken.content, taken.level) == (TROUBLE, level)


@pytest.mark.clause("4.3.2")
def test_two_callbacks_are_made_without_a_mouse(keyboard: Page, house: House) -> None:
    page = keyboard
    log_in(page, house.caller)
    page.goto("/callbacks/worklist/")
    number = page.locator("main [name=number]")
    first = number.input_value()
    page.keyboard.press("3")  # C needs the resident's words: nothing is recorded yet
    expect(page.locator("[role=alert]").first).to_be_focused()
    expect(number).to_have_value(first)
    tab_to(page, "main [name=comments]")
    page.keyboard.type(STILL)
    tab_to(page, "main button[value='rate:C']")
    page.keyboard.press("Enter")
    expect(number).not_to_have_value(first)
    page.wait_for_load_state()  # keys are heard once the page has its script

    second = number.input_value()
    page.keyboard.press("1")
    expect(number).to_have_count(0)
    with everywhere("test"):
        told = {
            each.number: (each.rating, each.comments, each.follow_up_id is not None)
            for each in Callback.objects.select_related("register")
            if each.called_at
        }
    assert told == {first: ("C", STILL, True), second: ("A", "", False)}
