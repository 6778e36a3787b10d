"""Upkeep from the household page: on record, previewed, refused with a sentence."""

from __future__ import annotations

from typing import Any

import pytest

from propertyservice.estate.models import Occupancy, Person, PersonContact
from propertyservice.organisation.scope import scope
from tests.access.world import World
from tests.workbench.conftest import Browse

TRANSFER = {
    "on": "2026-03-01",
    "owner_1_name": "林致远",
    "owner_1_phone": "13900008816",
}


def owners(world: World) -> set[str]:
    """Who owns the unit today."""
    with scope(offices=[world.house.office.pk]):
        held = Occupancy.objects.filter(unit=world.unit, ends_on=None)
        return set(held.values_list("person__name", flat=True))


@pytest.mark.clause("4.2.1")
def test_a_phone_is_corrected_during_the_call(world: World, browse: Browse) -> None:
    url = f"/people/{world.person.pk}/phone/?unit={world.unit.code}"
    answer = browse(world.house.clerk).post(url, {"phone": "139 0000 8816"})
    assert answer["Location"] == world.unit.get_absolute_url()
    with scope(offices=[world.house.office.pk]):
        assert PersonContact.objects.get().phone == "13900008816"


def test_a_wrong_phone_is_refused_and_kept_in_the_field(
    world: World, browse: Browse
) -> None:
    url = f"/people/{world.person.pk}/phone/"
    page = browse(world.house.clerk).post(url, {"phone": "1380571220"})
    assert page.status_code == 200
    assert 'value="1380571220"' in page.content.decode()
    assert 'role="alert"' in page.content.decode()


def test_a_tenant_moves_in_and_out(world: World, browse: Browse) -> None:
    client = browse(world.house.clerk)
    url = world.unit.get_absolute_url()
    tenant = {"relation": "TENANT", "name": "孙晓岚", "starts_on": "2026-02-01"}
    assert client.post(f"{url}move-in/", tenant)["Location"] == url
    assert "孙晓岚" in owners(world)
    with scope(offices=[world.house.office.pk]):
        stay = Occupancy.objects.get(relation="TENANT")
    leaves: dict[str, Any] = {"occupancy": stay.pk, "ends_on": "2026-03-31"}
    assert client.post(f"{url}move-out/", leaves)["Location"] == url
    assert "孙晓岚" not in owners(world)


def test_a_transfer_is_previewed_and_then_done(world: World, browse: Browse) -> None:
    client = browse(world.house.clerk)
    url = f"{world.unit.get_absolute_url()}transfer/"
    preview = client.post(url, TRANSFER).content.decode()
    assert "林致远" in preview
    assert 'name="confirm"' in preview
    assert owners(world) == {"陈雨桐"}
    with scope(offices=[world.house.office.pk]):
        assert not Person.objects.filter(name="林致远").exists()

    changed = client.post(url, {**TRANSFER, "change": "1"}).content.decode()
    assert 'value="林致远"' in changed
    assert client.post(url, {**TRANSFER, "confirm": "1"}).status_code == 302
    assert owners(world) == {"林致远"}


def test_shares_that_are_more_than_one_are_refused_in_the_preview(
    world: World, browse: Browse
) -> None:
    shares = {"owner_1_share": "0.7", "owner_2_name": "钱志明", "owner_2_share": "0.7"}
    url = f"{world.unit.get_absolute_url()}transfer/"
    page = browse(world.house.clerk).post(url, {**TRANSFER, **shares})
    assert 'role="alert"' in page.content.decode()
    assert owners(world) == {"陈雨桐"}


def test_a_person_entered_twice_is_merged_after_a_preview(
    world: World, browse: Browse
) -> None:
    with scope(offices=[world.house.office.pk]):
        twin = Person.objects.create(office=world.house.office, name="陈雨桐")
        Occupancy.objects.create(
            unit=world.house.upstairs, person=twin, relation="OWNER", share=1
        )
    client = browse(world.house.clerk)
    url = f"/people/{world.person.pk}/merge/"
    preview = client.post(url, {"drop": twin.pk}).content.decode()
    assert world.house.upstairs.label in preview
    assert client.post(url, {"drop": twin.pk, "confirm": "1"}).status_code == 302
    page = client.get(f"/people/{twin.pk}/")
    assert page["Location"] == f"/people/{world.person.pk}/"


def test_data_of_somebody_who_still_lives_here_is_not_erased(
    world: World, browse: Browse
) -> None:
    url = f"/people/{world.person.pk}/erase/"
    page = browse(world.house.manager).post(url, {"reason": "本人要求"})
    assert 'role="alert"' in page.content.decode()
    with scope(offices=[world.house.office.pk]):
        assert PersonContact.objects.exists()
