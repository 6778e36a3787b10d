"""Signs and numbers that no honest page sends are answered, never a 500."""

from __future__ import annotations

import pytest

from tests.access.world import World
from tests.workbench.conftest import browse

__all__ = ["browse"]

HUGE = "9" * 5000
ADDRESSES = [
    "/queue/?kind=a%00b&view=a%00b",
    f"/queue/several/?pick={HUGE}",
    f"/repairs/?view=all&pick={HUGE}",
    f"/repairs/sheets/?pick={HUGE}",
    f"/repairs/print/?q={'x' * 3000}",
    "/repairs/new/?unit=a%00b",
    f"/units/a%00b/?q={HUGE}",
]


@pytest.mark.parametrize("address", ADDRESSES)
@pytest.mark.parametrize("who", ["maintenance", "clerk"])
def test_an_odd_address_is_answered(
    world: World, browse: object, who: str, address: str
) -> None:
    client = browse(getattr(world.house, who))  # type: ignore[operator]
    assert client.get(address).status_code in (200, 302, 403, 404)


def test_an_odd_opinion_is_kept_without_its_control_sign(
    world: World, browse: object
) -> None:
    client = browse(world.house.maintenance)  # type: ignore[operator]
    address = f"/queue/{world.request.pk}/return/"
    assert client.post(address, {"opinion": "说清\0楚"}).status_code == 302


def test_an_office_that_is_no_number_is_refused(world: World, browse: object) -> None:
    client = browse(world.house.clerk)  # type: ignore[operator]
    assert client.post("/office/", {"office": HUGE}).status_code == 403
