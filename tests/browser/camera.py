"""Pictures of every page of a demonstration, for eyes (``make screens``)."""

from __future__ import annotations

import contextlib
import logging
import os
import sys
import tempfile
from collections.abc import Iterator, Sequence
from datetime import timedelta
from pathlib import Path

from django.conf import settings
from django.core.management.sql import emit_post_migrate_signal
from django.test.utils import override_settings
from django.utils import timezone
from playwright.sync_api import Browser, BrowserContext, sync_playwright
from pytest_django.live_server_helper import LiveServer

from callbacks.models import Callback
from complaints.models import Complaint
from propertyservice.approvals.models import Request
from propertyservice.cases.models import Step
from propertyservice.estate.models import Occupancy, Place, Unit
from propertyservice.organisation.models import Appointment, Office, Staff
from propertyservice.organisation.scope import everywhere
from propertyservice.planning.models import HandOver
from propertyservice.ui.models import SavedView
from propertyservice.workbench import demo
from propertyservice.workflow.models import Notice
from repairs.models import Repair
from tests.access.world import World
from tests.browser.morning import morning, set_database_back
from tests.browser.pages import (
    CALLBACKS,
    COMPLAINTS,
    MOST_CASES,
    Sight,
    cases,
    sights,
    steps,
)
from tests.support.browser import CHROMIUM, browser_arguments, known_as
from tests.support.cast import POSTS, House
from tests.support.databases import ROOT, as_owner, copy, drop, in_database, template

FOLDER = ROOT / ".local" / "screens"
IMAGES = ROOT / "docs" / "images"
WIDTHS = {1280: 800, 390: 844}
PLAIN_STATIC = {
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
}
SMALL = {"offices": 2, "households": 160, "months": 2, "seed": 7}
AS_DELIVERED = {"offices": 2, "households": 600, "months": 6, "seed": 7}  # load_demo
LANGUAGE = os.environ.get("SCREENS_LANGUAGE", settings.LANGUAGE_CODE)
HOME = "3-1-502"
SEEN = timedelta(days=60)


@contextlib.contextmanager
def demonstration(size: dict[str, int]) -> Iterator[World]:
    """A database with a demonstration of a working morning, and what pages show."""
    name = f"screens_{os.getpid()}"
    with as_owner():
        copy(template(), name)
    try:
        with (
            tempfile.TemporaryDirectory() as files,
            morning() as ago,
            in_database(name),
            override_settings(
                MEDIA_ROOT=Path(files), STORAGES=settings.STORAGES | PLAIN_STATIC
            ),
        ):
            with as_owner():
                emit_post_migrate_signal(verbosity=0, interactive=False, db="default")
                set_database_back(ago)
                demo.load(**size)
            yield world()
    finally:
        with as_owner():
            drop(name)


def world() -> World:
    """One of each thing of the first office."""
    office = Office.objects.get(code="JX")
    today = timezone.localdate()
    people = {
        name: Staff.objects.filter(username=name).first()
        or Staff.objects.on_post(post, office.pk, today)[0]
        for name, post in POSTS.items()
        if name != "colleague"
    }
    with everywhere("screens"):
        repairs = Repair.objects.filter(office=office)
        tie = _resident(office)
        repair = repairs.filter(unit=tie.unit).latest("pk")
        house = House(
            office=office,
            people=people,
            unit=tie.unit,
            upstairs=Unit.objects.filter(office=office).exclude(pk=tie.unit_id)[0],
            lobby=Place.objects.filter(office=office)[0],
        )
        view, _made = SavedView.objects.get_or_create(
            owner=people["clerk"],
            register="repairs",
            name="急修",
            query="view=all&priority=EMERGENCY",
        )
        return World(
            house=house,
            other=house,
            tie=tie,
            repair=repair,
            request=Request.objects.waiting().filter(case__office=office)[0],
            notice=Notice.objects.filter(recipient=people["clerk"])[0],
            appointment=Appointment.objects.filter(holder=people["clerk"])[0],
            view=view,
            step=Step.objects.filter(case=repair.register).latest("pk"),
            handover=HandOver.objects.filter(office=office, taken_by=None)[0],
        )


def _resident(office: Office) -> Occupancy:
    """Who lives in 3-1-502, or in another home that has reported a repair."""
    calling = Occupancy.objects.filter(
        office=office, ends_on=None, unit__repairs__isnull=False
    ).select_related("unit", "person")
    return calling.filter(unit__code__endswith=HOME).first() or calling[0]


def everything(world: World, words: Sequence[str] = ()) -> list[Sight]:
    """All pages, a case in each status and the form of each step."""
    people = world.house.people
    with everywhere("screens"):
        recent = list(
            Repair.objects.filter(
                office=world.house.office, reported_at__gte=timezone.now() - SEEN
            )
            .select_related("register", "office", "sheet", "technician")
            .order_by("-pk")
        )
        called = list(
            Callback.objects.filter(office=world.house.office)
            .select_related("register", "office", "follow_up", "candidate", "caller")
            .order_by("-pk")[: MOST_CASES * 10]
        )
        complaints = list(
            Complaint.objects.filter(office=world.house.office)
            .select_related("register", "office", "handler", "respondent")
            .order_by("-pk")[:MOST_CASES]
        )
        return [
            *sights(world, words),
            *cases(people["supervisor"], recent),
            *steps(people.values(), recent),
            *cases(people["supervisor"], called, CALLBACKS),
            *steps(people.values(), called, CALLBACKS),
            *cases(people["supervisor"], complaints, COMPLAINTS),
            *steps(people.values(), complaints, COMPLAINTS),
        ]


class Camera:
    """Opens pages as people, and keeps each person's browser window."""

    def __init__(self, browser: Browser, url: str) -> None:
        self.browser, self.url = browser, url
        self.windows: dict[tuple[int | None, int], BrowserContext] = {}

    def window(self, person: Staff | None, width: int) -> BrowserContext:
        """The window of this person and width."""
        key = (person.pk if person else None, width)
        if key not in self.windows:
            height = WIDTHS.get(width, 800)
            made = known_as(self.browser, self.url, person, width=width, height=height)
            name, value = settings.LANGUAGE_COOKIE_NAME, LANGUAGE
            made.add_cookies([{"name": name, "value": value, "url": self.url}])
            self.windows[key] = made
        return self.windows[key]

    def take(self, sight: Sight, width: int, path: Path, *, whole: bool = True) -> str:
        """Write one picture; says what was wrong with the page, or nothing."""
        page = self.window(sight.person, width).new_page()
        said: list[str] = []
        page.on("pageerror", lambda error: said.append(str(error)))
        answer = page.goto(sight.url)
        status = answer.status if answer else 0
        path.parent.mkdir(parents=True, exist_ok=True)
        page.screenshot(path=path, full_page=whole)
        if status != 200:
            said.append(f"answered {status}")
        if (wide := page.evaluate("document.documentElement.scrollWidth")) > width:
            said.append(f"is {wide} px wide")
        page.close()
        return "; ".join(said)


def say(words: str) -> None:
    """A line for who is waiting."""
    sys.stdout.write(words + "\n")
    sys.stdout.flush()


def take_all(camera: Camera, shown: list[Sight]) -> int:
    """Every page at every width; returns how many had something wrong."""
    wrong = 0
    for sight in shown:
        for width in WIDTHS:
            problem = camera.take(sight, width, FOLDER / f"{sight.name}-{width}.png")
            wrong += bool(problem)
            say(f"{sight.name} at {width}: {problem or 'ok'}")
    say(f"{len(shown) * len(WIDTHS)} pictures in {FOLDER}, {wrong} with problems.")
    return wrong


def take_for_readme(camera: Camera, world: World) -> int:
    """The front desk of the clerk, and a repair that is being worked on."""
    people = world.house.people
    with everywhere("screens"):
        here = Repair.objects.filter(office=world.house.office, unit__isnull=False)
        working = (
            here.filter(status="IN_PROGRESS")
            .select_related("register")
            .latest("reported_at")
        )
    shown = {
        "home": Sight("home", "/", people["clerk"]),
        "repair": Sight("repair", working.get_absolute_url(), people["maintenance"]),
    }
    problems = [
        camera.take(sight, 1280, IMAGES / f"{name}.png", whole=False)
        for name, sight in shown.items()
    ]
    return sum(map(bool, problems))


def run(words: list[str]) -> int:
    """Take the pictures; 1 when a page failed."""
    readme = "--readme" in words
    words = [word for word in words if not word.startswith("--")]
    logging.disable(logging.INFO)
    settings.ALLOWED_HOSTS = [*settings.ALLOWED_HOSTS, "localhost"]
    with demonstration(AS_DELIVERED if readme else SMALL) as made:
        Staff.objects.update(theme=os.environ.get("SCREENS_THEME", "light"))
        shown = everything(made, words)
        if words:
            shown = [each for each in shown if any(w in each.name for w in words)]
        server = LiveServer("localhost")
        try:
            with sync_playwright() as playwright:
                browser = playwright.chromium.launch(
                    executable_path=CHROMIUM, args=browser_arguments()
                )
                camera = Camera(browser, server.url)
                if readme:
                    return take_for_readme(camera, made)
                return int(take_all(camera, shown) > 0)
        finally:
            server.stop()
