"""Paging by key: every row once, whatever the order, the size and the empty values."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.db.models import QuerySet
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from propertyservice.organisation.models import Staff
from propertyservice.ui.lists import Sort
from propertyservice.ui.lists.keyset import Cursor, Key, Slice, page, read, wanted
from tests.support.people import make_office

SORTS = {
    "up": Sort("last_login"),
    "down": Sort("-last_login"),
    "mixed": Sort("-last_login", "name"),
    "names": Sort("name", "-phone"),
    "across": Sort("office__code", "-last_login"),
}
START = datetime(2026, 3, 17, 9, 14, 0, 123456, tzinfo=UTC)
ROWS = st.lists(
    st.tuples(
        st.one_of(st.none(), st.integers(0, 3)),
        st.sampled_from(["李", "王", "a"]),
        st.booleans(),
    ),
    max_size=14,
)
examples = settings(
    max_examples=40,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)


def fill(rows: list[tuple[int | None, str, bool]]) -> None:
    """Replace everybody by these rows; nothing else points at them."""
    Staff.objects.all()._raw_delete("default")
    office = make_office()
    Staff.objects.bulk_create(
        Staff(
            username=f"u{number}",
            name=name,
            phone=str(number % 2),
            last_login=None if seen is None else START + timedelta(microseconds=seen),
            office=office if at_home else None,
        )
        for number, (seen, name, at_home) in enumerate(rows)
    )


def page_of(
    queryset: QuerySet[Any], keys: list[Key], cursor: Cursor, size: int
) -> Slice:
    """One page, asked and cut."""
    return page(list(wanted(queryset, keys, cursor, size)), keys, cursor, size)


def walk(keys: list[Key], size: int) -> tuple[list[list[int]], list[Any]]:
    """Every page forward, by the cursors as they travel in addresses."""
    pages, slices, cursor = [], [], Cursor()
    while True:
        found = page_of(Staff.objects.select_related("office"), keys, cursor, size)
        pages.append([row.pk for row in found.rows])
        slices.append(found)
        if found.next is None:
            return pages, slices
        cursor = read(found.next.text("salt"), "salt")


@pytest.mark.django_db
@pytest.mark.parametrize("name", SORTS)
@pytest.mark.parametrize("flip", [False, True])
@examples
@given(rows=ROWS, size=st.integers(1, 5))
def test_every_row_is_on_exactly_one_page(
    name: str, flip: bool, rows: list[tuple[int | None, str, bool]], size: int
) -> None:
    fill(rows)
    keys = SORTS[name].keys(Staff, flip=flip)
    whole = Staff.objects.order_by(*(key.order for key in keys))

    pages, slices = walk(keys, size)

    assert sum(pages, []) == [row.pk for row in whole]
    assert [part.first for part in slices if part.rows] == list(
        range(1, len(rows) + 1, size)
    )


@pytest.mark.django_db
@pytest.mark.parametrize("name", SORTS)
@examples
@given(rows=ROWS, size=st.integers(1, 5))
def test_going_back_shows_the_pages_that_were_left(
    name: str, rows: list[tuple[int | None, str, bool]], size: int
) -> None:
    fill(rows)
    keys = SORTS[name].keys(Staff)
    pages, slices = walk(keys, size)

    here = slices[-1]
    for expected in reversed(pages[:-1]):
        assert here.previous is not None
        cursor = read(here.previous.text("salt"), "salt")
        before = here
        here = page_of(Staff.objects.select_related("office"), keys, cursor, size)
        assert [row.pk for row in here.rows] == expected
        assert here.last == before.first - 1

    assert here.previous is None


def test_a_forged_cursor_is_the_first_page() -> None:
    good = Cursor(False, 25, ("2026-03-17", 9)).text("list")

    assert read(good, "list").values == ("2026-03-17", 9)
    assert read(good, "another list") == Cursor()
    assert read(good + "x", "list") == Cursor()
    assert read("", "list") == Cursor()


@pytest.mark.django_db
def test_a_row_that_arrives_meanwhile_moves_nobody_to_another_page() -> None:
    fill([(1, "a", True), (2, "a", True), (3, "a", True), (None, "a", True)])
    keys = SORTS["up"].keys(Staff)
    first = page_of(Staff.objects.all(), keys, Cursor(), 2)

    Staff.objects.create(username="new", name="new", last_login=START)
    second = page_of(Staff.objects.all(), keys, first.next or Cursor(), 2)

    assert [row.username for row in second.rows] == ["u2", "u3"]


@pytest.mark.django_db
def test_the_first_key_gives_an_index_its_start() -> None:
    keys = Sort("username").keys(Staff)
    cursor = Cursor(False, 1, ("u1", 7))

    first = page_of(Staff.objects.all(), keys, cursor, 2)

    assert keys[0].bound("u1").children == [("username__gte", "u1")]
    assert first.rows == []
