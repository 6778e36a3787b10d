"""Lists and forms in Chromium: keys, fragments, drafts, axe; and without scripts."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.conf import settings
from django.test.utils import override_settings
from playwright.sync_api import Page, expect

from propertyservice.organisation.models import Staff
from tests.support.browser import SignedIn
from tests.support.people import hire, make_office

TEMPLATES = [
    {
        **settings.TEMPLATES[0],
        "DIRS": [*settings.TEMPLATES[0]["DIRS"], Path(__file__).parent / "templates"],
    }
]


@pytest.fixture(scope="module")
def live_data(committing_module: str) -> Iterator[None]:
    """A reader and twelve others; the pages of tests/ui/urls.py."""
    office = make_office()
    hire(office, "CS_SUPERVISOR", name="李敏", username="reader")
    Staff.objects.bulk_create(
        Staff(username=f"p{n:02}", name=f"王{n:02}", office=office) for n in range(12)
    )
    with override_settings(ROOT_URLCONF="tests.ui.urls", TEMPLATES=TEMPLATES):
        yield


@pytest.fixture
def reader(live_data: None) -> Staff:
    """Who looks at the pages."""
    return Staff.objects.get(username="reader")


@pytest.fixture
def open_at(signed_in: SignedIn, reader: Staff) -> Any:
    """``open_at("/directory/")``: a page that complains of every script error."""
    complaints: list[str] = []

    def go(path: str, **context: Any) -> Page:
        page = signed_in(reader, **context)
        page.on("pageerror", lambda error: complaints.append(str(error)))
        page.on(
            "console",
            lambda said: complaints.append(said.text) if said.type == "error" else None,
        )
        page.goto(path)
        return page

    yield go
    assert complaints == []


def test_typing_filters_the_list_and_keeps_the_focus(open_at: Any) -> None:
    page = open_at("/directory/?view=all")
    box = page.locator(".filters input[type=search]")

    box.type("王0")

    expect(page.locator("#register-said")).to_contain_text("10")
    assert "q=" in page.url
    assert page.evaluate("document.activeElement.name") == "q"
    page.go_back()
    expect(page.locator("tbody tr")).to_have_count(5)


def test_rows_are_walked_ticked_and_left_by_keys(open_at: Any) -> None:
    page = open_at("/directory/?view=all")
    expect(page.locator(".bulk")).to_be_hidden()

    for key in ("j", "x", "j", "j", "x"):
        page.keyboard.press(key)

    expect(page.locator(".bulk [data-picked]")).to_contain_text("2")
    expect(page.locator("tbody .pick input").nth(2)).to_be_checked()
    page.keyboard.press("Escape")
    expect(page.locator(".bulk")).to_be_hidden()
    page.keyboard.press("/")
    assert page.evaluate("document.activeElement.id") == "q"


def test_single_keys_do_nothing_when_they_are_switched_off(
    open_at: Any, reader: Staff
) -> None:
    Staff.objects.filter(pk=reader.pk).update(shortcuts=False)
    page = open_at("/directory/?view=all")

    page.keyboard.press("/")

    assert page.evaluate("document.activeElement.id") != "q"
    Staff.objects.filter(pk=reader.pk).update(shortcuts=True)


def test_the_next_page_comes_in_place_and_all_of_a_filter_can_be_taken(
    open_at: Any,
) -> None:
    page = open_at("/directory/?view=all")

    page.click("a[rel=next]")
    expect(page.locator(".pager > span").first).to_contain_text("6")
    page.check("[data-all]")

    expect(page.locator(".every")).to_be_visible()
    assert page.locator("tbody .pick input:checked").count() == 5


def test_typed_text_survives_a_closed_page_and_is_forgotten_when_saved(
    open_at: Any,
) -> None:
    page = open_at("/sample/")
    page.on("dialog", lambda dialog: dialog.accept())
    page.fill("[name=description]", "厨房漏水")
    page.check("[name=trade][value=E]")
    page.wait_for_timeout(700)

    page.goto("/sample/")
    page.click("[data-restore]")
    assert page.input_value("[name=description]") == "厨房漏水"
    assert page.is_checked("[name=trade][value=E]")

    page.fill("[name=phone]", "13800002207")
    page.keyboard.press("Control+Enter")
    expect(page.locator(".say")).to_contain_text("Saved")
    page.goto("/sample/")
    expect(page.locator("[data-restore]")).to_have_count(0)


def test_leaving_with_unsaved_text_asks_once(open_at: Any) -> None:
    page = open_at("/sample/")
    asked: list[str] = []
    page.on("dialog", lambda dialog: (asked.append(dialog.type), dialog.accept()))

    page.type("[name=description]", "x")
    page.goto("/directory/")

    assert asked == ["beforeunload"]


def test_errors_are_named_focused_and_lead_to_their_fields(open_at: Any) -> None:
    page = open_at("/sample/")
    page.fill("[name=description]", "厨房漏水")
    page.click(".act-bar .btn-primary")

    summary = page.locator(".errors[role=alert]")
    expect(summary).to_be_focused()
    assert page.input_value("[name=description]") == "厨房漏水"
    summary.locator("a").last.click()
    expect(page.locator("[name=phone]")).to_be_focused()


@pytest.mark.parametrize(
    ("width", "theme"), [(1280, "light"), (390, "dark"), (320, "light")]
)
def test_pages_are_accessible_and_never_scroll_sideways(
    open_at: Any, reader: Staff, width: int, theme: str
) -> None:
    Staff.objects.filter(pk=reader.pk).update(theme=theme)
    page = open_at("/directory/?view=all&seen=2020-01-01", width=width)
    for path in ("/directory/?view=all", "/sample/", "/more/", "/account/keyboard/"):
        page.goto(path)
        found = Axe().run(page).response["violations"]
        assert [(rule["id"], rule["impact"]) for rule in found] == []
        assert page.evaluate("document.documentElement.scrollWidth") <= width


def test_the_list_works_without_scripts(open_at: Any) -> None:
    page = open_at("/directory/?view=all", java_script_enabled=False)
    expect(page.locator("tbody tr")).to_have_count(5)

    page.click("a[rel=next]")
    page.fill(".filters input[type=search]", "王11")
    page.click("noscript button, .filters > button")

    expect(page.locator("tbody tr")).to_have_count(1)
    expect(page.locator(".bulk")).to_be_hidden()
    page.check("tbody .pick input")
    expect(page.locator(".bulk")).to_be_visible()
