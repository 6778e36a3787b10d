"""The one box (DESIGN 3): a single hit opens, several are listed, one statement."""

from __future__ import annotations

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from propertyservice.estate.models import Building, Stairwell, Unit
from propertyservice.organisation.models import Staff
from propertyservice.organisation.scope import scope
from propertyservice.workbench import finding
from tests.access.world import World
from tests.support.people import hire
from tests.support.queries import costs
from tests.workbench.conftest import Browse


@pytest.fixture
def thirteen(world: World) -> Unit:
    """13-1-502, which 1-502 finds beside 3-1-502."""
    building = Building.objects.create(
        office=world.house.office, code="13", name="13 幢"
    )
    stairwell = Stairwell.objects.create(building=building, code="1")
    return Unit.objects.create(building=building, stairwell=stairwell, room="502")


def test_a_room_typed_in_full_opens_at_once(
    world: World, thirteen: Unit, browse: Browse
) -> None:
    answer = browse(world.house.clerk).get("/search/", {"q": "3-1-502"})
    assert answer.status_code == 302
    assert answer["Location"] == world.unit.get_absolute_url()


def test_a_short_room_lists_every_house_that_has_it(
    world: World, thirteen: Unit, browse: Browse
) -> None:
    page = browse(world.house.clerk).get("/search/", {"q": "1-502"})
    assert page.status_code == 200
    for unit in (world.unit, thirteen):
        assert unit.get_absolute_url() in page.content.decode()


@pytest.mark.parametrize("typed", ["陈雨桐", "陈", "chenyutong", "cyt", "2207"])
def test_the_only_person_found_opens_his_home(
    typed: str, world: World, browse: Browse
) -> None:
    answer = browse(world.house.clerk).get("/search/", {"q": typed})
    assert answer["Location"] == world.unit.get_absolute_url()


def test_a_case_number_opens_the_case(world: World, browse: Browse) -> None:
    answer = browse(world.house.clerk).get("/search/", {"q": world.number})
    assert answer["Location"] == world.repair.get_absolute_url()


def test_nothing_of_another_office_is_found(world: World, browse: Browse) -> None:
    client = browse(world.other.clerk)
    assert client.get("/search/", {"q": world.number}).status_code == 200
    page = client.get("/search/", {"q": "陈雨桐"})
    assert world.unit.code not in page.content.decode()


def test_suggestions_are_a_list_without_a_shell(
    world: World, thirteen: Unit, browse: Browse
) -> None:
    page = browse(world.house.clerk).get(
        "/search/",
        {"q": "3-1-502"},
        headers={"HX-Request": "true", "HX-Target": "found"},
    )
    text = page.content.decode()
    assert page.status_code == 200
    assert world.unit.get_absolute_url() in text
    assert "<html" not in text


@pytest.mark.parametrize(
    "typed", ["", "   ", "\0", "<script>alert(1)</script>", "长" * 500]
)
def test_odd_text_finds_nothing_and_breaks_nothing(
    typed: str, world: World, browse: Browse
) -> None:
    page = browse(world.house.clerk).get("/search/", {"q": typed})
    assert page.status_code == 200
    assert b"<script>alert" not in page.content


def test_rooms_and_people_are_one_statement(world: World) -> None:
    clerk = world.house.clerk
    _warm = clerk.rights
    with scope(clerk), CaptureQueriesContext(connection) as captured:
        finding.estate(clerk, "陈", 8)
    assert len(captured) == 1


def test_a_search_costs_the_same_every_time(world: World, browse: Browse) -> None:
    client = browse(world.house.clerk)
    costs("search: one opens", lambda: client.get("/search/", {"q": "3-1-502"}))
    costs("search: several", lambda: client.get("/search/", {"q": "3-1"}))


@pytest.mark.clause("4.4.3")
def test_phones_are_spaced_and_masked_for_others(world: World, browse: Browse) -> None:
    typing = {"HX-Request": "true", "HX-Target": "found"}

    def found(person: Staff) -> str:
        page = browse(person).get("/search/", {"q": "陈雨桐"}, headers=typing)
        return page.content.decode()

    assert "138 0000 2207" in found(world.house.clerk)
    auditor = hire(world.house.office, "AUDITOR", name="上级检查")
    assert "138 **** 2207" in found(auditor)
    assert "0000" not in found(auditor)
