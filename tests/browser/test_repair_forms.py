"""What the forms of repairs do by themselves in Chromium (LOOK 7)."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from propertyservice.organisation.scope import scope
from repairs import transitions as do
from repairs.models import Repair
from tests.browser.conftest import PHONE, At
from tests.repairs.test_life import call
from tests.support.cast import House

pytestmark = pytest.mark.clause("4.2.2")


def working(house: House) -> Repair:
    """A leak that the repairer is working on."""
    with scope(offices=[house.office.pk]):
        repair = call(house)
        do.dispatch(repair, by=house.clerk, technician=house.repairer)
        do.accept(repair, by=house.repairer)
        do.arrive(repair, by=house.repairer)
        do.start(repair, by=house.repairer, cause="接口老化")
    return repair


def test_only_what_is_needed_is_asked(at: At, house: House) -> None:
    page = at("clerk", f"/repairs/new/?unit={house.unit.code}")
    name = page.locator("[name=resident_name]")
    agreed = page.locator("[name=appointment_at]")

    expect(page.locator("[name=phone]")).to_have_value(PHONE)
    expect(name).to_be_hidden()
    expect(agreed).to_be_hidden()

    page.locator("[name=who]").select_option("other")
    expect(name).to_be_visible()
    expect(page.locator("[name=phone]")).to_have_value("")

    page.locator("[name=when][value=LATER]").check()
    expect(agreed).to_be_visible()


def test_more_rows_for_materials_can_be_added(at: At, house: House) -> None:
    repair = working(house)
    page = at("repairer", f"/repairs/{repair.number}/finish/", width=390)
    page.locator("[name=work_done]").fill("换角阀")
    rows = page.locator(".materials tbody tr:visible")
    assert rows.count() == 1

    for place in range(1, 6):  # four that wait, then a new one
        page.locator("[data-add-row]").click()
        assert rows.count() == place + 1
        expect(page.locator(f"[name=materials-{place}-name]")).to_be_focused()

    page.locator("form[data-form] button[type=submit]").click()
    page.wait_for_url(f"**/repairs/{repair.number}/")
    with scope(offices=[house.office.pk]):
        assert Repair.objects.get(pk=repair.pk).status == "FINISHED"
