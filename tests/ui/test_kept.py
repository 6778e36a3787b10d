"""Pieces that are drawn once show what they would show if drawn anew (LOOK 4)."""

from __future__ import annotations

import re

import pytest
from django.test import Client

from propertyservice.organisation.models import Staff
from propertyservice.workflow.models import Notice, NoticeKind
from tests.support.cast import House

BACKEND = "propertyservice.organisation.auth.RightsBackend"
pytestmark = pytest.mark.django_db


def seen(browser: Client, path: str) -> str:
    return browser.get(path).content.decode()


def as_(staff: Staff) -> Client:
    browser = Client()
    browser.force_login(staff, backend=BACKEND)
    return browser


@pytest.mark.clause("1.0")
def test_each_page_gets_its_own_token_and_its_own_way_back(house: House) -> None:
    browser = as_(house.clerk)
    pages = {
        path: seen(browser, path) for path in ("/repairs/", "/repairs/?q=a%22b", "/")
    }
    for path, html in pages.items():
        assert "kept-mark" not in html
        assert 'name="csrfmiddlewaretoken" value="' in html
        shown = path.replace("&", "&amp;")
        assert f'name="next" value="{shown}"' in html
    tokens = [
        set(re.findall(r'name="csrfmiddlewaretoken" value="(\w+)"', html))
        for html in pages.values()
    ]
    assert not set.intersection(*tokens)


@pytest.mark.clause("3.3")
def test_the_token_of_a_kept_bar_is_good(house: House) -> None:
    browser = Client(enforce_csrf_checks=True)
    browser.force_login(house.clerk, backend=BACKEND)
    seen(browser, "/repairs/")
    html = seen(browser, "/repairs/")
    found = re.search(r'name="csrfmiddlewaretoken" value="(\w+)"', html)
    assert found
    facts = {"theme": "dark", "next": "/repairs/"}
    assert browser.post("/theme/", facts).status_code == 403
    facts["csrfmiddlewaretoken"] = found[1]
    assert browser.post("/theme/", facts).status_code == 302
    assert 'data-bs-theme="dark"' in seen(browser, "/repairs/")


@pytest.mark.clause("3.3")
def test_two_people_never_see_each_others_bar(house: House) -> None:
    first, second = as_(house.clerk), as_(house.people["repairer"])
    assert str(house.clerk) in seen(first, "/todo/")
    page = seen(second, "/todo/")
    assert str(house.people["repairer"]) in page
    assert 'href="/repairs/new/"' not in page


@pytest.mark.clause("4.2.1")
def test_a_new_notice_is_counted_at_once(house: House) -> None:
    browser = as_(house.clerk)
    assert 'class="dot"' not in seen(browser, "/account/")
    Notice.objects.create(recipient=house.clerk, kind=NoticeKind.DECIDED, text="一条")
    assert '<span class="dot">1</span>' in seen(browser, "/account/")
