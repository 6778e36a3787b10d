"""The analysis of a quarter says what a recount says (RULES 2.3)."""

from __future__ import annotations

from collections import Counter
from datetime import UTC, date, datetime
from io import BytesIO

import pytest
import time_machine
from django.test import Client
from openpyxl import load_workbook

from complaints import transitions as do
from complaints.models import Complaint, Level
from complaints.reports.quarterly import Analysis, Line, Quarter
from propertyservice.audit.models import AccessEntry
from propertyservice.estate.models import Occupancy, Person
from propertyservice.organisation.scope import scope
from tests.complaints.steps import judge, take
from tests.complaints.test_hidden import page
from tests.support.cast import House
from tests.support.queries import costs
from tests.workbench.conftest import Browse, browse

__all__ = ["browse"]
pytestmark = [pytest.mark.django_db, pytest.mark.clause("4.6.1")]

ADDRESS = "/complaints/analysis/"
THIS = Quarter(date(2026, 7, 1))
DAYS = {
    datetime(2025, 9, 30, 4, tzinfo=UTC): ("CLEANING", Level.MINOR),
    datetime(2026, 5, 6, 4, tzinfo=UTC): ("CLEANING", Level.MINOR),
    datetime(2026, 7, 1, 4, tzinfo=UTC): ("CLEANING", Level.CRITICAL),
    datetime(2026, 8, 9, 4, tzinfo=UTC): ("CLEANING", Level.MINOR),
    datetime(2026, 9, 30, 15, tzinfo=UTC): ("SECURITY", Level.IMPORTANT),
    datetime(2026, 9, 30, 17, tzinfo=UTC): ("PARKING", Level.MINOR),
}
NOW = datetime(2026, 10, 20, 4, tzinfo=UTC)


@pytest.fixture
def told(home: House) -> list[Complaint]:
    """Complaints of two years; the last came after the quarter, by the clock here."""
    person = Person.objects.create(office=home.office, name="陈雨桐")
    Occupancy.objects.create(
        unit=home.unit, person=person, relation="OWNER", share=1, office=home.office
    )
    made = []
    for at, (category, level) in DAYS.items():
        with time_machine.travel(at, tick=False):
            made.append(take(home, category=category, level=level))
            judge(made[-1], home, category=category, level=level)
    return made


def by_label(lines: list[Line]) -> dict[str, Line]:
    """The lines of a part by their words."""
    return {line.label: line for line in lines}


def analysed(house: House) -> Analysis:
    """The third quarter of 2026 as the supervisor reads it."""
    return Analysis(house.supervisor, THIS, frozenset({house.office.pk}))


def test_quarters_follow_one_another() -> None:
    assert Quarter.of(date(2026, 2, 28)).key == "2026-1"
    assert Quarter(date(2026, 1, 1)).back().key == "2025-4"
    assert Quarter(date(2026, 1, 1)).back(4).key == "2025-1"
    assert THIS.last == date(2026, 9, 30)


@pytest.mark.usefixtures("told")
def test_figures_stand_beside_the_quarter_before_and_a_year_ago(home: House) -> None:
    found = by_label(analysed(home).figures)
    line = found["受理投诉"]
    assert (line.now, line.before, line.year, line.change) == (3, 1, 1, 2)
    assert found["重大"].now == 1
    assert found["重要、重大投诉未记纠正措施"].now == 2
    assert found["投诉率（按入住户数）"].now == 300


@pytest.mark.usefixtures("told")
def test_causes_repeats_and_the_critical_ones(home: House) -> None:
    found = analysed(home)
    counted = {line.label: line.now for line in found.categories}
    naive = Counter(
        each.get_category_display()
        for each in Complaint.objects.all()
        if date(2026, 7, 1) <= each.received_at.astimezone().date() <= THIS.last
    )
    assert {label: now for label, now in counted.items() if now} == naive
    assert [(each["room"], each["count"]) for each in found.repeats] == [
        (home.unit.label, 2)
    ]
    assert [each.level for each in found.serious] == [Level.CRITICAL]


@pytest.mark.usefixtures("told")
def test_each_number_opens_its_list(home: House, browse: Browse) -> None:
    client = browse(home.supervisor)
    with time_machine.travel(NOW, tick=False):
        found = analysed(home)
        lines = [*found.figures, *found.categories, *found.departments]
        for line in lines:
            if line.url and line.unit == "":
                assert listed(client, line.url) == line.now, line.label
        for each in found.repeats:
            assert listed(client, each["url"]) == each["count"]


def listed(client: Client, url: str) -> int:
    """How many lines the register shows."""
    return int(client.get(url).context["page"].total)


@pytest.mark.usefixtures("told")
def test_page_paper_and_excel_say_the_same(home: House, browse: Browse) -> None:
    client = browse(home.supervisor)
    with time_machine.travel(NOW, tick=False):
        page = client.get(ADDRESS).content.decode()
        assert "2026 年第 3 季度" in page
        paper = client.get(f"{ADDRESS}print/?quarter=2026-3").content.decode()
        assert "分析与结论" in paper
        file = client.get(f"{ADDRESS}export.xlsx?quarter=2026-3")
        sheet = load_workbook(BytesIO(b"".join(file.streaming_content))).active
    rows = [[cell.value for cell in row] for row in sheet.iter_rows()]
    assert ["指标", "受理投诉", None, 3, 1, 1, 2, None, None] in rows
    assert AccessEntry.objects.get(act="EXPORT").rows == len(rows) - 1


@pytest.mark.usefixtures("told")
def test_it_costs_as_much_with_more_complaints(home: House, browse: Browse) -> None:
    client = browse(home.supervisor)
    for _more in range(2):
        with time_machine.travel(NOW, tick=False):
            costs("complaints:analysis", lambda: client.get(ADDRESS))
        with (
            time_machine.travel(datetime(2026, 9, 1, 4, tzinfo=UTC), tick=False),
            scope(home.taker),
        ):
            for _n in range(3):
                take(home, unit=home.upstairs, level=Level.CRITICAL)


@pytest.mark.edge(26)
@pytest.mark.usefixtures("told")
def test_whoever_is_complained_about_reads_the_same_as_before(
    home: House, browse: Browse
) -> None:
    client = browse(home.manager)
    with time_machine.travel(NOW, tick=False):
        before = page(client, ADDRESS)
    with (
        time_machine.travel(datetime(2026, 9, 2, 4, tzinfo=UTC), tick=False),
        scope(home.taker),
    ):
        about = take(home, respondent=home.manager, level=Level.CRITICAL)
    with time_machine.travel(NOW, tick=False):
        assert page(client, ADDRESS) == before
        chief = browse(home.chief).get(ADDRESS).content.decode()
        assert about.number in chief
        browse(home.supervisor).get(f"{ADDRESS}export.xlsx")
        client.get(f"{ADDRESS}export.xlsx")
    rows = AccessEntry.objects.filter(act="EXPORT").values_list("rows", flat=True)
    assert len(set(rows)) == 1


def test_a_measure_on_record_is_counted(home: House, told: list[Complaint]) -> None:
    serious = told[2]
    do.transfer(
        serious,
        by=home.taker,
        department=home.extra["REPAIRS"],
        handler=home.maintenance,
    )
    do.sign(serious, by=home.maintenance)
    do.investigate(serious, by=home.maintenance)
    do.record_measures(serious, by=home.maintenance, corrective_action="每日巡查签到")
    found = by_label(analysed(home).figures)
    assert found["重要、重大投诉未记纠正措施"].now == 1
    assert found["重要、重大投诉已记纠正措施"].now == 50
