"""Excel files: identifiers stay text, nothing is a live formula (4.9)."""

from __future__ import annotations

import io
from datetime import UTC, date, datetime
from decimal import Decimal

import pytest
from django.utils.translation import gettext_lazy as _
from openpyxl import Workbook, load_workbook

from propertyservice.spreadsheets.columns import Column, Kind
from propertyservice.spreadsheets.writing import sheet_name, write


def read(workbook: Workbook):
    out = io.BytesIO()
    workbook.save(out)
    return load_workbook(io.BytesIO(out.getvalue())).worksheets[0]


def cell_of(value, kind=Kind.TEXT):
    workbook, _count = write([Column("A", lambda row: row, kind)], [value], "T")
    return read(workbook)["A2"]


@pytest.mark.parametrize(
    "text", ["=1+1", "=HYPERLINK(1)", "+1", "-1", "@SUM(A1)", "#N/A", "0571", "1e5"]
)
@pytest.mark.parametrize("kind", [Kind.TEXT, Kind.NUMBER])
def test_text_is_never_a_formula_an_error_or_a_number(text, kind):
    cell = cell_of(text, kind)
    assert (cell.value, cell.data_type) == (text, "s")


def test_identifiers_and_phones_keep_every_digit():
    cell = cell_of("330106199001011234", Kind.IDENTIFIER)
    assert (cell.value, cell.data_type, cell.number_format) == (
        "330106199001011234",
        "s",
        "@",
    )
    assert cell_of(13800002207, Kind.IDENTIFIER).value == "13800002207"
    assert cell_of(10**17, Kind.NUMBER).value == str(10**17)


def test_moments_become_local_and_naive():
    moment = datetime(2026, 3, 17, 1, 14, tzinfo=UTC)
    cell = cell_of(moment, Kind.MOMENT)
    assert cell.value == datetime(2026, 3, 17, 9, 14)  # noqa: DTZ001
    assert cell.number_format == "yyyy-mm-dd hh:mm"
    assert cell_of(date(2026, 3, 17), Kind.DATE).value.date() == date(2026, 3, 17)


def test_control_characters_can_not_break_the_file():
    assert cell_of("漏\x00水\x0b\x1f").value == "漏水"
    assert len(cell_of("x" * 40_000).value) == 32_767


def test_amounts_are_numbers_and_yes_is_a_word():
    assert cell_of(Decimal("1234.50"), Kind.MONEY).value == 1234.5
    assert cell_of(value=True, kind=Kind.TEXT).value in ("Yes", "是")
    assert cell_of(None).value is None
    assert cell_of(_("Company")).data_type == "s"


def test_one_cell_object_serves_a_column_without_leaking_types():
    rows = [
        "=x",
        5,
        None,
        "y",
        Decimal("2.5"),
        datetime(2026, 1, 1, tzinfo=UTC),
        "#N/A",
    ]
    workbook, count = write([Column("A", lambda row: row, Kind.NUMBER)], rows, "T")
    sheet = read(workbook)
    kinds = [sheet.cell(number, 1).data_type for number in range(2, 9)]
    assert count == 7
    assert kinds == ["s", "n", "n", "s", "n", "s", "s"]


def test_the_heading_is_frozen_filtered_and_repeated_on_paper():
    columns = [Column("No", str), Column("Amount", str, Kind.LONG, width=60)]
    workbook, _count = write(columns, range(3), "维修/报修: [一]")
    sheet = read(workbook)
    assert sheet.freeze_panes == "A2"
    assert sheet.auto_filter.ref == "A1:B4"
    assert sheet.print_title_rows == "$1:$1"
    assert sheet.column_dimensions["B"].width == 60
    assert sheet["A1"].font.bold
    assert sheet.title == "维修 报修   一"


@pytest.mark.parametrize(
    ("title", "name"), [("", "Sheet"), ("'x'", "x"), ("表" * 40, "表" * 31)]
)
def test_sheet_names_are_made_acceptable(title, name):
    assert sheet_name(title) == name
