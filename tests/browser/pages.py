"""Every page of the application as somebody who may open it sees it.

The access table names pages and people; each step of a repair adds its form.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from urllib.parse import urlencode

from django.urls import reverse

from propertyservice.organisation.models import Staff
from repairs.models import Repair
from repairs.transitions import STEPS
from tests.access import table
from tests.access.world import World

NO_PAGES = {"healthz", "admin:index", "second-factor-codes", "repairs:photos"}
DOWNLOAD = re.compile(r"export")
MOST_CASES = 60


@dataclass(frozen=True)
class Sight:
    """An address and who opens it; nobody: before login. ``name`` is its file's."""

    name: str
    url: str
    person: Staff | None


def sights(world: World) -> Iterator[Sight]:
    """The pages of the access table that show something to read."""
    for page in table.every():
        if page.method != "get" or 200 not in page.ok:
            continue
        if page.name in NO_PAGES or DOWNLOAD.search(page.name):
            continue
        url = reverse(page.name, kwargs=dict(page.values(world)))
        if query := page.query(world):
            url += f"?{urlencode(query)}"
        person = None if page.public else world.house.people[page.may]
        yield Sight(re.sub(r"\W+", "-", str(page)).strip("-"), url, person)
    intake = f"{reverse('repairs:new')}?{urlencode({'unit': world.unit.code})}"
    yield Sight("repairs-new-of-a-home", intake, world.house.clerk)
    late = f"{reverse('repairs:list')}?view=all"
    yield Sight("repairs-list-all", late, world.house.supervisor)


def steps(people: Iterable[Staff], repairs: Iterable[Repair]) -> Iterator[Sight]:
    """The form of every step that somebody may take on one of these repairs."""
    people, repairs = list(people), list(repairs)
    for step in STEPS:
        able = (
            (person, repair)
            for repair in repairs
            if repair.status in step.sources
            for person in people
            if person.may(step.right, repair.office_id)
            and step.refusal(person, repair) is None
        )
        for person, repair in able:
            url = reverse("repairs:step", args=[repair.number, step.name])
            yield Sight(f"step-{step.name}", url, person)
            break


def cases(person: Staff, repairs: Iterable[Repair]) -> Iterator[Sight]:
    """One case in every status, as the same person sees it."""
    seen: set[str] = set()
    for repair in repairs:
        if repair.status not in seen:
            seen.add(repair.status)
            name = f"case-{repair.status.lower().replace('_', '-')}"
            yield Sight(name, repair.get_absolute_url(), person)
