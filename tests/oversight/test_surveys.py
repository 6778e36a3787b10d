"""The yearly survey: sheets out, sheets back, the grade's figure (2.0.6, 2.2)."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest
import time_machine
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction

from propertyservice.oversight import surveys as do
from propertyservice.oversight.models import Survey, SurveySheet
from propertyservice.workflow.transitions import Refused
from tests.oversight.conftest import settle
from tests.support.cast import House
from tests.workbench.conftest import Browse

pytestmark = [pytest.mark.django_db, pytest.mark.clause("3.3")]


@pytest.fixture
def survey(house: House, may: time_machine.Coordinates) -> Survey:
    """A survey of two homes."""
    settle(house)
    return begun(house)


def begun(house: House) -> Survey:
    """The round of May."""
    return do.begin(
        office=house.office,
        year=2026,
        starts_on=date(2026, 5, 1),
        ends_on=date(2026, 5, 31),
        by=house.supervisor,
    )


def back(survey: Survey, house: House, place: int, rating: str) -> None:
    """A sheet comes back."""
    sheet = survey.sheets.order_by("number")[place]
    marks = {"repairs": rating, "nonsense": "A"}
    do.enter(
        sheet, by=house.clerk, rating=rating, returned_on=date(2026, 5, 10), marks=marks
    )


def test_every_home_gets_a_numbered_sheet(survey: Survey, house: House) -> None:
    sheets = list(survey.sheets.order_by("number"))
    assert [sheet.number for sheet in sheets] == [
        "JX-DC-20260512-0001",
        "JX-DC-20260512-0002",
    ]
    assert {sheet.unit for sheet in sheets} == {house.unit, house.upstairs}
    assert begun(house).round == 2


def test_the_result_is_held_against_return_and_grade(
    survey: Survey, house: House
) -> None:
    back(survey, house, 0, "A")
    outcome = do.outcomes([survey])[survey.pk]
    assert (outcome.return_rate, outcome.returns_held) == (Decimal("50.0"), False)
    assert outcome.still_needed == 1
    # Grade one asks for 80 %: one content household is enough, one of two is not.
    assert (outcome.satisfaction, outcome.satisfaction_held) == (Decimal(100), True)
    back(survey, house, 1, "C")
    outcome = do.outcomes([survey])[survey.pk]
    assert (outcome.returns_held, outcome.satisfaction_held) == (True, False)
    assert outcome.satisfaction_target == Decimal(80)
    parts = {row["label"]: row["marks"] for row in do.by_aspect(survey)}
    assert parts["报修"] == [1, 0, 1]


def test_a_grade_three_office_needs_seventy(survey: Survey, other: House) -> None:
    from propertyservice.organisation.scope import scope  # noqa: PLC0415

    with scope(offices=[other.office.pk]):
        settle(other)
        assert begun(other).satisfaction_min == Decimal("0.700")


def test_a_closed_survey_takes_no_sheet(survey: Survey, house: House) -> None:
    with pytest.raises(PermissionDenied):
        do.end(survey, by=house.clerk, measures="x")
    do.end(survey, by=house.supervisor, measures="加强保洁")
    with pytest.raises(Refused):
        back(survey, house, 0, "A")
    with pytest.raises(Refused):
        do.end(survey, by=house.supervisor, measures="再来一次")


def test_a_sheet_that_is_back_is_rated(survey: Survey) -> None:
    sheet = survey.sheets.all()[0]
    with pytest.raises(IntegrityError), transaction.atomic():
        SurveySheet.objects.filter(pk=sheet.pk).update(returned_on=date(2026, 5, 9))


def test_the_pages_from_the_sheets_to_the_paper(
    survey: Survey, house: House, browse: Browse
) -> None:
    clerk, path = browse(house.clerk), survey.get_absolute_url()
    number = "JX-DC-20260512-0001"
    papers = clerk.get(f"{path}sheets/").content.decode()
    assert papers.count('<article class="sheet') == 2
    assert number in papers
    assert "没有编号为 XX" in clerk.get(f"{path}?sheet=xx").content.decode()
    sheet = clerk.get(f"{path}?sheet={number.lower()}").url
    future = clerk.post(sheet, {"returned_on": "2026-06-30", "rating": "A"})
    assert future.context["form"].errors["returned_on"]
    clerk.post(sheet, {"returned_on": "2026-05-11", "rating": "B", "repairs": "A"})
    assert clerk.get(path).context["outcome"].returned == 1
    assert clerk.get(f"{path}end/").status_code == 403
    head = browse(house.supervisor)
    head.post(f"{path}end/", {"words": "增设路灯"})
    assert "增设路灯" in head.get(f"{path}print/").content.decode()
    assert "未达标" in head.get("/surveys/").content.decode()


def test_another_office_finds_neither_survey_nor_sheet(
    survey: Survey, other: House, browse: Browse
) -> None:
    stranger = browse(other.supervisor)
    assert stranger.get(survey.get_absolute_url()).status_code == 404
    assert stranger.get("/surveys/sheets/JX-DC-20260512-0001/").status_code == 404
    assert browse(other.repairer).get("/surveys/").status_code == 403
