"""A repair from the phone call to the closed line, as each of its people sees it."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone
from playwright.sync_api import FilePayload, Page, expect

from repairs.models import Status
from tests.browser.acting import expect_status, take
from tests.browser.conftest import PHONE, At
from tests.support.pictures import PNG

TROUBLE = "厨房水管漏水，地面积水"
PHOTO: FilePayload = {"name": "door.png", "mimeType": "image/png", "buffer": PNG}
REMARK = re.compile(r"\d{4}\s*年\s*\d+\s*月\s*\d+\s*日.*已完成维修")
Zh = Callable[[str], str]


def expect_task(page: Page, status: Status) -> None:
    """A step taken from the repairer's page leads back to it."""
    page.wait_for_url("**/repairs/mine/")
    expect(page.locator("main")).to_contain_text(str(status.label))


@pytest.mark.clause("4.2.1", "4.2.2")
def test_a_repair_goes_from_the_call_to_the_closed_line(at: At, zh: Zh) -> None:
    clerk = at("clerk", "/")
    number = the_clerk_takes_the_call(clerk)
    repairer = at("repairer", "/repairs/mine/", width=390)
    the_repairer_comes_and_has_to_wait(repairer, zh)
    the_maintenance_supervisor_lets_him_wait(at("maintenance", "/queue/"), number)
    the_repairer_finishes(repairer, number)
    the_clerk_takes_the_sheet_back(clerk, number)
    the_supervisor_closes(at("supervisor", f"/repairs/{number}/"))


def the_clerk_takes_the_call(page: Page) -> str:
    """Find the home by the one box; name and phone are known already."""
    page.fill("#q", "3-1-502")
    page.press("#q", "Enter")
    page.wait_for_url("**/units/JX-3-1-502/")
    expect(page.locator("h1")).to_contain_text("502")
    expect(page.locator("main")).to_contain_text("陈雨桐")

    page.click("main a[data-key=n]")
    expect(page.locator("[name=who] option:checked")).to_contain_text("陈雨桐")
    expect(page.locator("[name=phone]")).to_have_value(PHONE)
    page.fill("[name=description]", TROUBLE)
    page.check("[name=trade][value=WATER]")
    page.locator("[name=technician]").select_option(index=1)
    page.locator("[name=technician]").select_option(label=_repairer_in(page))
    page.click("main button[name=dispatch]")

    page.wait_for_url(re.compile(r"/repairs/JX-BX-\d{8}-\d{4}/$"))
    expect(page.locator("h1")).to_contain_text(TROUBLE)
    expect_status(page, Status.DISPATCHED.label)
    return page.url.rstrip("/").rpartition("/")[2]


def _repairer_in(page: Page) -> str:
    """How the list names the repairer of the cast."""
    words = page.locator("[name=technician] option").all_inner_texts()
    return next(each for each in words if "repairer" in each)


def the_repairer_comes_and_has_to_wait(page: Page, zh: Zh) -> None:
    """Accept, arrive, start; then nobody opens any more, with a photo of the door."""
    page.reload()
    expect(page.locator("main")).to_contain_text(TROUBLE)
    expect(page.locator("main a[href^='tel:']")).to_have_attribute(
        "href", f"tel:{PHONE}"
    )
    take(page, "accept")
    expect_task(page, Status.ACCEPTED)
    take(page, "arrive")
    expect_task(page, Status.ON_SITE)
    take(page, "start", cause="角阀老化开裂")
    expect_task(page, Status.IN_PROGRESS)

    page.click('main a[href*="/ask_suspension/"]')
    page.check("[name=reason_code][value=WAIT_RESIDENT]")
    tomorrow = timezone.localdate() + timedelta(days=1)
    page.fill("[name=next_action_on]", tomorrow.isoformat())
    page.fill("main [name=reason]", "敲门无人应，门上留了条")
    page.set_input_files("[name=photos]", PHOTO)
    page.click("main .act-bar .btn-primary")

    expect_task(page, Status.IN_PROGRESS)
    page.click("main a[href^='/repairs/JX-BX-']:text-is('打开报修')")
    expect(page.locator(".notice-wait")).to_contain_text("敲门无人应，门上留了条")
    expect_status(page, Status.IN_PROGRESS.label)
    assert page.evaluate("document.documentElement.scrollWidth") <= 390


def the_maintenance_supervisor_lets_him_wait(page: Page, number: str) -> None:
    """The card says enough to decide on; the case then waits."""
    card = page.locator(".ask", has_text=number)
    expect(card).to_contain_text("敲门无人应，门上留了条")
    card.locator('form[action$="/approve/"] button').click()
    expect(page.locator(".ask", has_text=number)).to_have_count(0)

    page.goto(f"/repairs/{number}/")
    expect(page.locator(".page-head .st-wait")).to_be_visible()
    expect(page.locator(".page-head .due-pause").first).to_be_visible()
    expect(page.locator("main img").first).to_be_visible()


def the_repairer_finishes(page: Page, number: str) -> None:
    """Resume, finish with work done and the resident's signature."""
    page.goto("/repairs/mine/")
    page.click(f'main a[href$="/{number}/"]')
    take(page, "resume")
    expect_status(page, Status.IN_PROGRESS.label)
    take(page, "finish", work_done="更换角阀并试水", resident_sign="陈雨桐")
    expect_status(page, Status.FINISHED.label)


def the_clerk_takes_the_sheet_back(page: Page, number: str) -> None:
    """Only with the sheet back the register says that it is done."""
    page.goto(f"/repairs/{number}/")
    expect(page.get_by_text(REMARK)).to_have_count(0)
    take(page, "return_sheet")
    expect_status(page, Status.SHEET_RETURNED.label)
    expect(page.locator(".notice-done")).to_have_text(REMARK)

    page.goto("/repairs/?view=all")
    row = page.locator("tbody tr", has_text=TROUBLE)
    expect(row).to_contain_text(str(Status.SHEET_RETURNED.label))
    page.goto("/repairs/print/?view=all")
    expect(page.locator("tbody tr", has_text=TROUBLE)).to_contain_text(REMARK)


def the_supervisor_closes(page: Page) -> None:
    """Closed: the remark stays, and nobody is late."""
    take(page, "close")
    expect_status(page, Status.CLOSED.label)
    expect(page.locator(".notice-done")).to_have_text(REMARK)
    expect(page.locator(".due-late, .due-missed")).to_have_count(0)
    steps = page.locator("#timeline, .timeline").first
    for words in ("更换角阀并试水", "角阀老化开裂"):
        expect(page.locator("main")).to_contain_text(words)
    expect(steps).to_be_visible()


def test_every_label_is_chinese_by_default(at: At) -> None:
    page = at("clerk", "/repairs/")
    assert page.get_attribute("html", "lang") == "zh-Hans"
    said: Any = page.title()
    assert re.search(r"[\u4e00-\u9fff]", said)
