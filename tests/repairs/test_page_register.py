"""The register as people use it: views, conditions, Excel, several at once (4.2.2)."""

from __future__ import annotations

import io
from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone
from openpyxl import load_workbook

from propertyservice.audit.models import AccessEntry
from propertyservice.workflow.models import Deadline
from repairs import transitions as do
from repairs.models import Repair
from tests.repairs.test_life import call
from tests.support.cast import House
from tests.support.people import hire, sign_in
from tests.support.queries import costs

pytestmark = [pytest.mark.django_db, pytest.mark.clause("4.2.2")]


def numbers(response: Any) -> list[str]:
    """The numbers on a list page, in its order."""
    return [row.number for row in response.context["page"].slice.rows]


def shows(house: House, query: str = "") -> list[str]:
    """What the clerk's list shows for a query string."""
    return numbers(sign_in(house.clerk).get(f"/repairs/{query}"))


@pytest.fixture
def three(house: House) -> list[Repair]:
    """An urgent leak, an ordinary lamp, and the lobby's door."""
    return [
        call(house),
        call(
            house,
            unit=house.upstairs,
            resident_name="林致远",
            description="客厅灯不亮",
            trade="POWER",
            priority="NORMAL",
        ),
        call(
            house,
            unit=None,
            place=house.lobby,
            resident_name="巡查",
            relation="STAFF",
            phone="",
            channel="PATROL",
            description="大堂玻璃门关不上",
            trade="DOOR",
            priority="NORMAL",
            charge_type="COMMON",
        ),
    ]


def test_open_repairs_come_first_due_first(house: House, three: list[Repair]) -> None:
    assert shows(house)[0] == three[0].number
    assert len(shows(house)) == 3


def test_an_overdue_line_has_the_red_edge_and_says_how_late(
    house: House, three: list[Repair]
) -> None:
    past = timezone.now() - timedelta(minutes=40)
    begun = past - timedelta(minutes=5)
    Deadline.objects.filter(case=three[0].pk).update(starts_at=begun, due_at=past)
    Repair.objects.filter(pk=three[0].pk).update(due_at=past)

    page = sign_in(house.clerk).get("/repairs/?view=late")

    assert numbers(page) == [three[0].number]
    assert '<tr role="row" class="late">' in page.content.decode()
    assert "due-late" in page.content.decode()


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("?view=all&trade=POWER", [1]),
        ("?view=all&priority=EMERGENCY", [0]),
        ("?view=all&charge=COMMON", [2]),
        ("?view=all&status=CLOSED", []),
        ("?view=all&q=漏", [0]),
        ("?view=all&q=林致远", [1]),
        ("?view=all&q=3-1-602", [1]),
        ("?view=all&q=玻璃门", [2]),
        ("?view=all&since=2020-01-01&until=2020-01-02", []),
        ("?view=all&rework=1", []),
        ("?view=suspended", []),
        ("?view=sheets", []),
    ],
)
def test_each_condition_narrows_the_list(
    house: House, three: list[Repair], query: str, found: list[int]
) -> None:
    assert set(shows(house, query)) == {three[n].number for n in found}


def test_the_end_of_a_number_finds_its_line(house: House, three: list[Repair]) -> None:
    assert shows(house, f"?view=all&q={three[1].number[6:]}") == [three[1].number]


def test_building_and_repairer_can_be_chosen(house: House, three: list[Repair]) -> None:
    do.dispatch(three[1], by=house.clerk, technician=house.repairer)

    building = house.unit.building_id
    assert len(shows(house, f"?view=all&building={building}")) == 3
    assert shows(house, f"?view=all&technician={house.repairer.pk}") == [
        three[1].number
    ]


def test_another_offices_repairs_are_not_there(
    house: House, other: House, three: list[Repair]
) -> None:
    assert numbers(sign_in(other.clerk).get("/repairs/?view=all")) == []


def test_words_that_could_be_a_script_are_only_words(house: House) -> None:
    call(house, description="<script>alert(1)</script>", resident_name="<b>陈</b>")

    page = sign_in(house.clerk).get("/repairs/").content.decode()

    assert "<script>alert(1)" not in page
    assert "<b>陈</b>" not in page
    assert "&lt;script&gt;alert(1)" in page


@pytest.mark.parametrize("many", [1, 30])
def test_the_first_page_costs_the_same_for_few_and_many(
    house: House, many: int
) -> None:
    for _ in range(many):
        call(house)
    client = sign_in(house.clerk)

    costs("repairs:list", lambda: client.get("/repairs/"))
    costs("repairs:list searched", lambda: client.get("/repairs/?q=漏水&trade=WATER"))


def rows_of(response: Any) -> list[tuple[Any, ...]]:
    """The rows of an Excel answer."""
    content = b"".join(response.streaming_content)
    sheet = load_workbook(io.BytesIO(content)).active
    return list(sheet.iter_rows(values_only=True))


def test_excel_has_the_papers_twenty_columns_and_only_what_is_filtered(
    house: House, three: list[Repair]
) -> None:
    do.dispatch(three[1], by=house.clerk, technician=house.repairer)

    answer = sign_in(house.clerk).get("/repairs/export.xlsx?view=all&trade=POWER")
    head, *rows = rows_of(answer)

    assert len(head) == 20
    assert len(rows) == 1
    line = rows[0]
    assert line[0] == 1
    assert line[1] == three[1].number
    assert line[4] == "林致远"
    assert line[6] == "3-1-602"
    assert line[7] == "13800002207"
    assert line[14] == Repair.objects.get(pk=three[1].pk).sheet.task_no  # type: ignore[union-attr]
    entry = AccessEntry.objects.get(act="EXPORT")
    assert entry.by == house.clerk
    assert entry.rows == 1


def test_excel_masks_phones_for_who_may_not_see_them(
    house: House, three: list[Repair]
) -> None:
    auditor = hire(house.office, "AUDITOR", name="检查")

    rows = rows_of(sign_in(auditor).get("/repairs/export.xlsx?view=all"))

    assert {row[7] for row in rows[1:]} == {"138****2207", None}


def test_several_are_chased_after_a_preview(house: House, three: list[Repair]) -> None:
    client = sign_in(house.clerk)
    ticks = [three[0].pk, three[1].pk]

    preview = client.get("/repairs/chase/", {"pick": ticks})
    assert [row["name"] for row in preview.context["rows"]] == [
        repair.number for repair in three[:2]
    ] or preview.context["count"] == 2
    assert not three[0].register.steps.filter(name="chase").exists()

    answer = client.post("/repairs/chase/", {"pick": ticks})

    assert answer.status_code == 302
    assert all(r.register.steps.filter(name="chase").exists() for r in three[:2])
    assert not three[2].register.steps.filter(name="chase").exists()


def test_several_are_reassigned_with_one_reason(
    house: House, three: list[Repair]
) -> None:
    do.dispatch(three[1], by=house.clerk, technician=house.repairer)
    client = sign_in(house.maintenance)
    data = {"pick": [three[0].pk, three[1].pk], "technician": house.colleague.pk}

    refused = client.post("/repairs/reassign/", data)
    assert refused.status_code == 200
    assert refused.context["form"].errors["reason"]

    client.post("/repairs/reassign/", {**data, "reason": "周师傅请假"})

    three[0].refresh_from_db()
    three[1].refresh_from_db()
    assert three[0].status == "REGISTERED"
    assert three[1].technician == house.colleague


def test_the_register_is_printed_with_the_same_conditions(
    house: House, three: list[Repair]
) -> None:
    page = sign_in(house.clerk).get("/repairs/print/?view=all&trade=POWER")

    text = page.content.decode()
    assert three[1].number in text
    assert three[0].number not in text
    assert AccessEntry.objects.filter(act="PRINT").count() == 1
