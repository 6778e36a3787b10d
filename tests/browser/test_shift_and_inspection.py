"""A shift handed over and signed by both; a register inspected to the re-check."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import timedelta

import pytest
from django.utils import timezone
from playwright.sync_api import Page, expect

from propertyservice.estate.models import Occupancy, Person
from propertyservice.organisation.models import Company
from propertyservice.organisation.scope import scope
from propertyservice.oversight.models import Status
from propertyservice.policy.models import CalendarYear
from repairs import transitions as repairs
from repairs.models import Repair
from tests.access.world import report
from tests.browser.acting import answer, expect_status, take
from tests.browser.conftest import At
from tests.support.cast import House, hire, make_house

Zh = Callable[[str], str]
BURST, LAMP, GUEST = "主管爆裂喷水", "客厅灯不亮", "3 幢大堂玻璃裂，已围挡"
FOUND, REMEDY, STILL = "任务单没有住户签名", "已补签", "照片没有补"


@pytest.fixture(scope="module")
def live_data(committing_module: str) -> House:
    """A desk with a second person, and repairs: one promised, one that nobody has."""
    company = Company.objects.create(name="锦程物业", kind="PROPERTY")
    house = make_house(company, "JX", "GRADE_1")
    for year in (2025, 2026, 2027, 2028):
        CalendarYear.objects.get_or_create(year=year)
    house.people["next"] = hire(house.office, "接班人", "REPAIR_DESK")
    with scope(offices=[house.office.pk]):
        for name, unit in (("陈雨桐", house.unit), ("徐静轩", house.upstairs)):
            person = Person.objects.create(office=house.office, name=name)
            Occupancy.objects.create(
                unit=unit, person=person, relation="OWNER", share=1
            )
        soon = timezone.now() + timedelta(hours=20)
        report(house, description=LAMP, trade="POWER", appointment_at=soon)
        report(
            house,
            description=BURST,
            priority="EMERGENCY",
            unit=house.upstairs,
            resident_name="徐静轩",
        )
    return house


@pytest.mark.clause("3.3", "4.9")
def test_a_shift_is_handed_over_and_signed_by_both(at: At, zh: Zh) -> None:
    the_supervisor_plans(at("supervisor", "/shift/roster/"), zh)
    clerk = at("clerk", "/shift/")
    url = the_clerk_gives(clerk, at)
    the_next_one_takes(at("next", "/shift/", width=390), url, zh)
    clerk.goto(url)
    expect(clerk.locator("main form[data-form]")).to_have_count(0)
    clerk.click(f"main a[href='{url}print/']")
    paper = clerk.locator("body")
    for words in ("clerk", "接班人", LAMP, GUEST, "灯已报修"):
        expect(paper).to_contain_text(words)


def the_supervisor_plans(page: Page, zh: Zh) -> None:
    """The clerk is on duty now; the roster says so by post and day."""
    cells = page.locator("select[name^=REPAIR_DESK-]:not([disabled])")
    cells.first.select_option(label="clerk")
    page.click("main .act-bar .btn-primary, main form .btn-primary")
    page.wait_for_url(re.compile(r"/shift/\?"))
    row = page.locator("tbody tr", has_text="clerk").first
    expect(row).to_contain_text("报修接待")


def the_clerk_gives(page: Page, at: At) -> str:
    """An emergency that nobody has blocks; the rest is listed and kept."""
    page.click("main a[href*='/shift/give/'][href*='REPAIR_DESK']")
    shown = page.locator("main")
    for words in (LAMP, BURST):
        expect(shown).to_contain_text(words)
    promised = page.locator("section", has=page.locator("h2", has_text="对住户的承诺"))
    expect(promised).to_contain_text(LAMP)
    expect(promised).not_to_contain_text(BURST)
    page.fill("[name=found]", GUEST)
    page.click("main .act-bar .btn-primary")
    expect(page.locator("[role=alert]")).to_contain_text(BURST)
    expect(page.locator("[name=found]")).to_have_value(GUEST)

    blocked = page.locator(".notice-bad a").first.get_attribute("href")
    desk = at("clerk", blocked)
    take(desk, "dispatch", technician="repairer")
    page.click("main .act-bar .btn-primary")
    page.wait_for_url(re.compile(r"/shift/handovers/\d+/$"))
    expect(page.locator("main")).to_contain_text(GUEST)
    expect(page.locator("main [name=person]")).to_be_visible()
    return re.sub(r"^https?://[^/]+", "", page.url)


def the_next_one_takes(page: Page, url: str, zh: Zh) -> None:
    """On the phone: read, remark, sign; from then on nothing changes."""
    page.click(f"main a[href='{url}']")
    for words in (LAMP, GUEST, BURST):
        expect(page.locator("main")).to_contain_text(words)
    page.fill("[name=remark]", "灯已报修")
    page.click("main .act-bar .btn-primary")
    expect(page.locator(".page-head .st-done")).to_have_text(zh("signed by both"))
    expect(page.locator("main [name=remark]")).to_have_count(0)
    assert page.evaluate("document.documentElement.scrollWidth") <= 390
    page.goto("/shift/handovers/?view=done")
    expect(page.locator("tbody tr")).to_contain_text(["接班人"])


@pytest.fixture
def looked_into(house: House) -> int:
    """Enough repairs for a sample; gives how many stand in the register."""
    with scope(offices=[house.office.pk]):
        for room in ("502", "602"):
            unit = house.unit if room == "502" else house.upstairs
            for trade in ("DOOR", "MASONRY"):
                repair = report(house, unit=unit, trade=trade, description="门扇下垂")
                repairs.dispatch(repair, by=house.clerk, technician=house.repairer)
        return Repair.objects.count()


@pytest.mark.clause("3.1", "3.2")
def test_a_finding_goes_from_the_sample_to_the_recheck(
    at: At, zh: Zh, looked_into: int
) -> None:
    manager = at("manager", "/inspections/")
    manager.click("main a[href^='/inspections/new/']")
    today = timezone.localdate()
    answer(manager, "clause", "repairs")
    answer(manager, "since", (today - timedelta(days=1)).isoformat())
    answer(manager, "until", today.isoformat())
    manager.click("main .act-bar .btn-primary")
    manager.wait_for_url(re.compile(r"/inspections/JX-JC-\d{8}-\d{4}/$"))
    inspection = manager.url
    expect(manager.locator("main .st-done")).to_contain_text(
        zh("Drawn again: the same")
    )
    the_manager_looks(manager, min(looked_into, 5))
    finding = manager.locator("a[href*='/findings/JX-']").first.get_attribute("href")

    head = at("maintenance", "/todo/")
    head.click(f"main a[href='{finding}']")
    take(head, "rectify", remedy=REMEDY)
    expect_status(head, Status.RECTIFIED.label)
    manager.goto("/findings/?view=recheck")
    manager.click(f"main a[href='{finding}']")
    take(manager, "send_back", recheck_note=STILL)
    expect_status(manager, Status.OPEN.label)
    head.reload()
    expect(head.locator("main")).to_contain_text(STILL)
    take(head, "rectify", remedy=f"{REMEDY}，照片已补")
    manager.reload()
    take(manager, "accept")
    expect_status(manager, Status.CLOSED.label)

    the_inspection_ends(manager, inspection)
    manager.goto("/inspections/")
    cells = manager.locator("main section").first.locator("tbody tr td")
    assert cells.all_inner_texts() == ["1", "5", "1", "0", "1"]
    cells.nth(4).locator("a").click()
    expect(manager.locator("tbody tr")).to_contain_text([FOUND])


def the_manager_looks(page: Page, sample: int) -> None:
    """The first case has no signature, the others are in order."""
    todo = page.locator("main td a[href*='/inspections/JX-JC-']")
    for place in range(sample):
        todo.first.click()
        page.wait_for_url(re.compile(r"/\d+/$"))
        answer(page, "result", "OK" if place else "FINDING")
        if not place:
            answer(page, "note", FOUND)
            answer(page, "responsible", "maintenance")
        page.click("main .act-bar .btn-primary")
        page.wait_for_url(re.compile(r"-\d{4}/$"))
    expect(todo).to_have_count(0)


def the_inspection_ends(page: Page, url: str) -> None:
    """Every case was looked at: the conclusion closes it."""
    page.goto(url)
    page.click("main a[href$='/end/'], header a[href$='/end/']")
    answer(page, "words", "记录基本齐全，签名要抓紧")
    page.click("main .act-bar .btn-primary")
    page.wait_for_url(url)
    expect(page.locator("main")).to_contain_text("签名要抓紧")
    expect(page.locator("main a[href$='/end/']")).to_have_count(0)
