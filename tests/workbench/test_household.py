"""The household page: people, phones as RULES 2.4 masks them, matters, contacts."""

from __future__ import annotations

import pytest

from propertyservice.audit.models import AccessEntry
from propertyservice.estate.models import ParkingSpace, Vehicle
from propertyservice.organisation.scope import scope
from repairs import transitions as do
from tests.access.world import World
from tests.support.cast import hire
from tests.support.queries import costs
from tests.workbench.conftest import Browse


def text_of(world: World, browse: Browse, who: str = "clerk") -> str:
    """The household page as somebody sees it."""
    client = browse(getattr(world.house, who))
    return client.get(world.unit.get_absolute_url()).content.decode()


@pytest.mark.clause("4.2.1")
def test_everything_about_a_household_is_on_one_page(
    world: World, browse: Browse
) -> None:
    space = ParkingSpace.objects.create(office=world.house.office, code="B1-117")
    Vehicle.objects.create(
        office=world.house.office, plate="浙AF62K8", unit=world.unit, space=space
    )
    page = text_of(world, browse)
    for part in (
        "陈雨桐",
        "138 0000 2207",
        world.number,
        "厨房水管漏水",
        "浙AF62K8",
        "B1-117",
    ):
        assert part in page


def test_every_new_form_begins_with_the_household(world: World, browse: Browse) -> None:
    assert f"/repairs/new/?unit={world.unit.code}" in text_of(world, browse)


@pytest.mark.clause("4.9")
def test_a_phone_is_masked_for_a_post_that_may_not_see_it(
    world: World, browse: Browse
) -> None:
    auditor = hire(None, "上级检查", "AUDITOR", world.house.office.company)
    page = browse(auditor).get(world.unit.get_absolute_url()).content.decode()
    assert "2207" in page
    assert "138 0000 2207" not in page
    assert "13800002207" not in page


@pytest.mark.clause("4.9")
def test_the_repairer_sees_the_phone_while_his_task_is_open(
    world: World, browse: Browse
) -> None:
    assert "138 0000 2207" in text_of(world, browse, "repairer")
    assert "138 0000 2207" not in text_of(world, browse, "colleague")


@pytest.mark.clause("4.9")
def test_a_reveal_needs_a_purpose_and_is_on_record(
    world: World, browse: Browse
) -> None:
    client = browse(world.house.colleague)
    url = f"/people/{world.person.pk}/reveal/"
    without = client.post(url, {"field": "phone", "purpose": ""})
    assert "13800002207" not in without.content.decode()

    page = client.post(url, {"field": "phone", "purpose": "上门前联系"})
    assert "138 0000 2207" in page.content.decode()
    assert "no-store" in page["Cache-Control"]
    with scope(offices=[world.house.office.pk]):
        entry = AccessEntry.objects.get(act="REVEAL")
    assert (entry.by, entry.purpose) == (world.house.colleague, "上门前联系")


def test_earlier_households_keep_their_dates(world: World, browse: Browse) -> None:
    page = browse(world.house.clerk).get(f"{world.unit.get_absolute_url()}people/")
    assert "陈雨桐" in page.content.decode()


def test_a_known_incident_of_the_house_is_shown_first(
    world: World, browse: Browse
) -> None:
    do.declare_incident(world.repair, by=world.house.maintenance)
    page = browse(world.house.clerk).get(world.house.upstairs.get_absolute_url())
    assert world.repair.get_absolute_url() in page.content.decode()


def test_the_page_costs_the_same_for_many_people(world: World, browse: Browse) -> None:
    client = browse(world.house.clerk)
    costs("household", lambda: client.get(world.unit.get_absolute_url()))
