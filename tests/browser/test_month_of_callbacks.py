"""A month of callbacks: drawn at night, called by day, held at the end (4.3.2)."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from datetime import datetime

import pytest
import time_machine
from django.core.management import call_command
from django.utils import timezone
from playwright.sync_api import Locator, Page, expect

from callbacks.models import Source
from propertyservice.estate.models import Unit
from propertyservice.organisation.models import Company
from propertyservice.organisation.scope import scope
from propertyservice.policy.models import CalendarYear
from tests.browser.acting import SHANGHAI, working_day
from tests.browser.conftest import At, settle
from tests.callbacks.stages import returned
from tests.support.cast import House, make_house

Zh = Callable[[str], str]
ORDINARY, URGENT = 5, 2
MONTH = "2026-05"


@pytest.fixture(scope="module")
def live_data(committing_module: str) -> House:
    """Sheets that came back on two days of May, and the nights between."""
    company = Company.objects.create(name="锦程物业", kind="PROPERTY")
    house = make_house(company, "JX", "GRADE_1")
    for year in (2025, 2026, 2027):
        CalendarYear.objects.get_or_create(year=year)
    with scope(offices=[house.office.pk]):
        settle(house)
    with working_day(2026, 5, 5), scope(offices=[house.office.pk]):
        sheets_come_back(house, range(1, 1 + ORDINARY))
        for room in range(21, 21 + URGENT):
            unit = home(house, room)
            returned(house, unit=unit, priority="EMERGENCY", description="跳闸停电")
    the_night_before(6)
    with working_day(2026, 5, 6), scope(offices=[house.office.pk]):
        sheets_come_back(house, range(11, 11 + ORDINARY))
    the_night_before(7)
    return house


def sheets_come_back(house: House, rooms: Iterable[int]) -> None:
    """Ordinary repairs of two trades, each in a home of its own."""
    for room in rooms:
        trade = "DOOR" if room % 2 else "POWER"
        unit, trouble = home(house, room), f"{room} 号房报修"
        returned(house, unit=unit, trade=trade, description=trouble)


def home(house: House, room: int) -> Unit:
    """Another home in the building."""
    stairwell = house.unit.stairwell
    return Unit.objects.create(
        building=house.unit.building, stairwell=stairwell, room=f"7{room:02}"
    )


def the_night_before(day: int) -> None:
    """The job of the night, as cron would run it."""
    with working_day(2026, 5, day, 2, 0):
        call_command("draw_callbacks")


@pytest.fixture
def clock() -> Iterator[time_machine.Coordinates]:
    """Thursday morning, two days before the first windows end."""
    with working_day(2026, 5, 7) as clock:
        yield clock


def on(clock: time_machine.Coordinates, month: int, day: int, hour: int) -> None:
    """Go on to another hour."""
    clock.move_to(datetime(2026, month, day, hour, 40, tzinfo=SHANGHAI))


@pytest.mark.clause("4.3.1", "4.3.2")
@pytest.mark.edge(19, 23)
def test_a_month_ends_at_the_prescribed_rate_and_the_page_says_so(
    at: At, zh: Zh, clock: time_machine.Coordinates
) -> None:
    wanted = 3 + URGENT  # three of ten ordinary ones, and every urgent one
    shown = rate_page(at)
    expect(shown).to_have_text(re.compile(rf"5 月 8 日.*前还差 {URGENT} 件"))
    expect(after(shown)).to_contain_text(f"{wanted} ")

    officer = at("caller", "/callbacks/worklist/")
    expect(officer.locator("h1 + p")).to_contain_text(f"{wanted} ")
    for rating in ("A", "B"):
        assert source_at(officer) == str(Source.URGENT.label)
        call(officer, f"rate:{rating}")
    call(officer, "try:NO_ANSWER")
    for rating in ("A", "B"):
        call(officer, f"rate:{rating}")
    nobody_there = officer.locator("main [name=number]").input_value()
    expect(rate_page(at)).to_contain_text("还差 1 ")

    try_again_until_it_counts(at, clock, nobody_there)
    on(clock, 5, 9, 9)
    expect(rate_page(at)).to_contain_text("还差 1 ")
    call_command("draw_callbacks")
    officer = at("caller", "/callbacks/worklist/")
    assert officer.locator("main [name=number]").input_value() != nobody_there
    call(officer, "rate:A")
    expect(officer.locator("main [name=number]")).to_have_count(0)
    expect(rate_page(at)).to_have_text(zh("The prescribed rate is held"))

    on(clock, 6, 1, 9)
    the_month_is_over(at("supervisor", f"/callbacks/rate/?month={MONTH}"), zh)
    call_command("draw_callbacks", verify=True)


def rate_page(at: At) -> Locator:
    """What the supervisor reads first on the page of the rate."""
    return at("supervisor", f"/callbacks/rate/?month={MONTH}").locator("p.big")


def after(big: Locator) -> Locator:
    """The line under it: prescribed and done so far."""
    return big.locator("+ p")


def source_at(page: Page) -> str:
    """Why the one on the page is called."""
    return page.locator("main form[data-form] .tag").first.inner_text()


def call(page: Page, act: str) -> None:
    """One call, one button; the next one comes."""
    with page.expect_navigation():
        page.click(f"main button[value='{act}']")
    expect(page.locator(".say").first).to_be_visible()


def try_again_until_it_counts(
    at: At, clock: time_machine.Coordinates, number: str
) -> None:
    """Three tries on two days at different hours; then the next of the order is due."""
    not_reached = "main button[value=unreachable]"
    on(clock, 5, 7, 15)
    page = at("caller", "/callbacks/worklist/")
    call(page, "try:NO_ANSWER")
    expect(page.locator(not_reached)).to_have_count(0)
    on(clock, 5, 8, 9)
    page = at("caller", "/callbacks/worklist/")
    assert page.locator("main [name=number]").input_value() == number
    call(page, "try:BUSY")
    page.click(not_reached)
    expect(page.locator("main [name=number]")).to_have_count(0)


def the_month_is_over(page: Page, zh: Zh) -> None:
    """Every window has ended: the rate is what was prescribed, in the table too."""
    assert timezone.localdate().month == 6
    expect(page.locator("p.big")).to_have_text(zh("The prescribed rate is held"))
    ordinary = page.locator("tbody tr", has_text=str(Source.REPAIR.label))
    cells = ordinary.first.locator("td")
    assert cells.all_inner_texts()[:9] == [
        *("10", "10", "4", "3", "0", "1", "0", "0"),
        "30.0%",
    ]
    urgent = page.locator("tbody tr", has_text=str(Source.URGENT.label)).first
    expect(urgent).to_contain_text("100.0%")
    expect(ordinary.first).to_contain_text(zh("held"))
    cells.nth(3).locator("a").click()
    expect(page.locator("table.reg tbody tr")).to_have_count(3)
