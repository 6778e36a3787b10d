"""The request's own page, its paper, and the register of all (3.1, 4.9)."""

from __future__ import annotations

from io import BytesIO

import pytest
from django.utils import timezone
from openpyxl import load_workbook

from propertyservice.approvals import requests
from propertyservice.organisation.models import Appointment, Staff
from tests.access.world import World
from tests.support.people import sign_in
from tests.support.queries import costs

pytestmark = pytest.mark.clause("3.1", "4.9")


def page(person: Staff, url: str) -> str:
    """What somebody reads."""
    response = sign_in(person).get(url)
    assert response.status_code == 200
    return response.content.decode()


def test_the_page_has_number_facts_limit_and_who_decides(world: World) -> None:
    url = world.request.get_absolute_url()
    assert url == f"/queue/{world.request.number}/"
    shown = page(world.house.maintenance, url)
    for part in (world.request.number, world.number, "配件到货延迟", "维修主管"):
        assert part in shown
    assert f"/queue/{world.request.pk}/approve/" in shown
    assert "为什么" in shown, "the limit explains itself"


def test_who_may_not_decide_gets_no_button(world: World) -> None:
    shown = page(world.house.supervisor, world.request.get_absolute_url())
    assert "/approve/" not in shown
    assert "/withdraw/" not in shown


def test_the_asker_takes_it_back_and_it_is_gone_from_the_queue(world: World) -> None:
    client = sign_in(world.house.repairer)
    assert "/withdraw/" in client.get("/queue/?view=own").content.decode()
    client.post(f"/queue/{world.request.pk}/withdraw/")
    queue = page(world.house.maintenance, "/queue/")
    assert world.request.number not in queue
    world.request.refresh_from_db()
    assert world.request.decision == "WITHDRAWN"


def test_taking_back_what_is_decided_says_who_decided(world: World) -> None:
    requests.decide(world.request, by=world.house.maintenance, approve=True)
    client = sign_in(world.house.repairer)
    said = client.post(f"/queue/{world.request.pk}/withdraw/", follow=True)
    assert "maintenance" in said.content.decode()
    world.request.refresh_from_db()
    assert world.request.decision == "APPROVED"


def test_a_deputys_decision_shows_both_names(world: World) -> None:
    post = Appointment.objects.get(holder=world.house.maintenance)
    today = timezone.localdate()
    post.deputy, post.deputy_from, post.deputy_to = world.house.manager, today, today
    post.save()
    requests.decide(
        world.request,
        by=Staff.objects.get(pk=world.house.manager.pk),
        approve=False,
        opinion="先用备件",
    )
    shown = page(world.house.supervisor, world.request.get_absolute_url())
    assert "manager 代 maintenance" in shown


def test_the_paper_has_the_tiers_and_a_print_number(world: World) -> None:
    url = f"{world.request.get_absolute_url()}print/"
    assert "第 1 次" in page(world.house.supervisor, url)
    again = page(world.house.supervisor, url)
    for part in (world.request.number, "维修主管", "补打"):
        assert part in again


def test_the_register_lists_by_view_and_number(world: World) -> None:
    shown = page(world.house.manager, "/queue/all/")
    assert world.request.get_absolute_url() in shown
    requests.decide(world.request, by=world.house.maintenance, approve=True)
    assert world.request.get_absolute_url() not in page(
        world.house.manager, "/queue/all/"
    )
    found = page(world.house.manager, f"/queue/all/?view=all&number={world.number}")
    assert world.request.get_absolute_url() in found
    mine = page(world.house.maintenance, "/queue/all/?view=mine")
    assert world.request.get_absolute_url() in mine


def test_the_one_box_opens_a_request_by_its_number(world: World) -> None:
    client = sign_in(world.house.maintenance)
    sent = client.get("/search/", {"q": world.request.number.lower()})
    assert sent.status_code == 302
    assert sent.headers["Location"] == world.request.get_absolute_url()
    hidden = sign_in(world.other.maintenance).get(
        "/search/", {"q": world.request.number}
    )
    assert world.request.get_absolute_url() not in hidden.content.decode()


def test_excel_has_exactly_what_is_filtered(world: World) -> None:
    client = sign_in(world.house.manager)
    sent = client.get("/queue/all/export.xlsx?view=waiting")
    book = load_workbook(BytesIO(b"".join(sent.streaming_content)))
    cells = [str(cell.value) for row in book.active.iter_rows() for cell in row]
    assert world.request.number in cells
    none = client.get("/queue/all/export.xlsx?view=late")
    book = load_workbook(BytesIO(b"".join(none.streaming_content)))
    cells = [str(cell.value) for row in book.active.iter_rows() for cell in row]
    assert world.request.number not in cells


def test_what_the_pages_cost(world: World) -> None:
    client = sign_in(world.house.maintenance)
    costs("queue: register", lambda: client.get("/queue/all/"))
    url = world.request.get_absolute_url()
    costs("queue: one request", lambda: client.get(url))
