"""Finding cases by what the register says, and by number (4.9, RULES 1.1)."""

from __future__ import annotations

import pytest
from django.db import ProgrammingError, connection, transaction
from django.utils import timezone

from propertyservice.cases.search import find_by_number, matching_ids
from repairs import transitions as do
from repairs.models import Repair
from tests.repairs.test_life import call
from tests.support.cast import House

pytestmark = pytest.mark.django_db


@pytest.mark.clause("4.2.2")
@pytest.mark.parametrize(
    "text",
    [
        "水",
        "漏水",
        "厨房水管",
        "陈",
        "陈雨桐",
        "雨桐",
        "3-1-502",
        "502",
        "-0001",
        "地面 陈雨",
    ],
)
def test_a_repair_is_found_by_content_room_name_and_tail(
    house: House, text: str
) -> None:
    repair = call(house)
    call(house, description="门锁坏了", resident_name="李强", unit=house.upstairs)
    assert repair.pk in matching_ids(house.clerk, "repairs", text)
    assert matching_ids(house.clerk, "repairs", "马桶") == []


def test_every_word_must_be_there_and_the_newest_is_first(house: House) -> None:
    first, second = call(house), call(house, resident_name="李强")
    assert matching_ids(house.clerk, "repairs", "水管 李") == [second.pk]
    assert matching_ids(house.clerk, "repairs", "水管 王") == []
    assert matching_ids(house.clerk, "repairs", "水") == [second.pk, first.pk]
    assert matching_ids(house.clerk, "repairs", "水", limit=1) == [second.pk]


def test_width_case_and_signs_of_patterns_do_not_matter(house: House) -> None:
    repair = call(house, description="LED 灯 100% 不亮_A")
    for text in ("led", "ＬＥＤ", "100%", "_a", "亮_A"):
        assert matching_ids(house.clerk, "repairs", text) == [repair.pk], text
    for text in ("_b", "0_", "1%0", "\\", "", "   ", "\x00", "'", "x" * 5000):
        assert matching_ids(house.clerk, "repairs", text) == [], text


def test_only_offices_of_the_user_and_that_clause_are_searched(
    house: House, other: House
) -> None:
    mine = call(house)
    call_of = {"office": other.office, "unit": other.unit}
    do.report(
        do.Request(
            **call_of,  # type: ignore[arg-type]
            resident_name="陈雨桐",
            relation="OWNER",
            phone="13900000000",
            description="水管漏水",
            trade="WATER",
        ),
        by=other.clerk,
    )
    assert matching_ids(house.clerk, "repairs", "漏水") == [mine.pk]
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT count(*) FROM cases_find(%s, 'keys', '漏水', 9)",
            [[house.office.pk]],
        )
        assert cursor.fetchone()[0] == 0


def test_a_correction_is_found_by_its_new_words(house: House) -> None:
    repair = call(house)
    do.correct(repair, by=house.clerk, resident_name="王小明", description="水表漏水")
    assert matching_ids(house.clerk, "repairs", "王小明") == [repair.pk]
    assert matching_ids(house.clerk, "repairs", "水表") == [repair.pk]
    assert matching_ids(house.clerk, "repairs", "雨桐") == []


def test_the_side_table_is_sealed(house: House) -> None:
    call(house)
    with (
        pytest.raises(ProgrammingError, match="permission denied"),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute("SELECT text FROM cases_text")


def test_a_number_is_found_in_full_and_by_its_tail(house: House) -> None:
    repair = call(house)
    today = timezone.localdate()
    for text in (
        repair.number,
        repair.number.lower(),
        f"BX-{today:%Y%m%d}-0001",
        f"BX{today:%m%d}-1",
        f"{today:%m%d}-0001",
        f" {today:%m%d}-1 ",
        "0001",
        "1",
    ):
        assert [case.pk for case in find_by_number(house.clerk, text)] == [repair.pk], (
            text
        )
    for text in (
        "0002",
        "0230-1",
        "1332-0001",
        "3-1-502",
        "水",
        "",
        "JX-WX-20260101-1",
    ):
        assert find_by_number(house.clerk, text) == [], text


def test_a_number_of_another_office_finds_nothing(house: House, other: House) -> None:
    repair = call(house)
    assert find_by_number(other.clerk, repair.number) == []


def test_the_search_text_leaves_no_copy_in_the_history(house: House) -> None:
    repair = call(house)
    fields = {
        field.name for field in Repair.objects.get().register.events.model._meta.fields
    }
    assert "search_text" not in fields
    assert repair.register.search_text == "3-1-502 陈雨桐 厨房水管漏水，地面积水"
