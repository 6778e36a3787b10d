"""A complaint from the desk to the closed line, with the unhappy callback between."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from datetime import timedelta

import pytest
import time_machine
from django.core.management import call_command
from django.utils import timezone
from playwright.sync_api import Page, expect

from callbacks.models import Status as CallStatus
from complaints.models import Status
from propertyservice.organisation.models import Company
from propertyservice.organisation.scope import scope
from propertyservice.policy.models import CalendarYear
from tests.browser.acting import answer, expect_status, number_in, take, working_day
from tests.browser.conftest import PHONE, At, settle
from tests.complaints.conftest import staff_of_complaints
from tests.support.cast import House, make_house

TROUBLE = "电梯厅连续三天没有打扫"
DEMAND = "每天清扫，公示排班"
STILL = "昨天又没有人扫"
Zh = Callable[[str], str]


@pytest.fixture(scope="module")
def live_data(committing_module: str) -> House:
    """The first office with its departments, and a household in 3-1-502."""
    company = Company.objects.create(name="锦程物业", kind="PROPERTY")
    house = make_house(company, "JX", "GRADE_1")
    for year in (2025, 2026, 2027):
        CalendarYear.objects.get_or_create(year=year)
    with scope(offices=[house.office.pk]):
        settle(house)
        staff_of_complaints(house)
    return house


@pytest.fixture
def clock() -> Iterator[time_machine.Coordinates]:
    """A Tuesday morning: nobody is called in the quiet hours."""
    with working_day(2026, 5, 12) as clock:
        yield clock


@pytest.mark.clause("4.6.1", "4.6.3", "4.3.2", "3.3")
@pytest.mark.edge(18)
def test_a_complaint_goes_from_the_desk_to_the_closed_line(
    at: At, zh: Zh, clock: time_machine.Coordinates
) -> None:
    number = the_desk_takes_it(at("taker", "/"))
    url = f"/complaints/{number}/"
    the_supervisor_judges(at("supervisor", url))
    the_desk_passes_it_on(at("taker", url))
    handler = at("maintenance", url, width=390)
    the_handler_signs_and_proposes(handler, "保洁员请假，无人顶班")
    the_manager_decides(at("manager", "/queue/"), number)
    the_handler_puts_it_right(handler, url, "已安排顶班，每日两次")
    the_desk_answers(at("taker", url))

    call_command("draw_callbacks")
    first = the_officer_calls(at("caller", "/callbacks/worklist/"), "C", STILL)
    reopened(at("supervisor", url), zh, first)

    clock.shift(timedelta(days=1))
    handler = at("maintenance", url)
    take(handler, "investigate")
    propose(handler, "顶班人没有交接到位")
    the_manager_decides(at("manager", "/queue/"), number)
    the_handler_puts_it_right(handler, url, "换了班组，楼长签收")
    the_desk_answers(at("taker", url))
    call_command("draw_callbacks")
    second = the_officer_calls(at("caller", "/callbacks/worklist/"), "A", "现在干净了")
    assert second != first

    the_manager_closes(at("manager", url), first)
    both_calls_end(at("supervisor"), first, second)


def the_desk_takes_it(page: Page) -> str:
    """Who calls is known from the room; the desk writes what he says."""
    page.fill("#q", "3-1-502")
    page.press("#q", "Enter")
    page.wait_for_url("**/units/JX-3-1-502/")
    page.locator("main a[href*='/complaints/new/']").first.click()
    expect(page.locator("[name=who] option:checked")).to_contain_text("陈雨桐")
    expect(page.locator("[name=phone]")).to_have_value(PHONE)
    for name, value in (
        ("content", TROUBLE),
        ("demand", DEMAND),
        ("category", "CLEANING"),
        ("level", "IMPORTANT"),
    ):
        answer(page, name, value)
    page.click("main .act-bar .btn-primary")
    page.wait_for_url(re.compile(r"/complaints/JX-TS-\d{8}-\d{4}/$"))
    expect(page.locator("h1")).to_contain_text(TROUBLE)
    expect_status(page, Status.RECEIVED.label)
    return number_in(page)


def the_supervisor_judges(page: Page) -> None:
    """What the desk judged first stands in the form already."""
    take(page, "classify", validity="VALID")
    expect_status(page, Status.CLASSIFIED.label)
    expect(page.locator(".page-head")).to_contain_text("重要")


def the_desk_passes_it_on(page: Page) -> None:
    """To the department, and to the one who signs for it."""
    take(page, "transfer", department="维修部", handler="maintenance")
    expect_status(page, Status.TRANSFERRED.label)


def the_handler_signs_and_proposes(page: Page, cause: str) -> None:
    """On the phone; the hand-over is complete with the signature."""
    take(page, "sign")
    take(page, "investigate")
    expect_status(page, Status.INVESTIGATING.label)
    propose(page, cause)
    assert page.evaluate("document.documentElement.scrollWidth") <= 390


def propose(page: Page, cause: str) -> None:
    """Cause, measure and date; then it waits for the manager."""
    done_by = timezone.localdate() + timedelta(days=1)
    take(
        page,
        "propose",
        investigation=cause,
        proposal="安排顶班并每日检查",
        proposed_on=done_by.isoformat(),
    )
    expect_status(page, Status.PROPOSED.label)


def the_manager_decides(page: Page, number: str) -> None:
    """The card is enough: what is complained about, the cause, the measure."""
    card = page.locator(".ask", has_text=number)
    for words in (TROUBLE, DEMAND, "安排顶班并每日检查"):
        expect(card).to_contain_text(words)
    card.locator('form[action$="/approve/"] button').click()
    expect(page.locator(".ask", has_text=number)).to_have_count(0)


def the_handler_puts_it_right(page: Page, url: str, outcome: str) -> None:
    """An important one needs its corrective action before it can be closed."""
    page.goto(url)
    expect_status(page, Status.APPROVED.label)
    take(page, "implement")
    take(page, "record_measures", corrective_action="排班表加顶班人")
    take(page, "finish", outcome=outcome)
    expect_status(page, Status.DONE.label)


def the_desk_answers(page: Page) -> None:
    """What was done stands in the form; from then on the callback is due."""
    take(page, "reply", method="PHONE", opinion="FAIRLY")
    expect_status(page, Status.REPLIED.label)


def the_officer_calls(page: Page, rating: str, words: str) -> str:
    """One call, one key; gives the number of the callback."""
    form = page.locator("main form[data-form]")
    expect(form).to_contain_text(TROUBLE)
    expect(form.locator("a[href^='tel:']")).to_have_attribute("href", f"tel:{PHONE}")
    number = page.locator("main [name=number]").input_value()
    page.fill("[name=comments]", words)
    page.click(f"main button[value='rate:{rating}']")
    expect(page.locator("main [name=number]")).to_have_count(0)
    return number


def reopened(page: Page, zh: Zh, first: str) -> None:
    """Unhappy reopens it at once, with the words; nobody can close either line."""
    expect_status(page, Status.REOPENED.label)
    expect(page.locator(".page-head")).to_contain_text("重新处理")
    for words in (STILL, first):
        expect(page.locator("main")).to_contain_text(words)
    expect(
        page.locator("main [href*='/close/'], form[action$='/close/']")
    ).to_have_count(0)
    page.goto(f"/callbacks/{first}/")
    expect_status(page, CallStatus.FOLLOW_UP.label)
    expect(page.locator("main a[href*='/settle/']")).to_have_count(0)


def the_manager_closes(page: Page, first: str) -> None:
    """Answered and called back a second time; both rounds stand in the timeline."""
    expect_status(page, Status.CALLBACK.label)
    take(page, "close")
    expect_status(page, Status.CLOSED.label)
    shown = page.locator("main")
    for words in (STILL, "换了班组，楼长签收", "已安排顶班，每日两次", first):
        expect(shown).to_contain_text(words)


def both_calls_end(page: Page, first: str, second: str) -> None:
    """The second is reviewed; the first is settled and keeps its C."""
    page.goto(f"/callbacks/{second}/")
    take(page, "review", note="已核")
    expect_status(page, CallStatus.CLOSED.label)
    page.goto(f"/callbacks/{first}/")
    take(page, "settle", note="已整改")
    expect_status(page, CallStatus.CLOSED.label)
    expect(page.locator("main")).to_contain_text("C")
