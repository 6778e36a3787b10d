"""What people do on a case page, the same in every journey."""

from __future__ import annotations

import contextlib
import re
from collections.abc import Iterator
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

import time_machine
from playwright.sync_api import Page, expect

SHANGHAI = ZoneInfo("Asia/Shanghai")
CHOSEN = {"radio", "checkbox"}


@contextlib.contextmanager
def working_day(
    year: int, month: int, day: int, hour: int = 9, minute: int = 40
) -> Iterator[time_machine.Coordinates]:
    """Let server and test believe it is that hour; move it on by what it gives."""
    at = datetime(year, month, day, hour, minute, tzinfo=SHANGHAI)
    with time_machine.travel(at, tick=True) as clock:
        yield clock


def take(page: Page, step: str, **said: str) -> None:
    """Press a step on the page at hand; fill in and send its form where it asks."""
    act = page.locator(f'main a[href*="/{step}/"], form[action$="/{step}/"] button')
    act.first.click()
    if not re.search(rf"/{step}/(\?|$)", page.url):
        return
    for name, value in said.items():
        answer(page, name, value)
    page.click("main .act-bar button:is(.btn-primary, .btn-danger)")
    page.wait_for_url(lambda url: f"/{step}/" not in url)


def answer(page: Page, name: str, value: str) -> None:
    """Fill in a field of whatever sort: text, list by its words, tiles by value."""
    field = page.locator(f"main [name={name}]")
    kind: Any = field.first.evaluate("e => e.type || e.tagName.toLowerCase()")
    if kind == "select-one":
        words = field.locator("option").all_inner_texts()
        values = [o.get_attribute("value") for o in field.locator("option").all()]
        by_words = next((w for w in words if value in w), None)
        if value in values:
            field.select_option(value=value)
        else:
            field.select_option(label=by_words)
    elif kind in CHOSEN:
        page.check(f"main [name={name}][value={value}]")
    else:
        field.fill(value)


def expect_status(page: Page, label: object) -> None:
    """The pill in the page head says it in words."""
    expect(page.locator(".page-head .st").first).to_contain_text(str(label))


def number_in(page: Page) -> str:
    """The number of the case whose page is open."""
    return page.url.partition("?")[0].rstrip("/").rpartition("/")[2]
