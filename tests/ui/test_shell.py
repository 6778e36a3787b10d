"""The shell: switches, navigation by right, one statement for every counter."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.db import connection
from django.http import HttpRequest
from django.test import Client
from django.test.utils import CaptureQueriesContext

from propertyservice.organisation.models import Staff
from propertyservice.ui import bell, nav
from propertyservice.ui.context import Shell
from propertyservice.ui.models import SavedView
from tests.support.people import PASSWORD, hire, make_office, sign_in

pytestmark = pytest.mark.django_db


@pytest.fixture
def navigation(monkeypatch: pytest.MonkeyPatch) -> None:
    """Three entries of our own: for everybody, for a right, with counters."""
    shelf: dict[str, nav.NavItem] = {}
    monkeypatch.setattr(nav.items, "_entries", shelf)
    monkeypatch.setattr(bell, "_sources", [lambda user: Staff.objects.all()])
    group = nav.Group.WORKBENCH
    nav.register(
        nav.NavItem("Keys", "keyboard", "keys", group, order=1),
        nav.NavItem(
            "More",
            "more",
            "menu",
            group,
            counter=lambda user: Staff.objects.all(),
            late=lambda user: Staff.objects.none(),
        ),
        nav.NavItem("Posts", "login", "users", group, "organisation.appoint", order=90),
    )


def test_navigation_shows_what_the_post_may_open(
    navigation: None, request_of: Callable[..., HttpRequest]
) -> None:
    plain = hire(make_office(), "MAINT_SUPERVISOR")
    boss = hire(make_office(), "CS_SUPERVISOR")

    def labels(user: Staff) -> list[str]:
        ((_heading, rows),) = Shell(request_of(user)).groups
        return [str(row.item.label) for row in rows]

    assert labels(plain) == ["Keys", "More"]
    assert labels(boss) == ["Keys", "More", "Posts"]


def test_all_counters_are_one_statement(
    navigation: None, request_of: Callable[..., HttpRequest], reader: Staff
) -> None:
    shell = Shell(request_of(reader))
    assert reader.rights
    with CaptureQueriesContext(connection) as seen:
        assert shell.groups[0][1][1].n == "1"
        assert shell.groups[0][1][1].late == ""
        assert shell.unread == "1"
    assert len(seen) == 1


def test_the_theme_is_kept_in_the_account_and_before_login_in_a_cookie(
    reader: Staff,
) -> None:
    client = Client()
    client.post("/theme/", {"theme": "dark", "next": "/login/"})
    assert b'data-bs-theme="dark"' in client.get("/login/").content

    client = sign_in(reader)
    client.post("/theme/", {"theme": "light", "next": "/more/"})
    reader.refresh_from_db()
    assert reader.theme == "light"
    assert b'data-bs-theme="light"' in client.get("/more/").content


def test_a_switch_never_leads_to_another_host(reader: Staff) -> None:
    client = Client()
    answer = client.post("/theme/", {"theme": "dark", "next": "https://example.com/"})
    assert answer["Location"] == "/"


def test_the_language_can_be_changed_before_login() -> None:
    client = Client()
    client.post("/language/", {"language": "en", "next": "/login/"})
    answer = client.get("/login/")
    assert b'<html lang="en"' in answer.content


def test_single_keys_can_be_switched_off(reader: Staff) -> None:
    client = sign_in(reader)
    client.post("/account/keyboard/", {})
    assert b'data-shortcuts="off"' in client.get("/more/").content


def test_only_an_office_of_ones_own_can_be_chosen(reader: Staff) -> None:
    client = sign_in(reader)
    strange = make_office("LT")

    assert client.post("/office/", {"office": strange.pk}).status_code == 403
    assert client.post("/office/", {"office": reader.office_id}).status_code == 302
    assert client.session["office"] == reader.office_id


def test_views_are_saved_replaced_and_deleted_by_their_owner(reader: Staff) -> None:
    client = sign_in(reader)
    facts = {"register": "repairs", "name": "3 幢", "query": "q=3", "next": "/more/"}

    assert client.post("/views/save/", facts).status_code == 302
    client.post("/views/save/", {**facts, "query": "q=4"})
    view = SavedView.objects.get(owner=reader)
    assert view.query == "q=4"
    assert client.post("/views/save/", {**facts, "name": ""}).status_code == 422

    other = sign_in(hire(make_office(), "CS_SUPERVISOR"))
    assert other.post(f"/views/{view.pk}/delete/").status_code == 404
    assert client.post(f"/views/{view.pk}/delete/").status_code == 302
    assert not SavedView.objects.exists()


def test_login_says_what_is_wrong_and_keeps_the_name(reader: Staff) -> None:
    reader.set_password(PASSWORD)
    reader.save()
    client = Client()

    refused = client.post("/login/", {"username": reader.username, "password": "x"})
    assert b'role="alert"' in refused.content
    assert f'value="{reader.username}"'.encode() in refused.content

    good = client.post(
        "/login/?next=/more/", {"username": reader.username, "password": PASSWORD}
    )
    assert good.status_code == 302
