"""One cell at a time, in every spelling."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from hypothesis import given
from hypothesis import strategies as st

from propertyservice.estate.roster import cells

pytestmark = pytest.mark.clause("4.4.1")


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        ("0502", ("", "", "502")),
        (502.0, ("", "", "502")),
        ("５０２室", ("", "", "502")),
        ("3-1-502", ("3", "1", "502")),
        ("JX-3-1-0502", ("3", "1", "502")),
        ("1-502", ("1", "", "502")),
        ("3号楼1单元502室", ("3", "1", "502")),
        ("锦绣花园3栋1单元502", ("3", "1", "502")),
        ("3栋502", ("3", "", "502")),
        ("3#1-502", ("3", "1", "502")),
        ("3幢-2-301", ("3", "2", "301")),
        ("A座1201", ("A", "", "1201")),
        ("底商1", ("", "", "底商1")),
    ],
)
def test_addresses(value: Any, expected: tuple[str, str, str]) -> None:
    assert cells.address(value) == expected


@pytest.mark.parametrize(
    ("value", "code"),
    [
        ("1号楼", "1"),
        ("第3栋", "3"),
        ("02幢", "2"),
        ("A座", "A"),
        (7.0, "7"),
        ("三号楼", "3"),
    ],
)
def test_buildings(value: Any, code: str) -> None:
    assert cells.building_code(value) == code


@pytest.mark.parametrize(
    ("value", "names"),
    [
        ("王芳、李强", ["王芳", "李强"]),
        ("王芳,李强;周敏", ["王芳", "李强", "周敏"]),
        ("王芳/李强", ["王芳", "李强"]),
        ("王芳\n李强", ["王芳", "李强"]),
        ("王芳 李强", ["王芳", "李强"]),
        ("王芳和李强", ["王芳", "李强"]),
        ("张 三", ["张三"]),
        ("张　三", ["张三"]),
        ("欧阳 修", ["欧阳修"]),
        ("John Smith", ["John Smith"]),
        ("杭州某某贸易有限公司", ["杭州某某贸易有限公司"]),
        ("空置", []),
        (None, []),
        ("/", []),
    ],
)
def test_names(value: Any, names: list[str]) -> None:
    assert [name for name, _share in cells.names_of(value)] == names


def test_names_with_shares() -> None:
    half = Decimal("0.5")
    for text in ("王芳(50%)、李强(50%)", "王芳（1/2）/李强（1/2）", "王芳50%,李强50%"):
        assert cells.names_of(text) == [("王芳", half), ("李强", half)], text


@pytest.mark.parametrize(
    ("value", "phones"),
    [
        ("138 0000 2207", ["13800002207"]),
        ("１３８００００２２０７", ["13800002207"]),
        ("138-0000-2207", ["13800002207"]),
        (13800002207.0, ["13800002207"]),
        ("+86 138 0000 2207", ["13800002207"]),
        ("13800002207、13800002208", ["13800002207", "13800002208"]),
        ("13800002207 13800002208", ["13800002207", "13800002208"]),
        ("13800002207(妻)", ["13800002207"]),
        ("0571-88776655", ["057188776655"]),
        ("无", []),
        ("", []),
    ],
)
def test_phones(value: Any, phones: list[str]) -> None:
    assert cells.phones_of(value) == phones


@pytest.mark.parametrize(
    "value",
    [
        date(2020, 3, 10),
        datetime(2020, 3, 10, 8, 30),  # noqa: DTZ001 (as Excel gives it)
        "2020-03-10",
        "2020/3/10",
        "2020.3.10",
        "２０２０年３月１０日",
        "20200310",
        20200310.0,
        43900.0,
        "2020-03-10 00:00:00",
    ],
)
def test_dates(value: Any) -> None:
    assert cells.day_of(value) == date(2020, 3, 10)


def test_a_month_is_its_first_day() -> None:
    assert cells.day_of("2020年3月") == date(2020, 3, 1)
    assert cells.day_of("") is None


@pytest.mark.parametrize(
    "value", ["昨天", "2020-13-01", "2020-02-30", "3020-01-01", "1"]
)
def test_what_is_no_date_is_refused(value: str) -> None:
    with pytest.raises(ValidationError):
        cells.day_of(value)


@pytest.mark.parametrize(
    ("value", "area"),
    [
        (89.5, "89.50"),
        ("89.5㎡", "89.50"),
        ("1,089.5平方米", "1089.50"),
        ("８９", "89.00"),
    ],
)
def test_areas(value: Any, area: str) -> None:
    assert cells.area_of(value) == Decimal(area)


@pytest.mark.parametrize("value", ["大", "-5", "99999999"])
def test_what_is_no_area_is_refused(value: str) -> None:
    with pytest.raises(ValidationError):
        cells.area_of(value)


@pytest.mark.parametrize("value", ["50%", "1/2", "0.5", 0.5, 50.0])
def test_shares(value: Any) -> None:
    assert cells.shares_of(value) == [Decimal("0.5")]


@given(
    st.one_of(
        st.none(),
        st.text(max_size=60),
        st.floats(),
        st.dates(),
        st.datetimes(),
        st.booleans(),
        st.integers(),
    )
)
def test_no_cell_breaks_a_reader(value: Any) -> None:
    for read in (
        cells.address,
        cells.building_code,
        cells.stairwell_code,
        cells.names_of,
        cells.phones_of,
        cells.day_of,
        cells.area_of,
        cells.shares_of,
        cells.relation_of,
        cells.use_of,
        cells.codes_of,
        cells.plates_of,
    ):
        try:
            read(value)
        except ValidationError as refusal:
            assert refusal.messages[0]  # noqa: PT017 (any refusal is a sentence)
