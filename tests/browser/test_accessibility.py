"""axe on every page, wide and narrow, light and dark; no page scrolls sideways."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.conf import settings
from playwright.sync_api import Browser, BrowserContext, Page
from pytest_django.live_server_helper import LiveServer

from callbacks import transitions as calling
from callbacks.models import Callback
from complaints.models import Complaint, Level
from propertyservice.organisation.models import Company, Staff
from propertyservice.organisation.scope import everywhere, scope
from repairs import transitions as do
from repairs.models import Repair
from tests.access.world import World, furnish
from tests.browser.pages import CALLBACKS, COMPLAINTS, Sight, cases, sights, steps
from tests.callbacks.stages import answer, assigned, returned
from tests.complaints.conftest import staff_of_complaints
from tests.complaints.steps import ROAD, lead_to, take
from tests.support.browser import known_as
from tests.support.cast import House, make_house

SERIOUS = {"serious", "critical"}
ONLY = {"resultTypes": ["violations"]}
WIDE, NARROWEST = 1280, 320
WIDTH_NOW = "document.documentElement.scrollWidth"


@pytest.fixture(scope="module")
def live_data(committing_module: str) -> World:
    """Two offices, and of everything one in the first."""
    company = Company.objects.create(name="锦程物业", kind="PROPERTY")
    house = make_house(company, "JX", "GRADE_1")
    other = make_house(company, "YH", "GRADE_3")
    with scope(offices=[house.office.pk]):
        made = furnish(house, other)
        more_calls(house)
        more_callbacks(house)
        more_complaints(house)
    return made


def more_calls(house: House) -> None:
    """A repair at each stage of its life, so that each step has a form."""
    new = call(house, "客厅插座没有电", "POWER")
    do.declare_incident(new, by=house.maintenance)
    call(house, "入户门锁难开", "DOOR")
    sent = call(house, "阳台地漏堵塞", "WATER")
    do.dispatch(sent, by=house.clerk, technician=house.repairer)
    waits = worked_on(house, "卫生间墙砖空鼓", "MASONRY")
    do.suspend(
        waits,
        by=house.maintenance,
        reason_code="WAIT_MATERIAL",
        next_action_on=waits.reported_at.date(),
    )
    done = finished(house, "可视对讲没有画面", "WEAK_CURRENT")
    do.return_sheet(done, by=house.clerk)
    finished(house, "单元门闭门器漏油", "COMMON")


def more_complaints(house: House) -> None:
    """A complaint at each stage of its life, one critical, one about somebody."""
    staff_of_complaints(house)
    for stop in ROAD:
        level = Level.CRITICAL if stop == "called_back" else Level.MINOR
        taken = take(house, content=f"电梯厅没有打扫：{stop}", level=level)
        lead_to(taken, house, stop)
    take(house, content="前台态度冷淡", respondent=house.colleague)


def more_callbacks(house: House) -> None:
    """A callback at each stage of its life: planned, assigned, called, unhappy."""
    urgent = {"priority": "EMERGENCY", "unit": house.unit}
    returned(house, trade="COMMON", **urgent)
    stages = {"MASONRY": "", "POWER": "B", "WEAK_CURRENT": "C"}
    for trade, rating in stages.items():
        returned(house, trade=trade, **urgent)
        callback = assigned(house, Callback.objects.latest("pk"))
        if rating:
            answer(house, callback, rating)
        if rating == "B":
            calling.review(callback, by=house.supervisor)


def call(house: House, what: str, trade: str) -> Repair:
    """Somebody calls from upstairs."""
    said: dict[str, Any] = {
        "office": house.office,
        "unit": house.upstairs,
        "resident_name": "徐静轩",
        "relation": "OWNER",
        "phone": "13800004410",
        "description": what,
        "trade": trade,
        "priority": "EMERGENCY" if trade == "POWER" else "NORMAL",
    }
    return do.report(do.Request(**said), by=house.clerk)


def worked_on(house: House, what: str, trade: str) -> Repair:
    """A repair that somebody is working on."""
    repair = call(house, what, trade)
    do.dispatch(repair, by=house.clerk, technician=house.colleague)
    do.accept(repair, by=house.colleague)
    do.arrive(repair, by=house.colleague)
    do.start(repair, by=house.colleague, cause="老化磨损")
    return repair


def finished(house: House, what: str, trade: str) -> Repair:
    """A repair that waits for its sheet."""
    repair = worked_on(house, what, trade)
    do.finish(
        repair,
        by=house.colleague,
        result="REPAIRED",
        work_done="更换配件",
        resident_sign="徐静轩",
    )
    return repair


@pytest.fixture(scope="module")
def shown(live_data: World) -> list[Sight]:
    """Every page, and the form of each step that somebody may take."""
    house = live_data.house
    with everywhere("test"):
        repairs = Repair.objects.select_related("register", "office", "sheet")
        called = Callback.objects.select_related("register", "office", "follow_up")
        complaints = Complaint.objects.select_related(
            "register", "office", "handler", "respondent"
        ).order_by("-pk")
        people = house.people.values()
        return [
            *sights(live_data),
            *steps(people, repairs),
            *steps(people, called, CALLBACKS),
            *cases(house.people["supervisor"], complaints, COMPLAINTS),
            *steps(people, complaints, COMPLAINTS),
        ]


@pytest.fixture(scope="module")
def windows(live: LiveServer, browser: Browser) -> Iterator[dict[Any, BrowserContext]]:
    """One window a person, kept for all pages."""
    kept: dict[Any, BrowserContext] = {}
    yield kept
    for window in kept.values():
        window.close()


def opened(
    windows: dict[Any, BrowserContext], live: LiveServer, browser: Browser, sight: Sight
) -> Page:
    """The page in the window of who sees it."""
    who = sight.person.pk if sight.person else None
    if who not in windows:
        windows[who] = known_as(browser, live.url, sight.person)
        windows[who].new_page()
    return windows[who].pages[0]


def put_on(theme: str, windows: dict[Any, BrowserContext], live: LiveServer) -> None:
    """Everybody's account and every window's cookie say light or dark."""
    Staff.objects.update(theme=theme)
    for window in windows.values():
        window.add_cookies([{"name": "theme", "value": theme, "url": live.url}])


@pytest.mark.parametrize(("width", "first"), [(WIDE, "light"), (390, "dark")])
def test_axe_finds_nothing_serious_on_any_page(
    windows: dict[Any, BrowserContext],
    live: LiveServer,
    browser: Browser,
    shown: list[Sight],
    width: int,
    first: str,
) -> None:
    second = "dark" if first == "light" else "light"
    wrong: dict[str, Any] = {}
    for theme, half in ((first, shown[::2]), (second, shown[1::2])):
        put_on(theme, windows, live)
        for sight in half:
            page = opened(windows, live, browser, sight)
            page.set_viewport_size({"width": width, "height": 900})
            answer = page.goto(sight.url)
            assert answer is not None
            assert answer.status == 200, sight.url
            if found := faults(page, width):
                wrong[f"{sight.name} {theme}"] = found
    assert wrong == {}


def faults(page: Page, width: int) -> list[str]:
    """What axe calls serious, and a page wider than the window."""
    found = [
        f"{rule['id']}: {node['html'][:160]}"
        for rule in Axe().run(page, options=ONLY).response["violations"]
        if rule["impact"] in SERIOUS
        for node in rule["nodes"][:2]
    ]
    for narrow in (width, NARROWEST) if width < WIDE else (width,):
        page.set_viewport_size({"width": narrow, "height": 900})
        if (wide := page.evaluate(WIDTH_NOW)) > narrow:
            found.append(f"{wide} px wide at {narrow}")
    return found


def test_the_page_says_which_language_it_speaks(
    windows: dict[Any, BrowserContext],
    live: LiveServer,
    browser: Browser,
    shown: list[Sight],
) -> None:
    page = opened(windows, live, browser, shown[0])
    name = settings.LANGUAGE_COOKIE_NAME
    for cookie, lang in (("zh-hans", "zh-Hans"), ("en", "en")):
        page.context.add_cookies([{"name": name, "value": cookie, "url": live.url}])
        page.goto("/login/")
        assert page.get_attribute("html", "lang") == lang
