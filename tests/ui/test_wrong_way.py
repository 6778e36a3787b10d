"""Acts sent too late or opened as pages end on a useful page with a sentence (4.9)."""

from __future__ import annotations

import time
from typing import Any

import pytest
from django.conf import settings
from django.contrib.auth.hashers import make_password
from django.test import Client
from django.urls import reverse

from propertyservice.approvals.models import Decision
from propertyservice.organisation.models import Staff
from tests.access.world import World
from tests.support.people import PASSWORD, sign_in

pytestmark = pytest.mark.clause("4.9")
ENDED = "登录已失效"
OPENED = "什么也没有执行"

ACTS = [
    ("maintenance", "/queue/{request}/approve/", "/queue/"),
    ("clerk", "/notices/read/", "/notices/"),
    ("clerk", "/repairs/{number}/photos/", "/repairs/{number}/"),
    ("clerk", "/office/", "/"),
    ("clerk", "/views/save/", "/"),
    ("clerk", "/views/{view}/delete/", "/"),
    ("supervisor", "/posts/{appointment}/deputy/end/", "/posts/{appointment}/deputy/"),
]


def address(world: World, pattern: str) -> str:
    """An address with this world's keys."""
    return pattern.format(
        request=world.request.pk,
        number=world.number,
        view=world.view.pk,
        appointment=world.appointment.pk,
    )


def log_in(client: Client, person: Staff, after: str) -> Any:
    """Type name and password on the login page, and follow where it leads."""
    Staff.objects.filter(pk=person.pk).update(password=make_password(PASSWORD))
    values = {"username": person.username, "password": PASSWORD}
    return client.post(after, values, follow=True)


@pytest.mark.parametrize(("who", "act", "page"), ACTS)
def test_an_act_sent_after_the_login_ended_leads_to_its_page_and_says_so(
    world: World, who: str, act: str, page: str
) -> None:
    client = Client()
    sent = client.post(address(world, act), {"office": world.house.office.pk})
    answer = log_in(client, getattr(world.house, who), sent["Location"])

    assert answer.status_code == 200
    assert answer.request["PATH_INFO"] == address(world, page)
    assert ENDED in answer.content.decode()
    assert OPENED not in answer.content.decode()
    world.request.refresh_from_db()
    assert world.request.decision == Decision.WAITING
    assert ENDED not in client.get(address(world, page)).content.decode()


def test_a_session_that_slept_says_the_same(world: World) -> None:
    client = sign_in(world.house.clerk)
    session = client.session
    session["seen"] = int(time.time()) - settings.SESSION_IDLE_SECONDS - 1
    session.save()
    sent = client.post("/notices/read/")
    answer = log_in(client, world.house.clerk, sent["Location"])
    assert answer.request["PATH_INFO"] == "/notices/"
    assert ENDED in answer.content.decode()


def test_a_form_sent_too_late_leads_back_to_the_form_with_the_sentence(
    world: World,
) -> None:
    client = Client()
    sent = client.post("/repairs/new/?unit=JX-3-1-502", {"description": "漏水"})
    answer = log_in(client, world.house.clerk, sent["Location"])
    assert answer.request["PATH_INFO"] == "/repairs/new/"
    assert ENDED in answer.content.decode()


def test_a_page_asked_for_without_login_says_nothing(world: World) -> None:
    client = Client()
    asked = client.get("/notices/")
    answer = log_in(client, world.house.clerk, asked["Location"])
    assert ENDED not in answer.content.decode()


def test_logging_out_twice_is_just_the_login_page(world: World) -> None:
    assert Client().post("/logout/")["Location"] == "/login/"


@pytest.mark.parametrize(("who", "act", "page"), [*ACTS, ("clerk", "/theme/", "/")])
def test_opening_an_act_as_a_page_leads_on_with_a_sentence(
    world: World, who: str, act: str, page: str
) -> None:
    client = sign_in(getattr(world.house, who))
    answer = client.get(address(world, act), follow=True)
    assert answer.status_code == 200
    assert answer.request["PATH_INFO"] == address(world, page)
    assert OPENED in answer.content.decode()


def test_sending_to_a_page_that_only_shows_gets_a_page_with_a_way_back(
    world: World,
) -> None:
    answer = sign_in(world.house.clerk).post(reverse("repairs:list") + "?view=all")
    assert answer.status_code == 405
    assert 'href="/repairs/?view=all"' in answer.content.decode()
    assert "只用于查看" in answer.content.decode()


@pytest.mark.parametrize(
    "sent",
    [
        {"description": "漏" * 2_000_000},
        {f"field{number}": "x" for number in range(4001)},
    ],
    ids=["too much text", "too many fields"],
)
def test_a_form_that_is_too_large_says_so_and_leads_back(
    world: World, sent: dict[str, str]
) -> None:
    client = sign_in(world.house.clerk)
    client.handler.enforce_csrf_checks = True
    client.cookies["csrftoken"] = "x" * 32
    answer = client.post("/repairs/new/?unit=JX-3-1-502", sent)
    page = answer.content.decode()
    assert answer.status_code == 413
    assert "4 MB" in page
    assert "保存在本浏览器" in page
    assert 'href="/repairs/new/?unit=JX-3-1-502"' in page
