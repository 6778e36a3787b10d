"""To-do, the list of all matters and the front desk: counters equal their lists."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.http import QueryDict
from django.utils import timezone

from propertyservice.cases.models import Case
from propertyservice.organisation.models import Staff
from propertyservice.organisation.scope import scope
from propertyservice.ui import desk as tiles
from propertyservice.workbench import desk, waiting
from propertyservice.workbench.views.matters import REGISTER
from repairs import transitions as do
from tests.access.world import World, report
from tests.support.queries import costs
from tests.workbench.conftest import Browse


@pytest.fixture
def late(world: World) -> Case:
    """A repair that nobody passed on in time."""
    repair = report(world.house, description="水表后阀门关不严")
    Case.objects.filter(pk=repair.pk).update(due_at=timezone.now() - timedelta(hours=1))
    return Case.objects.get(pk=repair.pk)


def everybody(world: World) -> list[Staff]:
    """The cast of the first office."""
    return list(world.house.people.values())


@pytest.mark.clause("4.2.1")
def test_what_is_overdue_stands_first(world: World, late: Case, browse: Browse) -> None:
    report(world.house, description="厨房灯不亮")
    page = browse(world.house.clerk).get("/todo/").content.decode()
    assert page.index(late.title) < page.index("厨房灯不亮")
    assert 'class="late"' in page


def test_every_counter_equals_the_list_it_opens(world: World, late: Case) -> None:
    for person in everybody(world):
        with scope(person):
            for group in waiting.groups(person, 500):
                assert group.count == len(group.rows)
                assert group.late == sum(row.late for row in group.rows)
            every = waiting.counted(person, waiting.sources(person))
            assert len(waiting.everything(person)) == sum(g.count for g in every)
            assert len(waiting.everything_late(person)) == sum(g.late for g in every)


def test_every_tile_opens_as_many_rows_as_it_counts(
    world: World, late: Case, browse: Browse
) -> None:
    person = world.house.clerk
    with scope(person):
        own = {"cases.today": "today", "cases.late": "late"}
        for tile in tiles.for_user(person):
            if tile.key in own:
                asked = REGISTER.asked(_query(view=own[tile.key]))
                listed = REGISTER.matching(person, asked)
                assert tile.rows(person).count() == listed.count()


def test_what_is_handed_on_leaves_the_list(world: World, browse: Browse) -> None:
    repair = report(world.house, description="客厅插座没有电")
    client = browse(world.house.clerk)
    assert repair.number in client.get("/todo/").content.decode()
    with scope(offices=[world.house.office.pk]):
        do.dispatch(repair, by=world.house.clerk, technician=world.house.colleague)
    assert repair.number not in client.get("/todo/").content.decode()
    theirs = browse(world.house.colleague).get("/todo/").content.decode()
    assert repair.number in theirs


def test_a_household_lists_all_its_cases(world: World, browse: Browse) -> None:
    url = f"/cases/?view=all&unit={world.unit.code}"
    assert world.number in browse(world.house.clerk).get(url).content.decode()
    elsewhere = f"/cases/?view=all&unit={world.house.upstairs.code}"
    page = browse(world.house.clerk).get(elsewhere).content.decode()
    assert world.number not in page


def test_managers_see_what_is_late_by_post(world: World, late: Case) -> None:
    with scope(world.house.manager):
        rows = desk.lateness(world.house.manager)
    assert [(row.office, row.count) for row in rows] == [(world.house.office.name, 1)]


def test_the_front_desk_greets_and_shows_the_box_once(
    world: World, browse: Browse
) -> None:
    page = browse(world.house.clerk).get("/").content.decode()
    assert page.count('id="q"') == 1
    assert world.repair.register.title in page


def test_pages_cost_the_same_whatever_waits(world: World, browse: Browse) -> None:
    client = browse(world.house.clerk)
    report(world.house, description="one")
    costs("home", lambda: client.get("/"))
    costs("todo", lambda: client.get("/todo/"))
    costs("cases", lambda: client.get("/cases/"))
    for n in range(4):
        report(world.house, description=f"more {n}")
    costs("home", lambda: client.get("/"))
    costs("todo", lambda: client.get("/todo/"))
    costs("cases", lambda: client.get("/cases/"))


def _query(**facts: str) -> QueryDict:
    query = QueryDict(mutable=True)
    query.update(facts)
    return query
