"""The registers of inspections and findings, and the year office by office (3.1)."""

from __future__ import annotations

from datetime import timedelta
from io import BytesIO
from typing import Any

import pytest
import time_machine
from django.test import Client
from openpyxl import load_workbook

from propertyservice.oversight import transitions as do
from propertyservice.oversight.models import Finding, Result
from tests.oversight.conftest import NOW, drawn
from tests.support.cast import House
from tests.support.queries import costs
from tests.workbench.conftest import Browse

pytestmark = [pytest.mark.django_db, pytest.mark.clause("3.1", "3.2")]
DAY = timedelta(days=1)


@pytest.fixture
def found(register: House) -> list[Finding]:
    """Three findings: to be put right, to be re-checked, and closed on the second go;
    another case of the sample was in order."""
    items = list(drawn(register, register.manager).items.all())
    people = (register.maintenance, register.supervisor, register.maintenance)
    made = []
    for item, who, words in zip(
        items, people, ("漏签", "无照片", "超时"), strict=False
    ):
        finding = do.look(
            item,
            by=register.manager,
            result=Result.FINDING,
            note=words,
            responsible=who,
        )
        assert finding is not None
        made.append(finding)
    do.look(items[3], by=register.manager, result=Result.OK)
    do.rectify(made[1], by=register.supervisor, remedy="补拍")
    do.rectify(made[2], by=register.maintenance, remedy="讲评")
    do.send_back(made[2], by=register.manager, recheck_note="没有讲评记录")
    do.rectify(made[2], by=register.maintenance, remedy="讲评并记录")
    do.accept(made[2], by=register.manager)
    return made


def listed(client: Client, query: str) -> list[str]:
    """The numbers that a list shows, in its order."""
    answer = client.get(f"/findings/{query}")
    assert answer.status_code == 200
    return [row.number for row in answer.context["page"].slice.rows]


def test_the_views_are_the_stages_of_a_finding(
    register: House, found: list[Finding], browse: Browse
) -> None:
    first, second, third = (each.number for each in found)
    manager = browse(register.manager)
    for query, numbers in (
        ("", {first, second}),
        ("?view=recheck", {second}),
        ("?view=returned", {third}),
        ("?view=all", {first, second, third}),
        ("?view=mine", set()),
    ):
        assert set(listed(manager, query)) == numbers, query
    mine = listed(browse(register.maintenance), "?view=mine")
    assert mine == [first]


@pytest.mark.parametrize(
    ("query", "places"),
    [
        ("q=无照片", [1]),
        ("q=maintenance", [0, 2]),
        ("status=CLOSED", [2]),
        ("clause=repairs", [0, 1, 2]),
        ("clause=complaints", []),
        ("open=1", [0, 1]),
        ("returned=1", [2]),
        ("year=2026", [0, 1, 2]),
        ("year=2025", []),
        ("year=99999999999999999999", []),
        ("since=2026-05-13", []),
        ("until=2026-05-12", [0, 1, 2]),
        ("office=0", [0, 1, 2]),
        ("q=%00", [0, 1, 2]),
    ],
)
def test_each_condition_narrows_the_list(
    register: House,
    found: list[Finding],
    browse: Browse,
    query: str,
    places: list[int],
) -> None:
    numbers = {found[place].number for place in places}
    assert set(listed(browse(register.manager), f"?view=all&{query}")) == numbers


def test_a_finding_is_found_by_its_number_and_the_cases(
    register: House, found: list[Finding], browse: Browse
) -> None:
    manager = browse(register.manager)
    for number in (found[0].number, found[0].item.case.number.lower()):
        assert listed(manager, f"?view=all&q={number}") == [found[0].number]


def test_what_is_late_says_so_and_stands_first(
    register: House,
    found: list[Finding],
    browse: Browse,
    may: time_machine.Coordinates,
) -> None:
    may.move_to(NOW + 20 * DAY)
    Finding.objects.filter(pk=found[0].pk).update(due_at=NOW - 900 * DAY)
    manager = browse(register.manager)
    for query in ("?view=late", "?view=open&late=1"):
        assert listed(manager, query)[0] == found[0].number


def test_each_figure_of_the_year_opens_exactly_its_list(
    register: House, found: list[Finding], browse: Browse
) -> None:
    manager = browse(register.manager)
    (row,) = manager.get("/inspections/").context["tally"]
    figures = {name: row[name] for name in ("inspections", "found", "open", "back")}
    assert figures == {"inspections": 1, "found": 3, "open": 2, "back": 1}
    assert row["looked"] == 4
    for name, figure in figures.items():
        page = manager.get(row["urls"][name]).context["page"]
        assert page.found.count() == figure, name


def test_each_office_has_its_own_line(
    register: House, other: House, found: list[Finding], browse: Browse
) -> None:
    assert browse(other.manager).get("/inspections/").context["tally"] == []
    assert listed(browse(other.manager), "?view=all") == []
    (row,) = browse(register.manager).get("/inspections/").context["tally"]
    assert row["office__code"] == "JX"


def test_the_list_of_inspections_counts_and_narrows(
    register: House, found: list[Finding], browse: Browse
) -> None:
    manager = browse(register.manager)

    def rows(query: str) -> list[Any]:
        found: list[Any] = (
            manager.get(f"/inspections/{query}").context["page"].slice.rows
        )
        return found

    (row,) = rows("")
    assert (row.looked, row.drawn, row.found, row.open) == (4, 5, 3, 2)
    for query, count in (
        ("?view=ended", 0),
        ("?view=going", 1),
        ("?view=all&clause=complaints", 0),
        ("?view=all&q=manager", 1),
        ("?view=all&q=clerk", 0),
        ("?view=all&until=2026-05-11", 0),
    ):
        assert len(rows(query)) == count, query


def test_many_inspections_are_paged_by_key(register: House, browse: Browse) -> None:
    made = [drawn(register, register.manager, f"s{n}").number for n in range(30)]
    manager, seen, url = browse(register.manager), [], "/inspections/"
    while url:
        page = manager.get(url).context["page"]
        seen += [row.number for row in page.slice.rows]
        url = f"/inspections/{page.next_url}" if page.slice.next else ""
    assert seen == made[::-1]


@pytest.mark.clause("4.9")
def test_excel_has_exactly_what_is_filtered(
    register: House, found: list[Finding], browse: Browse
) -> None:
    manager = browse(register.manager)
    for url, count in (
        ("/findings/export.xlsx?view=recheck", 1),
        ("/findings/export.xlsx?view=all", 3),
        ("/inspections/export.xlsx?view=ended", 0),
        ("/inspections/export.xlsx", 1),
    ):
        sent = manager.get(url)
        book = load_workbook(BytesIO(b"".join(sent.streaming_content)))  # type: ignore[arg-type]
        cells = [[c.value for c in row] for row in book.active.iter_rows()]  # type: ignore[union-attr]
        lines = [row for row in cells if str(row[0]).startswith("JX-")]
        assert len(lines) == count, url


def test_what_the_registers_cost(
    register: House, found: list[Finding], browse: Browse
) -> None:
    manager = browse(register.manager)
    address = found[0].get_absolute_url()
    sample = found[0].item.inspection.get_absolute_url()
    for name, url in (
        ("oversight: findings", "/findings/?view=all"),
        ("oversight: inspections", "/inspections/"),
        ("oversight: one finding", address),
        ("oversight: one inspection", sample),
    ):
        costs(name, lambda url=url: manager.get(url))
