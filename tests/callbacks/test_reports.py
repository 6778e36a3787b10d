"""The figures of RULES 2.2: each number opens exactly the list behind it."""

from __future__ import annotations

from io import BytesIO

import pytest
from django.utils import timezone
from openpyxl import load_workbook

from callbacks import transitions as do
from callbacks.models import Candidate
from callbacks.reports import REPORTS
from callbacks.reports.monthly import overview, unhappy
from callbacks.rules.counted import COUNTED
from propertyservice.organisation.models import Company
from propertyservice.organisation.scope import scope
from propertyservice.ui.counting import following
from propertyservice.ui.reports import By, Period, Series
from tests.callbacks.stages import answer, assigned, returned
from tests.support.cast import House, hire
from tests.support.figures import listed, opened
from tests.support.queries import costs
from tests.workbench.conftest import Browse

pytestmark = [pytest.mark.django_db, pytest.mark.clause("4.3.2")]


def span(*houses: House, by: By = By.MONTH) -> Period:
    """This month and the next: every window of today ends in one of them."""
    month = timezone.localdate().replace(day=1)
    offices = frozenset(house.office.pk for house in houses)
    return Period(month, following(month), offices, by)


def sums(table: list[Series]) -> dict[str, int]:
    """What a line counts over all its months."""
    return {
        each.label: sum(int(f.value or 0) for f in each.figures)
        for each in table
        if each.unit != "%"
    }


@pytest.fixture
def busy(house: House) -> House:
    """One happy, one not fixed, one refused, one that waits, one never drawn."""
    for number, trade in enumerate(("WATER", "POWER", "DOOR", "MASONRY")):
        repair = returned(house, priority="EMERGENCY", trade=trade)
        callback = repair.register.callbacks.get()
        if number < 3:
            assigned(house, callback)
        if number == 0:
            answer(house, callback, "A")
        elif number == 1:
            answer(house, callback, "B", comments="还在漏")
        elif number == 2:
            do.refuse(callback, by=house.caller, words="不愿意")
    returned(house, unit=house.upstairs)
    returned(house, unit=None, place=house.lobby, phone="", relation="STAFF")
    return house


@pytest.mark.usefixtures("in_english")
@pytest.mark.parametrize("by", list(By))
def test_every_number_opens_exactly_the_list_it_counts(busy: House, by: By) -> None:
    found = 0
    for report in REPORTS:
        for who in (busy.supervisor, busy.manager):
            found += opened(report.load(who, span(busy, by=by)), who)
    assert found > 20
    counted = sums(list(overview(busy.supervisor, span(busy, by=by))))
    assert counted["In the base"] == Candidate.objects.filter(excluded="").count() == 5
    assert counted["Outside the base"] == 1
    assert (counted["Refused to answer"], counted["Still to call"]) == (1, 1)
    assert (counted["A Satisfied"], counted["B Fairly satisfied"]) == (1, 1)
    assert counted["Not fixed, though not C"] == 1
    fates = sums(list(unhappy(busy.supervisor, span(busy, by=by))))
    assert fates["Dissatisfied or not fixed"] == 1
    assert fates["A case puts it right"] == fates["Not settled yet"] == 1


def test_each_condition_lists_the_same_in_the_base_and_among_the_calls(
    busy: House,
) -> None:
    for name in COUNTED:
        base = listed(f"/callbacks/base/?view=all&counted={name}", busy.supervisor)
        calls = listed(f"/callbacks/?view=all&counted={name}", busy.supervisor)
        made = COUNTED[name].q
        without = Candidate.objects.filter(made, callback=None).count()
        assert base == calls + without, name


@pytest.mark.edge(19)
@pytest.mark.usefixtures("in_english")
def test_a_late_answer_is_none_in_time(house: House) -> None:
    returned(house, priority="EMERGENCY")
    callback = assigned(house)
    answer(house, callback, "C")
    table = list(overview(house.supervisor, span(house)))
    assert sums(table)["C Dissatisfied"] == 1
    # Its window has not ended: nothing is due, and so there is no rate.
    assert sums(table)["Callbacks due"] == 0
    assert {f.value for f in table[2].figures} == {None}


@pytest.mark.clause("3.1")
@pytest.mark.usefixtures("in_english")
def test_the_company_manager_compares_offices_and_takes_them_as_excel(
    busy: House, other: House, company: Company, browse: Browse
) -> None:
    head = hire(None, "head", "COMPANY_MANAGER", company)
    with scope(offices=[busy.office.pk, other.office.pk]):
        returned(other, priority="EMERGENCY")
    query = f"by=office&month={timezone.localdate():%Y-%m}&months=3"
    page = browse(head).get(f"/reports/callbacks/?{query}")
    assert [name for name, _row in page.context["sheet"].rows] == [
        "JX office",
        "YH office",
    ]
    sent = browse(head).get(f"/reports/callbacks-done/export.xlsx?{query}")
    sheet = load_workbook(BytesIO(b"".join(sent.streaming_content))).active
    assert sheet is not None
    assert any(row[0] == "YH office" for row in sheet.iter_rows(values_only=True))


def test_who_is_complained_about_does_not_find_it_in_the_figures(house: House) -> None:
    returned(house, priority="EMERGENCY")
    hidden = Candidate.objects.get()
    before = listed("/callbacks/base/?view=all", house.supervisor)
    copied = {
        field.attname: getattr(hidden, field.attname)
        for field in Candidate._meta.concrete_fields
        if field.name not in ("id", "reference", "hidden_from", "recorded_at")
    }
    Candidate.objects.create(
        **copied, reference="JX-TS-1/0/1", hidden_from=house.supervisor
    )
    assert listed("/callbacks/base/?view=all", house.supervisor) == before
    assert listed("/callbacks/base/?view=all", house.manager) == before + 1
    for who, count in ((house.supervisor, 1), (house.manager, 2)):
        table = list(overview(who, span(house)))
        assert sums(table)["计入应访"] == count


def test_the_base_costs_the_same_whatever_it_lists(busy: House, browse: Browse) -> None:
    client = browse(busy.supervisor)
    page = costs("callbacks: base", lambda: client.get("/callbacks/base/?view=all"))
    words = page.content.decode()
    assert "未抽中" in words
    assert only_number(words)


def only_number(words: str) -> bool:
    """The list links the case and its callback."""
    return "/callbacks/JX-HF-" in words and "/repairs/JX-BX-" in words
