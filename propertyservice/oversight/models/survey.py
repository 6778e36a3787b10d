"""The yearly survey of an office: a sheet for each household (RULES 2.0.6, 2.2)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Self

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from propertyservice.audit.history import tracked
from propertyservice.oversight.models.inspection import VIEW

if TYPE_CHECKING:
    from propertyservice.organisation.models import Staff


class Rating(models.TextChoices):
    """A, B, C of every callback and survey sheet."""

    A = "A", _("Satisfied")
    B = "B", _("Fairly satisfied")
    C = "C", _("Dissatisfied")


ASPECTS = (
    ("repairs", _("Repairs")),
    ("cleaning", _("Cleaning")),
    ("security", _("Security")),
    ("greenery", _("Greenery")),
    ("facilities", _("Facilities")),
    ("attitude", pgettext_lazy("survey", "Attitude of the staff")),
)


class SurveyQuerySet(models.QuerySet["Survey"]):
    """Surveys, narrowed to the reader's offices."""

    def visible_to(self, user: Staff) -> Self:
        """Those of offices whose surveys he reads."""
        return self.filter(office__in=user.offices_for(VIEW))


@tracked()
class Survey(models.Model):
    """One round in one year; the targets are those in force when it began.

    ``return_min`` and ``satisfaction_min`` are shares.
    """

    row_security = "office_id"
    never_deleted = True

    office = models.ForeignKey(
        "organisation.Office",
        models.PROTECT,
        related_name="+",
        verbose_name=_("office"),
    )
    year = models.PositiveSmallIntegerField(_("year"))
    round = models.PositiveSmallIntegerField(_("round"), default=1)
    starts_on = models.DateField(_("sheets go out"))
    ends_on = models.DateField(_("sheets are back by"))
    return_min = models.DecimalField(
        _("return rate"), max_digits=4, decimal_places=3, editable=False
    )
    satisfaction_min = models.DecimalField(
        _("satisfaction"), max_digits=4, decimal_places=3, editable=False
    )
    begun_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+"
    )
    begun_at = models.DateTimeField(default=timezone.now)
    closed_at = models.DateTimeField(_("ended"), null=True)
    measures = models.TextField(_("what will be improved"), max_length=2000, blank=True)

    objects = SurveyQuerySet.as_manager()

    class Meta:
        verbose_name = _("survey")
        verbose_name_plural = _("surveys")
        ordering = ("-year", "-round")
        constraints = [
            models.UniqueConstraint(
                fields=["office", "year", "round"], name="oversight_survey_once"
            ),
            models.CheckConstraint(
                name="oversight_survey_days_in_order",
                condition=Q(starts_on__lte=F("ends_on")),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.year}-{self.round}"

    def get_absolute_url(self) -> str:
        return reverse("oversight:survey", args=[self.pk])


@tracked()
class SurveySheet(models.Model):
    """A household's sheet; its number and QR stand on the paper, no name does."""

    row_security = "office_id"
    never_deleted = True

    survey = models.ForeignKey(Survey, models.PROTECT, related_name="sheets")
    office = models.ForeignKey(
        "organisation.Office", models.PROTECT, related_name="+", editable=False
    )
    number = models.CharField(_("number"), max_length=30, unique=True, editable=False)
    unit = models.ForeignKey("estate.Unit", models.PROTECT, related_name="+")
    returned_on = models.DateField(_("back on"), null=True)
    rating = models.CharField(
        _("on the whole"), max_length=1, choices=Rating, blank=True
    )
    marks = models.JSONField(_("marks"), default=dict, blank=True)
    comments = models.CharField(_("suggestions"), max_length=500, blank=True)
    entered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+"
    )
    entered_at = models.DateTimeField(_("entered"), null=True)

    class Meta:
        verbose_name = _("survey sheet")
        verbose_name_plural = _("survey sheets")
        constraints = [
            models.UniqueConstraint(
                fields=["survey", "unit"], name="oversight_one_sheet_a_home"
            ),
            models.CheckConstraint(
                name="oversight_returned_is_rated",
                condition=Q(returned_on=None, rating="", entered_by=None)
                | (
                    Q(returned_on__isnull=False, entered_by__isnull=False)
                    & ~Q(rating="")
                ),
            ),
        ]

    def __str__(self) -> str:
        return self.number
