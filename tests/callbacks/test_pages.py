"""The pages of callbacks: what each costs, with one row and with several (4.3.2)."""

from __future__ import annotations

from typing import Any

import pytest
from django.urls import reverse

from callbacks import transitions as do
from callbacks.models import Callback, Candidate, Sampling
from callbacks.transitions.sampling import night
from propertyservice.organisation.scope import scope
from tests.access.world import World
from tests.callbacks.stages import answer, assigned, returned
from tests.support.figures import listed
from tests.support.people import sign_in
from tests.support.queries import costs

pytestmark = [pytest.mark.django_db, pytest.mark.clause("4.3.2")]


def fill(world: World, trades: tuple[str, ...]) -> None:
    """Urgent ones in several states, and ordinary ones that the night drew."""
    house = world.house
    for trade in trades:
        returned(house, trade=trade, priority="EMERGENCY")
        returned(house, trade=trade, unit=house.upstairs)
    night.draw_all()
    with scope(house.supervisor):
        let_them_end(world)


def let_them_end(world: World) -> None:
    """A third waits, a third was answered, a third is closed."""
    house = world.house
    for n, callback in enumerate(
        Callback.objects.filter(source="URGENT", outcome="").order_by("pk")
    ):
        if n % 3:
            answer(house, assigned_or_not(world, callback), "B")
        if n % 3 == 2:
            callback.refresh_from_db()
            do.review(callback, by=house.supervisor)


def assigned_or_not(world: World, callback: Callback) -> Callback:
    """A callback in the officer's hands, whoever gave it."""
    callback = Callback.objects.select_related("register", "office").get(pk=callback.pk)
    return callback if callback.caller_id else assigned(world.house, callback)


def urls(world: World) -> dict[str, str]:
    """Every page that shows something of callbacks."""
    with scope(world.house.supervisor):
        return _urls()


def _urls() -> dict[str, str]:
    some = Callback.objects.select_related("register").order_by("pk")
    first = some[0].get_absolute_url()
    one = Sampling.objects.filter(candidates__excluded="", source="REPAIR").first()
    undrawn = Candidate.objects.filter(callback=None, rate__lt=1, excluded="").first()
    assert one is not None
    assert undrawn is not None
    return {
        "callbacks:list": reverse("callbacks:list"),
        "callbacks:list all": f"{reverse('callbacks:list')}?view=all",
        "callbacks:detail": first,
        "callbacks:assign": f"{first}assign/",
        "callbacks:rate": reverse("callbacks:rate"),
        "callbacks:samplings": reverse("callbacks:samplings"),
        "callbacks:sampling": reverse("callbacks:sampling", args=[one.pk]),
        "callbacks:add": reverse("callbacks:add", args=[undrawn.pk]),
        "callbacks:bulk-assign": (f"{reverse('callbacks:bulk-assign')}?{picked(some)}"),
        "callbacks:print": f"{first}print/",
    }


def picked(callbacks: Any) -> str:
    """The ticks of a list."""
    return "&".join(f"pick={each.pk}" for each in callbacks)


def test_no_page_asks_more_of_the_database_for_more_rows(world: World) -> None:
    supervisor, caller = sign_in(world.house.supervisor), sign_in(world.house.caller)
    worklist = reverse("callbacks:worklist")
    for more in (("DOOR", "POWER"), ("WATER", "MASONRY")):
        fill(world, more)
        for name, url in urls(world).items():
            response = costs(name, lambda url=url: supervisor.get(url))
            assert response.status_code == 200, name
        assert costs("callbacks:worklist", lambda: caller.get(worklist)).content


def test_base_and_ended_windows_of_the_rate_page_open_their_lists(
    world: World,
) -> None:
    fill(world, ("DOOR", "POWER"))
    supervisor = world.house.supervisor
    page = sign_in(supervisor).get(reverse("callbacks:rate"))
    lines = page.context["lines"]
    assert lines
    with scope(supervisor):
        for line in lines:
            assert listed(line.urls["base"], supervisor) == line.tally.base
            assert listed(line.urls["due"], supervisor) == line.tally.due
            assert line.urls["base"].encode().replace(b"&", b"&amp;") in page.content


def test_who_reads_no_figures_gets_numbers_without_links(world: World) -> None:
    fill(world, ("DOOR", "POWER"))
    page = sign_in(world.house.caller).get(reverse("callbacks:rate"))
    assert "base" not in page.context["lines"][0].urls
    assert b"/callbacks/base/" not in page.content
