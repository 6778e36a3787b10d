"""Texts that come again are prepared, and still say what they said (1.0)."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal
from zoneinfo import ZoneInfo

import pytest
from django.db import connection
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from propertyservice.database.base import PREPARE_AFTER, PREPARED_AT_MOST

pytestmark = [pytest.mark.django_db, pytest.mark.clause("1.0")]

TEXT = "SELECT %s || ' stands for %%', 7"


def ask(sql: str, *params: object) -> list[tuple[object, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(sql, params)
        found: list[tuple[object, ...]] = cursor.fetchall()
    return found


def prepared(words: str) -> int:
    """How many prepared statements hold these words."""
    sql = "SELECT count(*) FROM pg_prepared_statements WHERE statement LIKE %s"
    [(number,)] = ask(sql, f"SELECT%{words}%")
    return int(str(number))


def test_a_text_that_comes_again_is_prepared_once() -> None:
    for _ in range(PREPARE_AFTER):
        assert ask(TEXT, "O'Neil") == [("O'Neil stands for %", 7)]
    assert prepared("O''Neil") == 0
    for _ in range(4):
        assert ask(TEXT, "O'Neil") == [("O'Neil stands for %", 7)]
    assert prepared("O''Neil") == 1


def test_another_value_is_another_text() -> None:
    for _ in range(5):
        assert ask(TEXT, "one") == [("one stands for %", 7)]
        assert ask(TEXT, "two") == [("two stands for %", 7)]
    assert prepared("one") == prepared("two") == 1


def test_several_commands_in_one_text_run_again_and_again() -> None:
    for number in range(PREPARE_AFTER + 3):
        with connection.cursor() as cursor:
            cursor.execute("SET LOCAL app.offices = '1'; SELECT 5")
            assert cursor.nextset()
            assert cursor.fetchall() == [(5,)], number


def test_there_are_never_more_than_a_connection_should_keep() -> None:
    for number in range(PREPARED_AT_MOST + 20):
        for _ in range(PREPARE_AFTER + 1):
            ask("SELECT %s", f"kept {number}")
    # One more until the next statement tells the server to forget it.
    assert PREPARED_AT_MOST - 5 <= prepared("kept") <= PREPARED_AT_MOST + 1


VALUES = st.one_of(
    st.text(st.characters(codec="utf-8", exclude_characters="\0")),
    st.integers(-(2**40), 2**40),
    st.decimals(places=2, allow_nan=False, allow_infinity=False, max_value=10**9),
    st.dates(min_value=date(1900, 1, 1)),
    st.datetimes(timezones=st.just(ZoneInfo("Asia/Shanghai"))).filter(
        lambda moment: moment.year > 1992
    ),
    st.lists(st.integers(0, 99), min_size=1),
    st.booleans(),
)


@given(value=VALUES)
@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_every_value_comes_back_as_it_went_however_often(value: object) -> None:
    kind = {str: "text", int: "bigint", Decimal: "numeric", list: "bigint[]"}.get(
        type(value), "timestamptz" if isinstance(value, datetime) else ""
    )
    cast = f"::{kind}" if kind else ""
    for _ in range(PREPARE_AFTER + 2):
        assert ask(f"SELECT %s{cast}", value) == [(value,)]
