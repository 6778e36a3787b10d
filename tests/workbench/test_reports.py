"""The pages of /reports/: offices beside each other, Excel, the monthly set (2.8)."""

from __future__ import annotations

from datetime import date, datetime
from io import BytesIO
from zoneinfo import ZoneInfo

import pytest
import time_machine
from openpyxl import load_workbook

from propertyservice.organisation.models import Company
from propertyservice.organisation.scope import scope
from propertyservice.workbench import monthly
from tests.repairs.test_life import call
from tests.support.cast import House, hire
from tests.support.queries import costs
from tests.workbench.conftest import Browse

pytestmark = [pytest.mark.django_db, pytest.mark.clause("3.1")]
SHANGHAI = ZoneInfo("Asia/Shanghai")
APRIL = datetime(2026, 4, 20, 10, 0, tzinfo=SHANGHAI)


@pytest.fixture
def calls(house: House, other: House) -> None:
    """Three calls in the first office and one in the second, in April."""
    with (
        time_machine.travel(APRIL, tick=False),
        scope(offices=[house.office.pk, other.office.pk]),
    ):
        for where, trade in ((house, "WATER"), (house, "DOOR"), (house, "POWER")):
            call(where, trade=trade)
        call(other)


@pytest.mark.usefixtures("calls")
def test_the_company_manager_compares_offices(
    house: House, other: House, company: Company, browse: Browse
) -> None:
    head = hire(None, "head", "COMPANY_MANAGER", company)
    with time_machine.travel(APRIL, tick=False):
        page = browse(head).get("/reports/repairs/?by=office&month=2026-04")
        rows = page.context["sheet"].rows
        assert [(name, row[0].value) for name, row in rows] == [
            ("JX office", 3),
            ("YH office", 1),
        ]
        assert f"office={other.office.pk}" in rows[1][1][0].url
        listed = browse(head).get(rows[1][1][0].url)
        assert listed.context["page"].total == "1"
        # One office's manager has nobody to compare with.
        own = browse(house.manager).get("/reports/repairs/?by=office&month=2026-04")
        assert own.context["sheet"].rows[0][0] == "2026-04"
        assert own.context["sheet"].rows[0][1][0].value == 3


@pytest.mark.usefixtures("calls")
def test_the_excel_file_is_the_table(
    house: House, company: Company, browse: Browse
) -> None:
    head = hire(None, "head", "COMPANY_MANAGER", company)
    with time_machine.travel(APRIL, tick=False):
        sent = browse(head).get("/reports/repairs/export.xlsx?by=office&month=2026-04")
    sheet = load_workbook(BytesIO(b"".join(sent.streaming_content))).active
    assert sheet is not None
    rows = list(sheet.iter_rows(values_only=True))
    table = [row for row in rows if row[0] in ("JX office", "YH office")]
    assert [row[1] for row in table] == [3, 1]


@pytest.mark.usefixtures("calls")
def test_a_page_of_figures_costs_the_same_whatever_it_counts(
    house: House, company: Company, browse: Browse
) -> None:
    head = hire(None, "head", "COMPANY_MANAGER", company)
    client = browse(head)
    with time_machine.travel(APRIL, tick=False):
        costs("report", lambda: client.get("/reports/repairs/"))
        costs("report by office", lambda: client.get("/reports/repairs/?by=office"))
        costs("monthly-set", lambda: client.get("/reports/monthly/"))


@pytest.mark.usefixtures("calls")
@pytest.mark.clause("4.9")
def test_the_monthly_set_is_printed_by_the_fifth(house: House, browse: Browse) -> None:
    path = "/reports/monthly/JX/2026-04/"
    with time_machine.travel(datetime(2026, 4, 28, 9, 0, tzinfo=SHANGHAI)):
        early = browse(house.supervisor).get(path).content.decode()
        assert "2026-04" in early
    with time_machine.travel(datetime(2026, 5, 6, 9, 0, tzinfo=SHANGHAI)):
        client = browse(house.supervisor)
        # What was printed before the month ended does not count.
        assert april(client.get("/reports/monthly/")).is_late
        paper = client.get(path).content.decode()
        assert "报修" in paper
        assert "补打" in paper
        assert paper.count("JX-BX-20260420") == 3
        state = april(client.get("/reports/monthly/"))
        assert (state.printed_on, state.is_late) == (date(2026, 5, 6), True)
    with time_machine.travel(datetime(2026, 5, 3, 9, 0, tzinfo=SHANGHAI)):
        assert monthly.due_on(house.office, state.month).day == 5


def april(response: object) -> monthly.State:
    """The line of April on the page of the sets."""
    states: list[monthly.State] = response.context["states"]  # type: ignore[attr-defined]
    return next(state for state in states if state.key == "2026-04")


@pytest.mark.parametrize("path", ["YH/2026-04", "JX/2026-13", "JX/x", "JX/1999-01"])
def test_a_set_that_is_not_there_is_not_found(
    house: House, other: House, browse: Browse, path: str
) -> None:
    with time_machine.travel(APRIL, tick=False):
        found = browse(house.manager).get(f"/reports/monthly/{path}/")
    assert found.status_code == 404
