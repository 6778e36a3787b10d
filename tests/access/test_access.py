"""Every page, four ways: logged out, of another office, without the right, with it."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

import pytest
from django.conf import settings
from django.test import Client
from django.urls import reverse

from propertyservice.organisation.models import Staff
from tests.access import table
from tests.access.table import Page
from tests.access.world import World

PAGES = table.every()


def ask(listed: Page, world: World, person: Staff | None) -> Any:
    """Open a page as somebody, in a browser of his own."""
    client = Client(raise_request_exception=False)
    if person is not None:
        client.force_login(person, settings.AUTHENTICATION_BACKENDS[-1])
    url = reverse(listed.name, kwargs=dict(listed.values(world)))
    if query := listed.query(world):
        url += f"?{urlencode(query)}"
    return getattr(client, listed.method)(url, data=dict(listed.data(world)))


def test_every_address_is_listed() -> None:
    assert table.names() - {listed.name for listed in PAGES} == set()


def test_nothing_is_listed_that_is_not_there() -> None:
    assert {listed.name for listed in PAGES} - table.names() == set()


@pytest.mark.clause("4.9")
@pytest.mark.parametrize("listed", PAGES, ids=str)
def test_a_page_opens_only_to_those_it_is_for(listed: Page, world: World) -> None:
    logged_out = ask(listed, world, None)
    if listed.public:
        assert logged_out.status_code in listed.ok
        return
    assert logged_out.status_code == 302
    assert "/login/" in logged_out["Location"]
    if listed.owned:
        stranger = getattr(world.other, listed.may)
        assert ask(listed, world, stranger).status_code == 404
    if listed.may_not:
        colleague = getattr(world.house, listed.may_not)
        assert ask(listed, world, colleague).status_code == 403
    entitled = getattr(world.house, listed.may)
    assert ask(listed, world, entitled).status_code in listed.ok
