"""The office's own spreadsheet: read as it is kept, whole or not at all."""

from __future__ import annotations

import io
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest
from django.core.exceptions import ValidationError
from django.core.management import CommandError, call_command
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from propertyservice.audit.models import Run
from propertyservice.estate.models import (
    Building,
    Occupancy,
    ParkingSpace,
    Person,
    PersonContact,
    PersonSecret,
    Unit,
    Vehicle,
)
from propertyservice.estate.roster import import_roster
from propertyservice.estate.search import find
from propertyservice.organisation.models import Office, Staff
from tests.estate.conftest import home, person, tie
from tests.estate.sheets import roster, workbook

pytestmark = pytest.mark.clause("4.4.1")

GOOD = (
    (1, "1号楼", "1单元", "0101", 89.5, "王芳", "138 0000 0001", None, "业主",
     "2020-03-10", "B1-001", None),
    (2, "1号楼", "1单元", "0102", "９８．７６", "李强、周敏", "１３８００００００２０",
     "0571-88776655", "业主", date(2021, 4, 16), None, "共有"),
    (3, "1号楼", "2单元", "0201", 120.3, None, None, None, "业主", "2014-05-02", None,
     "空置"),
    (4, "2栋", "1单元", "0301", 68.35, "冯军", 13800000004, None, "租户", "2023.3.15",
     None, "业主:韩诺平"),
    (5, "2栋", "1单元", "0302", 68.35, "王芳", "13800000001", None, "业主", None, None,
     "老人独居,先打电话"),
    ("合计", None, None, "5户", 445.26, None, None, None, None, None, None, None),
    (None, "制表人:张三", None, None, None, None, None, None, None, None, None, None),
)  # fmt: skip


def ties() -> list[tuple[str, str, str, date | None]]:
    """Every tie: room, name, relation, since."""
    rows = Occupancy.objects.select_related("unit", "person").order_by("unit", "pk")
    return [
        (row.unit.label, row.person.name, row.relation, row.starts_on) for row in rows
    ]


def test_a_roster_is_taken_over_as_offices_keep_it(office: Office) -> None:
    report = import_roster(office, roster(*GOOD))
    assert report.problems == []
    assert ties() == [
        ("1-1-101", "王芳", "OWNER", date(2020, 3, 10)),
        ("1-1-102", "李强", "OWNER", date(2021, 4, 16)),
        ("1-1-102", "周敏", "CO_OWNER", date(2021, 4, 16)),
        ("2-1-301", "冯军", "TENANT", date(2023, 3, 15)),
        ("2-1-301", "韩诺平", "OWNER", None),
        ("2-1-302", "王芳", "OWNER", None),
    ]
    assert list(Unit.objects.values_list("label", "gross_floor_area", "floor")) == [
        ("1-1-101", Decimal("89.50"), 1),
        ("1-1-102", Decimal("98.76"), 1),
        ("1-2-201", Decimal("120.30"), 2),
        ("2-1-301", Decimal("68.35"), 3),
        ("2-1-302", Decimal("68.35"), 3),
    ]
    assert list(Building.objects.values_list("code", "name")) == [
        ("1", "1号楼"),
        ("2", "2栋"),
    ]
    phones = PersonContact.objects.filter(person__name="李强").values_list(
        "phone", flat=True
    )
    assert list(phones) == ["13800000020", "057188776655"]
    assert ParkingSpace.objects.get().unit.code == "JX-1-1-101"
    assert Unit.objects.get(label="2-1-302").note == "老人独居,先打电话"
    assert Unit.objects.get(label="1-2-201").note == ""


@pytest.mark.edge(57)
def test_the_same_name_and_phone_is_one_person(office: Office) -> None:
    import_roster(office, roster(*GOOD))
    assert Person.objects.get(name="王芳").occupancies.count() == 2


def test_a_second_import_changes_nothing(office: Office) -> None:
    import_roster(office, roster(*GOOD))
    report = import_roster(office, roster(*GOOD))
    assert report.is_good
    assert report.changes == 0
    assert report.counts["units"]["unchanged"] == 5
    assert report.counts["occupancies"]["unchanged"] == 6
    run = Run.objects.latest("pk")
    assert (run.job, run.counts["units"]["created"], run.error) == (
        "import_roster",
        0,
        "",
    )


def test_a_dry_run_says_what_the_real_run_does_and_keeps_nothing(
    office: Office,
) -> None:
    dry = import_roster(office, roster(*GOOD), dry_run=True)
    assert not Unit.objects.exists()
    assert not Person.objects.exists()
    assert Run.objects.get().counts["dry_run"] is True
    assert import_roster(office, roster(*GOOD)).counts == dry.counts


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


def test_a_parking_space_told_twice_is_a_finding(office: Office) -> None:
    rows = [list(GOOD[0]), list(GOOD[4])]
    rows[1][10] = "B1-001"
    report = import_roster(office, roster(*rows))
    assert report.is_good
    assert any("B1-001" in finding for finding in report.findings)
    assert ParkingSpace.objects.get().unit.label == "1-1-101"


def test_a_sale_is_not_guessed_from_another_name(office: Office) -> None:
    tie(home(office, "1-1-101"), person(office, "老业主"))
    report = import_roster(office, roster(*GOOD))
    (problem,) = report.problems
    assert (problem.row, problem.column) == (4, "F")
    assert "老业主" in problem.sentence
    assert Unit.objects.count() == 1


def test_what_the_office_knows_is_completed_not_overwritten(office: Office) -> None:
    wang = person(office, "王芳", "13800009999")
    tie(home(office, "1-1-101", note="勿按门铃"), wang, starts_on=None)
    report = import_roster(office, roster(GOOD[0]))
    assert report.is_good
    assert list(wang.contacts.values_list("phone", "is_primary")) == [
        ("13800009999", True),
        ("13800000001", False),
    ]
    assert wang.occupancies.get().starts_on == date(2020, 3, 10)
    unit = Unit.objects.get()
    assert (unit.note, unit.gross_floor_area) == ("勿按门铃", Decimal("89.50"))
    assert import_roster(office, roster(GOOD[0])).changes == 0


def test_shares_above_one_are_told_before_the_database_refuses(office: Office) -> None:
    rows = [
        ["楼栋", "单元", "房号", "业主姓名", "份额"],
        ["1", "1", "101", "王芳、李强", "60%、60%"],
    ]
    report = import_roster(office, workbook(rows))
    assert not report.is_good
    assert not Unit.objects.exists()


def test_what_was_taken_over_is_found_at_once(
    office: Office, supervisor: Staff
) -> None:
    import_roster(office, roster(*GOOD))
    assert [hit.unit_label for hit in find(supervisor, "hannuoping", 8)] == ["2-1-301"]
    assert [hit.name for hit in find(supervisor, "0020", 8)] == ["李强"]


@pytest.mark.parametrize("data", [b"", b"no excel", b"PK\x03\x04 broken"])
def test_what_is_no_excel_file_is_refused(office: Office, data: bytes) -> None:
    with pytest.raises(ValidationError):
        import_roster(office, data)


def test_a_file_without_a_heading_says_so(office: Office) -> None:
    report = import_roster(office, workbook([["你好"], ["世界"]]))
    assert len(report.problems) == 1


def test_the_command_takes_over_and_tells(office: Office, tmp_path: Path) -> None:
    file = tmp_path / "roster.xlsx"
    file.write_bytes(roster(*GOOD))
    out = io.StringIO()
    call_command("import_roster", file, "--office", "JX", "--dry-run", stdout=out)
    assert not Unit.objects.exists()
    call_command("import_roster", file, "--office", "jx", stdout=out)
    assert Unit.objects.count() == 5
    assert out.getvalue().strip()


def test_the_command_ends_with_an_error_when_something_is_wrong(
    office: Office, tmp_path: Path
) -> None:
    file = tmp_path / "roster.xlsx"
    file.write_bytes(roster((1, "1号楼", "1", "101", "大", "王芳")))
    errors = io.StringIO()
    with pytest.raises(CommandError):
        call_command("import_roster", file, "--office", "JX", stderr=errors)
    assert "表1" in errors.getvalue()
    assert "E" in errors.getvalue()
    with pytest.raises(CommandError):
        call_command("import_roster", tmp_path / "none.xlsx", "--office", "JX")
    with pytest.raises(CommandError, match="JX"):
        call_command("import_roster", file)


NAMES = st.text("王李曾单解志伟芳娜敏", min_size=2, max_size=3)
ROWS = st.lists(
    st.tuples(
        st.integers(1, 3),
        st.integers(1, 2),
        st.integers(1, 30),
        st.lists(NAMES, max_size=3, unique=True),
        st.one_of(st.none(), st.dates(date(2000, 1, 1), date(2026, 1, 1))),
    ),
    max_size=12,
    unique_by=lambda row: row[:3],
)


@settings(
    max_examples=25,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(ROWS)
def test_any_roster_goes_in_once_and_comes_out_the_same(
    office: Office, rows: list[tuple[int, int, int, list[str], date | None]]
) -> None:
    Occupancy.objects.all().delete()
    data = roster(
        *(
            (n, f"{b}栋", f"{s}单元", f"{r:02d}01", 80, "、".join(names) or "空置",
             None, None, None, day, None, None)
            for n, (b, s, r, names, day) in enumerate(rows)
        )
    )  # fmt: skip
    report = import_roster(office, data)
    assert report.problems == []
    expected = sorted(
        (f"{b}-{s}-{r}01", name, day) for b, s, r, names, day in rows for name in names
    )
    assert (
        sorted((room, name, day) for room, name, _relation, day in ties()) == expected
    )
    assert import_roster(office, data).changes == 0
