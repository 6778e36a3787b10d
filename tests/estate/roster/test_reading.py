"""The office's own spreadsheet is read as offices keep it."""

from __future__ import annotations

from decimal import Decimal

import pytest
from django.core.exceptions import ValidationError

from propertyservice.audit.models import Run
from propertyservice.estate.models import (
    Occupancy,
    ParkingSpace,
    PersonContact,
    PersonSecret,
    Unit,
    Vehicle,
)
from propertyservice.estate.roster import import_roster
from propertyservice.organisation.models import Office
from tests.estate.roster.rows import GOOD, ties
from tests.estate.sheets import roster, workbook

pytestmark = pytest.mark.clause("4.4.1")


def test_headings_come_in_any_order_and_in_other_words(office: Office) -> None:
    rows = [
        ["XX小区"],
        [],
        ["产权人", "手 机", "房间号", "栋号", "产权份额", "车牌号", "身份证号码",
         "随便"],
        ["王芳/李强", "13800000001/13800000002", "1-502", "3", "60%、40%",
         "浙A·12345", "330102199001011234,330102199001011235", "?"],
    ]  # fmt: skip
    report = import_roster(office, workbook(rows))
    assert report.problems == []
    assert Unit.objects.get().label == "3-1-502"
    shares = Occupancy.objects.order_by("pk").values_list("person__name", "share")
    assert list(shares) == [("王芳", Decimal("0.6")), ("李强", Decimal("0.4"))]
    phones = PersonContact.objects.order_by("pk").values_list("person__name", "phone")
    assert list(phones) == [("王芳", "13800000001"), ("李强", "13800000002")]
    assert Vehicle.objects.get().plate == "浙A12345"
    assert PersonSecret.objects.count() == 2
    assert any("随便" in finding for finding in report.findings)


def test_headings_of_two_rows_and_merged_cells_are_understood(office: Office) -> None:
    rows = [
        ["楼号", "房号", "业主", None, "租户", None],
        [None, None, "姓名", "电话", "姓名", "电话"],
        ["1号楼", "1-101", "王芳", "13800000001", "冯军", "13800000004"],
        [None, "1-102", "李强", "13800000002", None, None],
        [None, "1-201", "周敏", None, None, None],
    ]
    merged = ["A1:A2", "B1:B2", "C1:D1", "E1:F1", "A3:A4"]
    report = import_roster(office, workbook(rows, merged=merged))
    assert report.problems == []
    assert [row[:3] for row in ties()] == [
        ("1-1-101", "王芳", "OWNER"),
        ("1-1-101", "冯军", "TENANT"),
        ("1-1-102", "李强", "OWNER"),
        ("1-1-201", "周敏", "OWNER"),
    ]
    tenant = PersonContact.objects.get(person__name="冯军")
    assert tenant.phone == "13800000004"


def test_every_sheet_is_read_and_those_without_rooms_are_told(office: Office) -> None:
    heading = ["楼栋", "单元", "房号", "业主姓名"]
    sheets = (
        [["说明"], ["本表由客服部填写"]],
        [heading, ["1", "1", "101", "王芳"]],
        [heading, ["2", "1", "101", "李强"]],
    )
    report = import_roster(office, workbook(*sheets, names="甲乙丙"))
    assert [unit.label for unit in Unit.objects.all()] == ["1-1-101", "2-1-101"]
    assert any("甲" in finding for finding in report.findings)


def test_all_errors_are_told_at_once_by_sheet_row_and_column(office: Office) -> None:
    bad = (
        (1, "1号楼", "1单元", "0101", "大", "王芳", "1380000", None, "业主", None),
        (2, "1号楼", "1单元", None, 89.5, "李强", None, None, "业主"),
        (3, "1号楼", "1单元", "0103", 89.5, "周敏", "abc", None, "房客", "去年"),
        (4, "1号楼", "1单元", "???", 89.5, "周敏", None, None, None, None, None, None),
        (5, "1号楼", "1单元", "0101", 99, "王芳", None, None, None, None, None, None),
        (6, "1号楼", "1单元", "0104", 99, "何洋", None, None, None, None, None, None),
    )  # fmt: skip
    report = import_roster(office, roster(*bad))
    found = [(problem.row, problem.column) for problem in report.problems]
    assert found == [
        (4, "E"), (4, "G"), (5, "D"), (6, "G"), (6, "I"), (6, "J"), (7, "D"),
    ]  # fmt: skip
    assert all(
        problem.sheet == "表1" and problem.sentence for problem in report.problems
    )
    assert not Unit.objects.exists()
    assert Run.objects.get().error


def test_two_rows_that_contradict_each_other_are_an_error(office: Office) -> None:
    rows = [list(GOOD[0]), list(GOOD[0])]
    rows[1][4] = 90
    (problem,) = import_roster(office, roster(*rows)).problems
    assert (problem.row, problem.column) == (5, "E")


def test_a_parking_space_told_twice_is_a_finding(office: Office) -> None:
    rows = [list(GOOD[0]), list(GOOD[4])]
    rows[1][10] = "B1-001"
    report = import_roster(office, roster(*rows))
    assert report.is_good
    assert any("B1-001" in finding for finding in report.findings)
    assert ParkingSpace.objects.get().unit.label == "1-1-101"


def test_shares_above_one_are_told_before_the_database_refuses(office: Office) -> None:
    rows = [
        ["楼栋", "单元", "房号", "业主姓名", "份额"],
        ["1", "1", "101", "王芳、李强", "60%、60%"],
    ]
    report = import_roster(office, workbook(rows))
    assert not report.is_good
    assert not Unit.objects.exists()


@pytest.mark.parametrize("data", [b"", b"no excel", b"PK\x03\x04 broken"])
def test_what_is_no_excel_file_is_refused(office: Office, data: bytes) -> None:
    with pytest.raises(ValidationError):
        import_roster(office, data)


def test_a_file_without_a_heading_says_so(office: Office) -> None:
    report = import_roster(office, workbook([["你好"], ["世界"]]))
    assert len(report.problems) == 1


def test_a_file_that_unpacks_to_gigabytes_is_refused_and_nothing_dies(
    office: Office,
) -> None:
    """A cell in the last corner of the sheet: 1.4 KB that ask for 400 GB."""
    with pytest.raises(ValidationError) as refused:
        import_roster(office, workbook([["房号"]], corner="XFD1048576"))
    assert refused.value.code == "unpacks"
    assert not Unit.objects.exists()


def test_what_is_no_workbook_is_refused(office: Office) -> None:
    with pytest.raises(ValidationError) as refused:
        import_roster(office, b"MZ" + bytes(500))
    assert refused.value.code == "not_excel"
