"""What was typed survives an ended session, errors and an impatient finger."""

from __future__ import annotations

import re
from importlib import import_module

import pytest
from django.conf import settings
from playwright.sync_api import Dialog, Page, expect

from propertyservice.organisation.scope import everywhere
from repairs.models import Repair
from tests.browser.conftest import PASSWORD, At
from tests.support.cast import House

NEW = "/repairs/new/?unit=JX-3-1-502"
CASE = re.compile(r"/repairs/JX-BX-\d{8}-\d{4}/$")
TROUBLE = "卫生间下水管渗水，已滴到楼下 602"
DISPATCH = "main button[name=dispatch]"


def write(page: Page, **more: str) -> None:
    """Fill in the form of a repair."""
    page.fill("[name=description]", TROUBLE)
    page.check("[name=trade][value=WATER]")
    page.check("[name=priority][value=EMERGENCY]")
    page.locator("[name=technician]").select_option(index=1)
    for name, value in more.items():
        page.fill(f"main [name={name}]", value)


def end_the_session(page: Page) -> None:
    """Let it expire on the server, as after two hours of lunch."""
    name = settings.SESSION_COOKIE_NAME
    key = next(c["value"] for c in page.context.cookies() if c["name"] == name)  # type: ignore[typeddict-item]
    import_module(settings.SESSION_ENGINE).SessionStore(key).delete()


def repairs() -> int:
    """How many repairs there are."""
    with everywhere("test"):
        return Repair.objects.count()


@pytest.mark.clause("4.2.2")
def test_an_expired_session_gives_the_text_back_after_login(
    at: At, house: House
) -> None:
    page = at("clerk", NEW)
    write(page, remark="18 点后家里有人")
    before = repairs()
    end_the_session(page)

    page.click(DISPATCH)
    page.wait_for_url(re.compile(r"/login/\?next="))
    page.fill("[name=username]", house.clerk.username)
    page.fill("[name=password]", PASSWORD)
    page.press("[name=password]", "Enter")

    page.wait_for_url(lambda url: url.endswith(NEW))
    assert repairs() == before
    page.click("[data-restore]")
    expect(page.locator("[name=description]")).to_have_value(TROUBLE)
    expect(page.locator("[name=remark]")).to_have_value("18 点后家里有人")
    expect(page.locator("[name=priority][value=EMERGENCY]")).to_be_checked()
    page.click(DISPATCH)
    page.wait_for_url(CASE)
    assert repairs() == before + 1


def test_errors_keep_everything_that_was_typed(at: At) -> None:
    page = at("clerk", NEW)
    write(page, phone="138-0000-22x7", remark="<script>alert(1)</script>")
    before = repairs()

    page.click(DISPATCH)

    summary = page.locator(".errors[role=alert]")
    expect(summary).to_be_focused()
    phone = page.locator("[name=phone]")
    expect(phone).to_have_value("138-0000-22x7")
    expect(phone).to_have_attribute("aria-invalid", "true")
    expect(page.locator("[name=description]")).to_have_value(TROUBLE)
    expect(page.locator("[name=trade][value=WATER]")).to_be_checked()
    expect(page.locator("[name=priority][value=EMERGENCY]")).to_be_checked()
    expect(page.locator("[name=technician]")).not_to_have_value("")
    expect(page.locator("[name=remark]")).to_have_value("<script>alert(1)</script>")
    assert repairs() == before
    summary.locator("a").first.click()
    expect(phone).to_be_focused()


def test_two_clicks_on_save_make_one_repair(at: At) -> None:
    page = at("clerk", NEW)
    write(page)
    before = repairs()

    page.dblclick(DISPATCH)

    page.wait_for_url(CASE)
    assert repairs() == before + 1


def test_two_windows_sending_one_form_make_one_repair(at: At) -> None:
    page = at("clerk", NEW)
    write(page)
    before = repairs()
    send = """() => {
      const form = document.querySelector("main form");
      const body = new FormData(form, form.querySelector("[name=dispatch]"));
      const once = () => fetch(form.action || location.href, { method: "POST", body });
      return Promise.all([once(), once(), once()]).then((all) => all.map((r) => r.url));
    }"""

    reached = page.evaluate(send)

    assert repairs() == before + 1
    assert len(set(reached)) == 1
    assert CASE.search(reached[0])


def test_leaving_a_form_with_text_asks_once(at: At) -> None:
    page = at("clerk", NEW)
    asked: list[str] = []

    def go_on(dialog: Dialog) -> None:
        asked.append(dialog.type)
        dialog.accept()

    page.on("dialog", go_on)
    page.locator("[name=description]").press_sequentially("漏")

    page.goto("/")

    assert asked == ["beforeunload"]
