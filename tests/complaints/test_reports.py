"""The figures of RULES 2.3: each opens its list, and equals a plain recount."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.utils import timezone

from complaints import transitions as do
from complaints.models import Complaint, Validity
from complaints.reports import REPORTS
from complaints.reports.monthly import occupied, overview
from propertyservice.estate.models import Occupancy, Person
from propertyservice.ui.reports import By, Period, Series
from tests.complaints.steps import judge, lead_to, take
from tests.support.cast import House
from tests.support.figures import opened

pytestmark = [pytest.mark.django_db, pytest.mark.clause("4.6.1")]


def this_month(house: House, by: By = By.MONTH) -> Period:
    """The month in which the tests run."""
    month = timezone.localdate().replace(day=1)
    return Period(month, month, frozenset([house.office.pk]), by)


def value(table: list[Series], label: str) -> object:
    """The only number of a line."""
    found = [series for series in table if series.label == label]
    return found[0].figures[0].value


@pytest.fixture
def busy(home: House) -> House:
    """Complaints at every stage."""
    lead_to(take(home), home, "close")
    lead_to(take(home, level="IMPORTANT", category="FEE"), home, "transfer")
    take(home, respondent=home.manager, content="经理态度差")
    invalid = take(home)
    judge(invalid, home, validity=Validity.INVALID, reason="不属物业职责")
    unhappy = lead_to(take(home), home, "reply")
    do.reopen(unhappy, home.caller, reason="仍未解决")
    return home


@pytest.mark.parametrize("by", list(By))
def test_every_figure_opens_exactly_its_list(busy: House, by: By) -> None:
    for who in (busy.chief, busy.manager, busy.supervisor):
        for report in REPORTS:
            table = report.load(who, this_month(busy, by))
            assert opened(table, who) > 0, report.key


@pytest.mark.usefixtures("in_english")
def test_the_figures_are_those_of_a_recount(busy: House) -> None:
    table = list(overview(busy.chief, this_month(busy)))
    assert value(table, "Complaints received") == Complaint.objects.count() == 5
    assert str(value(table, "Valid")) == "75.0"
    assert str(value(table, "Answered in time")) == "100.0"
    assert str(value(table, "Satisfied at the callback")) == "100.0"
    assert value(table, "Reopened") == 1


@pytest.mark.edge(26)
@pytest.mark.usefixtures("in_english")
def test_the_figures_of_whom_it_is_about_leave_it_out(busy: House) -> None:
    table = list(overview(busy.manager, this_month(busy)))
    assert value(table, "Complaints received") == 4


@pytest.mark.usefixtures("in_english")
def test_the_rate_is_by_occupied_households(busy: House) -> None:
    month = timezone.localdate().replace(day=1)
    for unit, since in ((busy.unit, month - timedelta(days=90)), (busy.upstairs, None)):
        person = Person.objects.create(office=busy.office, name="住户")
        Occupancy.objects.create(
            unit=unit, person=person, relation="TENANT", starts_on=since
        )
    assert occupied(this_month(busy)) == {month: 2}
    table = list(overview(busy.chief, this_month(busy)))
    rate = value(table, "Complaints per occupied household")
    assert str(rate) == "250.0"
