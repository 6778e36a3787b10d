"""The verbs of a survey and what came of it (RULES 2.0.6, 2.2)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from math import ceil
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction
from django.db.models import Count, Exists, OuterRef
from django.utils import timezone
from django.utils.translation import gettext as _

from propertyservice.audit import refusals
from propertyservice.estate.models import Occupancy, Unit
from propertyservice.numbering.numbers import next_numbers
from propertyservice.organisation.models import Office, Staff
from propertyservice.oversight.models import ASPECTS, Survey, SurveySheet
from propertyservice.oversight.rules import RETURN, SATISFACTION
from propertyservice.policy.in_force import in_force
from propertyservice.ui.counting import rate
from propertyservice.workflow.transitions import Refused

RUN, ENTER = "oversight.run_survey", "oversight.enter_sheets"
KIND = "DC"
WHOLE = 100


@dataclass(frozen=True)
class Outcome:
    """Return rate and satisfaction in percent, against their targets."""

    sheets: int
    returned: int
    satisfied: int
    ratings: Mapping[str, int]
    return_target: Decimal
    satisfaction_target: Decimal

    @property
    def return_rate(self) -> Decimal | None:
        """Sheets that are back, of all that went out."""
        return rate(self.returned, self.sheets)

    @property
    def satisfaction(self) -> Decimal | None:
        """Satisfied and fairly satisfied, of those that are back."""
        return rate(self.satisfied, self.returned)

    @property
    def returns_held(self) -> bool:
        """Whether enough came back."""
        return (self.return_rate or Decimal(0)) >= self.return_target

    @property
    def satisfaction_held(self) -> bool:
        """Whether enough are satisfied."""
        return (self.satisfaction or Decimal(0)) >= self.satisfaction_target

    @property
    def still_needed(self) -> int:
        """How many sheets must still come back."""
        wanted = ceil(self.return_target * self.sheets / WHOLE)
        return max(0, wanted - self.returned)


def begin(
    *,
    office: Office,
    year: int,
    starts_on: date,
    ends_on: date,
    by: Staff,
    at: datetime | None = None,
) -> Survey:
    """Begin the year's next round: a sheet for every home that somebody lives in.

    Raises PermissionDenied without the right, Refused with a sentence otherwise.
    """
    if not by.may(RUN, office):
        raise PermissionDenied(_("Your post does not include this act."))
    rules = in_force(office, starts_on)
    before = Survey.objects.filter(office=office, year=year).count()
    try:
        with transaction.atomic():
            survey = Survey.objects.create(
                office=office,
                year=year,
                round=before + 1,
                starts_on=starts_on,
                ends_on=ends_on,
                return_min=Decimal(str(rules[RETURN])),
                satisfaction_min=Decimal(str(rules[SATISFACTION])),
                begun_by=by,
                begun_at=at or timezone.now(),
            )
            _lay_out(survey, office)
    except IntegrityError as error:
        raise Refused(refusals.sentence(error), code="survey") from error
    return survey


def _lay_out(survey: Survey, office: Office) -> None:
    lived_in = Occupancy.objects.on(survey.starts_on).filter(unit=OuterRef("pk"))
    homes = list(
        Unit.objects.filter(Exists(lived_in), office=office).order_by("sort_key")
    )
    if not homes:
        raise Refused(_("Nobody lives in this office's homes."), code="nobody")
    numbers = next_numbers(
        office.code, KIND, timezone.localdate(survey.begun_at), len(homes)
    )
    SurveySheet.objects.bulk_create(
        (
            SurveySheet(survey=survey, office=office, number=number, unit=home)
            for number, home in zip(numbers, homes, strict=True)
        ),
        batch_size=500,
    )


def enter(
    sheet: SurveySheet,
    *,
    by: Staff,
    rating: str,
    returned_on: date,
    marks: Mapping[str, str] | None = None,
    comments: str = "",
) -> None:
    """Take a sheet that came back; an earlier entry is replaced, on record.

    Raises PermissionDenied without the right, Refused with a sentence otherwise.
    """
    if not by.may(ENTER, sheet.office_id):
        raise PermissionDenied(_("Your post does not include this act."))
    with transaction.atomic():
        survey = Survey.objects.select_for_update().get(pk=sheet.survey_id)
        if survey.closed_at is not None:
            raise Refused(_("This survey has ended."), code="ended")
        if not survey.starts_on <= returned_on <= timezone.localdate():
            raise Refused(
                _("A sheet comes back after it went out, and not in the future."),
                code="returned_on",
            )
        known = {code for code, _label in ASPECTS}
        sheet.rating, sheet.returned_on = rating, returned_on
        sheet.marks = {k: v for k, v in (marks or {}).items() if k in known and v}
        sheet.comments, sheet.entered_by = comments, by
        sheet.entered_at = timezone.now()
        sheet.save()


def end(
    survey: Survey, *, by: Staff, measures: str, at: datetime | None = None
) -> None:
    """Close the count with what will be improved.

    Raises PermissionDenied without the right, Refused with a sentence otherwise.
    """
    if not by.may(RUN, survey.office_id):
        raise PermissionDenied(_("Your post does not include this act."))
    with transaction.atomic():
        locked = Survey.objects.select_for_update().get(pk=survey.pk)
        if locked.closed_at is not None:
            raise Refused(_("This survey has ended."), code="ended")
        locked.closed_at, locked.measures = at or timezone.now(), measures
        locked.save()


def outcomes(surveys: Sequence[Survey]) -> dict[int, Outcome]:
    """What came of each survey, counted in one statement."""
    rows = (
        SurveySheet.objects.filter(survey__in=surveys)
        .values("survey", "rating")
        .annotate(count=Count("pk"))
        .order_by()
    )
    found: dict[int, dict[str, int]] = {}
    for row in rows:
        found.setdefault(row["survey"], {})[row["rating"]] = row["count"]
    return {each.pk: _outcome(each, found.get(each.pk, {})) for each in surveys}


def _outcome(survey: Survey, ratings: Mapping[str, int]) -> Outcome:
    returned = {code: count for code, count in ratings.items() if code}
    return Outcome(
        sheets=sum(ratings.values()),
        returned=sum(returned.values()),
        satisfied=returned.get("A", 0) + returned.get("B", 0),
        ratings=returned,
        return_target=survey.return_min * WHOLE,
        satisfaction_target=survey.satisfaction_min * WHOLE,
    )


def by_aspect(survey: Survey) -> list[dict[str, Any]]:
    """How each part of the service was marked, and the share of A and B."""
    marks = survey.sheets.exclude(rating="").values_list("marks", flat=True)
    counted: dict[str, dict[str, int]] = {code: {} for code, _label in ASPECTS}
    for sheet in marks:
        for code, mark in sheet.items():
            counted[code][mark] = counted[code].get(mark, 0) + 1
    return [
        {
            "label": label,
            "marks": [counted[code].get(mark, 0) for mark in "ABC"],
            "rate": rate(
                counted[code].get("A", 0) + counted[code].get("B", 0),
                sum(counted[code].values()),
            ),
        }
        for code, label in ASPECTS
    ]
