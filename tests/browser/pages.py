"""Every page of the application as somebody who may open it sees it.

The access table names pages and people; each step of a repair or of a callback adds
its form.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from django.urls import reverse

from callbacks import transitions as callbacks
from complaints import transitions as complaints
from propertyservice.organisation.models import Staff
from propertyservice.workflow.transitions import Transition
from repairs import transitions as repairs
from tests.access import table
from tests.access.world import World

NO_PAGES = {"healthz", "admin:index", "second-factor-codes", "repairs:photos"}
DOWNLOAD = re.compile(r"export|excel|blank")
MOST_CASES = 60


@dataclass(frozen=True)
class Sight:
    """An address and who opens it; nobody: before login. ``name`` is its file's."""

    name: str
    url: str
    person: Staff | None


def sights(world: World, words: Sequence[str] = ()) -> Iterator[Sight]:
    """The pages of the access table that show something to read; of ``words`` only
    those that have one of them in their name."""
    for page in table.every():
        if page.method != "get" or 200 not in page.ok:
            continue
        if page.name in NO_PAGES or DOWNLOAD.search(page.name):
            continue
        name = re.sub(r"\W+", "-", str(page)).strip("-")
        if words and not any(word in name for word in words):
            continue
        url = reverse(page.name, kwargs=dict(page.values(world)))
        if query := page.query(world):
            url += f"?{urlencode(query)}"
        person = None if page.public else world.house.people[page.may]
        yield Sight(name, url, person)
    intake = f"{reverse('repairs:new')}?{urlencode({'unit': world.unit.code})}"
    yield Sight("repairs-new-of-a-home", intake, world.house.clerk)
    late = f"{reverse('repairs:list')}?view=all"
    yield Sight("repairs-list-all", late, world.house.supervisor)


@dataclass(frozen=True)
class Walk:
    """The steps of a clause, and the route of their forms."""

    name: str
    route: str
    steps: Iterable[Transition]


REPAIRS = Walk("", "repairs:step", repairs.STEPS)
CALLBACKS = Walk("callback-", "callbacks:step", callbacks.STEPS)
COMPLAINTS = Walk("complaint-", "complaints:step", complaints.STEPS)


def steps(
    people: Iterable[Staff], records: Iterable[Any], walk: Walk = REPAIRS
) -> Iterator[Sight]:
    """The form of every step that somebody may take on one of these records."""
    people, records = list(people), list(records)
    for step in walk.steps:
        able = (
            (person, record)
            for record in records
            if record.status in step.sources
            for person in people
            if person.may(step.right, record.office_id)
            and step.refusal(person, record) is None
        )
        for person, record in able:
            url = reverse(walk.route, args=[record.number, step.name])
            yield Sight(f"{walk.name}step-{step.name}", url, person)
            break


def cases(
    person: Staff, records: Iterable[Any], walk: Walk = REPAIRS
) -> Iterator[Sight]:
    """One case in every status, as the same person sees it."""
    seen: set[str] = set()
    for record in records:
        if record.status not in seen:
            seen.add(record.status)
            name = f"{walk.name}case-{record.status.lower().replace('_', '-')}"
            yield Sight(name, record.get_absolute_url(), person)
