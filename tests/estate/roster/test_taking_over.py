"""What a roster brings in: whole or not at all, once, beside what is known."""

from __future__ import annotations

import io
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest
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
    Unit,
)
from propertyservice.estate.roster import import_roster
from propertyservice.estate.search import find
from propertyservice.organisation.models import Office, Staff
from tests.estate.conftest import home, person, tie
from tests.estate.roster.rows import GOOD, ties
from tests.estate.sheets import roster

pytestmark = pytest.mark.clause("4.4.1")


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


def test_what_was_taken_over_is_found_at_once(
    office: Office, supervisor: Staff
) -> None:
    import_roster(office, roster(*GOOD))
    assert [hit.unit_label for hit in find(supervisor, "hannuoping", 8)] == ["2-1-301"]
    assert [hit.name for hit in find(supervisor, "0020", 8)] == ["李强"]


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
