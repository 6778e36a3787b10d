"""A register list: filters, views, counters, ticks, and what it costs."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime

import pytest
from django.db import connection
from django.http import HttpRequest, QueryDict
from django.template.loader import render_to_string
from django.test.utils import CaptureQueriesContext
from pytest_django import DjangoAssertNumQueries

from propertyservice.organisation.models import Staff
from propertyservice.ui.counters import counts, shown
from propertyservice.ui.models import SavedView
from tests.support.people import hire, make_office
from tests.ui.conftest import Ask
from tests.ui.directory import Directory

pytestmark = pytest.mark.django_db


@pytest.fixture
def crowd(reader: Staff) -> list[Staff]:
    """Twelve people, one of them inactive, one marked late."""
    office = make_office()
    people = [
        Staff(username=f"p{n:02}", name=f"王{n:02}", office=office) for n in range(12)
    ]
    people[3].is_active = False
    people[4].name = "late"
    people[5].last_login = datetime(2026, 3, 17, tzinfo=UTC)
    made: list[Staff] = Staff.objects.bulk_create(people)
    return made


def test_the_first_view_holds_when_none_is_asked(ask: Ask, crowd: list[Staff]) -> None:
    page = ask()

    assert page.total == "12"
    assert [(tab.label, tab.count, tab.current) for tab in page.tabs] == [
        ("Active", "12", True),
        ("Mine", "1", False),
        ("All", "13", False),
    ]


def test_an_unknown_view_shows_everything(ask: Ask, crowd: list[Staff]) -> None:
    assert ask("?view=nonsense").total == "13"


def test_conditions_stand_in_the_address_and_in_chips(
    ask: Ask, crowd: list[Staff]
) -> None:
    page = ask("?view=all&q=王&seen=2026-03-17&page=x&empty=")

    assert page.query == "q=%E7%8E%8B&seen=2026-03-17&view=all"
    assert [chip.text for chip in page.chips] == ["Seen 2026-03-17"]
    assert page.chips[0].url == "?q=%E7%8E%8B&view=all"
    assert page.is_filtered
    assert page.total == "1"


def test_a_head_turns_the_order_and_says_which_it_is(ask: Ask) -> None:
    heads = {head.column.key: head for head in ask("?view=all&sort=-username").heads}

    assert heads["name"].direction == "descending"
    assert heads["name"].url == "?sort=username&view=all"
    assert heads["text"].direction == ""
    assert heads["text"].url == "?sort=name&view=all"


def test_pages_keep_the_filter_and_say_where_they_are(
    ask: Ask, crowd: list[Staff]
) -> None:
    first = ask("?view=all&q=王")
    second = ask(first.next_url)

    assert (first.slice.first, first.slice.last) == (1, 5)
    assert (second.slice.first, second.slice.last) == (6, 10)
    assert "q=%E7%8E%8B" in second.next_url
    assert ask(second.previous_url).rows == first.rows


def test_rows_are_escaped_and_named(ask: Ask, crowd: list[Staff]) -> None:
    Staff.objects.filter(username="p00").update(name="<b>王</b>")

    rows = ask("?view=all").rows

    assert "&lt;b&gt;王&lt;/b&gt;" in rows
    assert 'aria-label="Select p00"' in rows or "p00" in rows
    assert '<tr role="row" class="late">' in rows
    assert '<th role="rowheader" scope="row" class="wide no">' in rows


def test_a_list_costs_three_statements_whatever_it_shows(
    ask: Ask,
    crowd: list[Staff],
    reader: Staff,
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    SavedView.objects.create(
        owner=reader, register="directory", name="王", query="q=王&view=all"
    )
    with django_assert_num_queries(3):
        page = ask()
        assert page.rows
        assert page.total
        assert len(page.tabs) == 4


def test_the_panel_costs_the_same_for_few_and_many_rows(
    ask: Ask, crowd: list[Staff], request_of: Callable[..., HttpRequest], reader: Staff
) -> None:
    def cost(query: str) -> int:
        page = ask(query)
        with CaptureQueriesContext(connection) as seen:
            render_to_string(
                "ui/register_panel.html", {"page": page}, request=page.request
            )
        return len(seen)

    assert cost("?view=mine") == cost("?view=all")


def test_counting_stops_at_the_cap(crowd: list[Staff]) -> None:
    everyone = Staff.objects.order_by("name")

    assert counts([everyone, everyone.none(), everyone[:3]], cap=5) == [6, 0, 3]
    assert [shown(6, cap=5), shown(5, cap=5)] == ["5+", "5"]


def test_a_saved_view_is_a_tab_of_its_owner(
    ask: Ask, crowd: list[Staff], reader: Staff
) -> None:
    view = SavedView.objects.create(
        owner=reader, register="directory", name="王家", query="q=王&view=all"
    )

    page = ask(f"?{view.query}")

    tab = page.tabs[-1]
    assert (tab.label, tab.current, tab.count, tab.pk) == ("王家", True, "11", view.pk)
    assert not any(other.current for other in page.tabs[:-1])


def test_a_view_is_shared_with_colleagues_only(ask: Ask, reader: Staff) -> None:
    colleague = hire(make_office(), "MAINT_SUPERVISOR")
    stranger = hire(make_office("LT"), "CS_SUPERVISOR")
    for owner in (colleague, stranger):
        for shared in (True, False):
            SavedView.objects.create(
                owner=owner,
                register="directory",
                name=f"{owner.pk}{shared}",
                query="view=all",
                shared=shared,
            )

    names = [tab.label for tab in ask().tabs[3:]]

    assert names == [f"{colleague.pk}True"]


def test_ticks_are_the_rows_themselves_or_all_of_the_filter(
    reader: Staff, crowd: list[Staff]
) -> None:
    register = Directory()
    two = QueryDict(f"pick={crowd[0].pk}&pick={crowd[1].pk}&pick=x")
    every = QueryDict("all=1", mutable=True)
    every["query"] = "view=all&q=王"

    assert set(register.picked(reader, two)) == set(crowd[:2])
    assert register.picked(reader, every).count() == 11


def test_an_export_has_the_rows_and_the_order_of_the_list(
    reader: Staff, crowd: list[Staff]
) -> None:
    rows = Directory().matching(reader, QueryDict("view=all&q=王&sort=-username"))

    assert [row.username for row in rows][:2] == ["p11", "p10"]
    assert len(rows) == 11
