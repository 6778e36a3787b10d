"""From the login to a dispatched repair without a mouse (LOOK 16)."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Browser, Page, expect
from pytest_django.live_server_helper import LiveServer

from repairs.models import Status
from tests.browser.conftest import PASSWORD
from tests.support.browser import known_as
from tests.support.cast import House

MOST_TABS = 60
# Whether the focus can be seen: a ring on it or on its label, and nothing over it.
SEEN = """() => {
  const at = document.activeElement, label = at.closest("label") || at.labels?.[0];
  const ring = (el) => {
    const css = el && getComputedStyle(el);
    return css && ((css.outlineStyle !== "none" && parseFloat(css.outlineWidth) > 0)
      || css.boxShadow !== "none");
  };
  const box = at.getBoundingClientRect(), own = box.width > 2 && box.height > 2;
  const shown = own ? at : label, r = shown.getBoundingClientRect();
  const x = r.left + Math.min(r.width / 2, 40), y = r.top + Math.min(r.height / 2, 20);
  const top = document.elementFromPoint(x, y);
  const free = !!top && (shown.contains(top) || top.contains(at)
    || !!label?.contains(top));
  const cover = top ? top.outerHTML.slice(0, 120) : `nothing at ${x},${y}`;
  return { what: at.outerHTML.slice(0, 120), ring: !!(ring(at) || ring(label)), free,
    cover };
}"""


def check_focus(page: Page) -> None:
    """The focus has a ring and lies under no bar."""
    seen = page.evaluate(SEEN)
    assert seen["ring"], f"no focus ring: {seen['what']}"
    assert seen["free"], f"{seen['what']} lies under {seen['cover']}"


def tab_to(page: Page, selector: str) -> None:
    """Press Tab until the focus is there; it is seen on every stop."""
    for _press in range(MOST_TABS):
        page.keyboard.press("Tab")
        check_focus(page)
        if page.evaluate("s => document.activeElement.matches(s)", selector):
            return
    raise AssertionError(f"Tab never came to {selector}")


@pytest.fixture
def keyboard(live: LiveServer, browser: Browser) -> Page:
    """A window in which nobody is logged in."""
    return known_as(browser, live.url, height=700).new_page()


@pytest.mark.clause("4.2.2")
def test_a_repair_is_taken_and_dispatched_without_a_mouse(
    keyboard: Page, house: House
) -> None:
    page = keyboard
    log_in(page, house)
    find_the_home(page)
    take_the_repair(page)

    page.wait_for_url(re.compile(r"/repairs/JX-BX-\d{8}-\d{4}/$"))
    status = page.locator(".page-head .st").first
    expect(status).to_contain_text(str(Status.DISPATCHED.label))
    walk_the_page(page)
    page.context.close()


def log_in(page: Page, house: House) -> None:
    """The first field has the focus at once; Enter sends."""
    page.goto("/")
    expect(page.locator("[name=username]")).to_be_focused()
    page.keyboard.type(house.clerk.username)
    tab_to(page, "[name=password]")
    page.keyboard.type(PASSWORD)
    page.keyboard.press("Enter")
    page.wait_for_url(lambda url: "/login/" not in url)


def find_the_home(page: Page) -> None:
    """The skip link comes first; ``/`` goes to the one box."""
    page.keyboard.press("Tab")
    check_focus(page)
    expect(page.locator(".skip")).to_be_focused()
    page.keyboard.press("/")
    expect(page.locator("#q")).to_be_focused()
    check_focus(page)
    page.keyboard.type("3-1-502")
    page.keyboard.press("Enter")
    page.wait_for_url("**/units/JX-3-1-502/")


def take_the_repair(page: Page) -> None:
    """``n`` opens the form; Tab, arrows and Ctrl+Enter do the rest."""
    page.keyboard.press("n")
    page.wait_for_url(re.compile(r"/repairs/new/\?unit="))
    expect(page.locator("[name=description]")).to_be_focused()
    check_focus(page)
    page.keyboard.type("客厅插座没有电")
    tab_to(page, "[name=trade]")
    page.keyboard.press("Space")
    page.keyboard.press("ArrowRight")
    check_focus(page)
    expect(page.locator("[name=trade]:checked")).to_have_value("POWER")
    tab_to(page, "[name=technician]")
    page.keyboard.press("ArrowDown")
    expect(page.locator("[name=technician]")).not_to_have_value("")
    page.keyboard.press("Control+Enter")


def walk_the_page(page: Page) -> None:
    """Every stop of the case page is seen, and the last one is followed by none."""
    stops = set()
    for _press in range(MOST_TABS):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement === document.body"):
            break
        check_focus(page)
        stops.add(page.evaluate("document.activeElement.textContent.trim()"))
    assert len(stops) > 10


def test_the_keys_are_told_by_the_question_mark(keyboard: Page, house: House) -> None:
    page = keyboard
    log_in(page, house)
    page.keyboard.press("?")
    expect(page.locator("#keys-help")).to_be_visible()
    page.keyboard.press("Escape")
    expect(page.locator("#keys-help")).to_be_hidden()
    page.context.close()
