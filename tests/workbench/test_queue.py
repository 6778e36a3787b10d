"""The approval queue (LOOK 10): facts, decisions in place, nobody his own."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.utils import timezone

from propertyservice.approvals.models import Decision, Request
from propertyservice.organisation.models import Appointment
from propertyservice.organisation.scope import scope
from repairs import transitions as do
from tests.access.world import World, report
from tests.support.queries import costs
from tests.workbench.conftest import Browse


def state(world: World) -> str:
    """How the first request stands."""
    with scope(offices=[world.house.office.pk]):
        return Request.objects.get(pk=world.request.pk).decision


def second(world: World) -> Request:
    """Another request of the same kind, on another case."""
    repair = report(world.house, description="卧室窗户关不上")
    do.dispatch(repair, by=world.house.clerk, technician=world.house.colleague)
    do.accept(repair, by=world.house.colleague)
    do.arrive(repair, by=world.house.colleague)
    do.start(repair, by=world.house.colleague, cause="变形")
    do.ask_extension(
        repair,
        by=world.house.colleague,
        reason="等配件",
        until=timezone.now() + timedelta(days=3),
    )
    return Request.objects.latest("pk")


def test_a_card_has_what_the_decision_needs(world: World, browse: Browse) -> None:
    page = browse(world.house.maintenance).get("/queue/").content.decode()
    for part in (world.number, "配件到货延迟", world.house.unit.label):
        assert part in page
    assert f"/queue/{world.request.pk}/approve/" in page


def test_an_approval_takes_the_step(world: World, browse: Browse) -> None:
    client = browse(world.house.maintenance)
    assert client.post(f"/queue/{world.request.pk}/approve/").status_code == 302
    assert state(world) == Decision.APPROVED
    assert world.number in client.get("/queue/?view=decided").content.decode()


def test_sending_back_needs_an_opinion(world: World, browse: Browse) -> None:
    client = browse(world.house.maintenance)
    url = f"/queue/{world.request.pk}/return/"
    refused = client.post(url, {"opinion": "  "})
    assert 'role="alert"' in refused.content.decode()
    assert state(world) == Decision.WAITING
    client.post(url, {"opinion": "先用备件"})
    assert state(world) == Decision.RETURNED


def test_ones_own_request_shows_who_decides_it(world: World, browse: Browse) -> None:
    page = browse(world.house.repairer).get("/queue/?view=own").content.decode()
    assert world.number in page
    assert "/approve/" not in page


def test_two_of_one_kind_are_decided_together_after_a_preview(
    world: World, browse: Browse
) -> None:
    picks = [world.request.pk, second(world).pk]
    client = browse(world.house.maintenance)
    both = "&".join(f"pick={pk}" for pk in picks)
    preview = client.get(f"/queue/several/?act=approve&{both}")
    assert preview.content.decode().count('name="pick"') == 2
    assert state(world) == Decision.WAITING
    client.post("/queue/several/", {"act": "approve", "pick": picks})
    assert state(world) == Decision.APPROVED


def test_together_means_all_or_none(world: World, browse: Browse) -> None:
    picks = [world.request.pk, second(world).pk]
    client = browse(world.house.maintenance)
    page = client.post("/queue/several/", {"act": "return", "pick": picks})
    assert 'role="alert"' in page.content.decode()
    assert state(world) == Decision.WAITING


def test_a_deputy_sees_the_queue_while_he_stands_in(
    world: World, browse: Browse
) -> None:
    deputy, today = world.house.clerk, timezone.localdate()
    client = browse(deputy)
    assert world.number not in client.get("/queue/").content.decode()
    post = Appointment.objects.get(holder=world.house.maintenance)
    post.deputy, post.deputy_from, post.deputy_to = deputy, today, today
    post.save()
    assert world.number in client.get("/queue/").content.decode()


@pytest.mark.parametrize("act", ["approve", "return"])
def test_a_decided_request_is_refused_with_a_sentence(
    act: str, world: World, browse: Browse
) -> None:
    client = browse(world.house.maintenance)
    client.post(f"/queue/{world.request.pk}/approve/")
    again = client.post(f"/queue/{world.request.pk}/{act}/", {"opinion": "x"})
    assert again.status_code == 200


def test_the_queue_costs_the_same_for_many(world: World, browse: Browse) -> None:
    client = browse(world.house.maintenance)
    costs("queue", lambda: client.get("/queue/"))
    second(world)
    costs("queue", lambda: client.get("/queue/"))
