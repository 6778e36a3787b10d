"""A manager's look into a register, by a sample that anybody can draw again (3.1)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Self

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from propertyservice.audit.history import tracked
from propertyservice.cases import clauses
from propertyservice.cases.models import Case

if TYPE_CHECKING:
    from propertyservice.organisation.models import Staff

VIEW = "oversight.view"


class Result(models.TextChoices):
    """What the inspector found in a case."""

    OK = "OK", _("In order")
    FINDING = "FINDING", _("Finding")


class InspectionQuerySet(models.QuerySet["Inspection"]):
    """Inspections, narrowed to the reader's offices."""

    def visible_to(self, user: Staff) -> Self:
        """Those of offices whose inspections he reads."""
        return self.filter(office__in=user.offices_for(VIEW))


@tracked()
class Inspection(models.Model):
    """One sample of one register in one office.

    The cases opened from ``since`` to ``until`` stand in the order of
    ``md5(seed || ':' || number)``; the first ``sample_size`` of ``population`` are
    looked at. Cases in which the inspector acted himself are left out.
    """

    row_security = "office_id"
    never_deleted = True

    number = models.CharField(_("number"), max_length=30, unique=True, editable=False)
    office = models.ForeignKey(
        "organisation.Office",
        models.PROTECT,
        related_name="+",
        verbose_name=_("office"),
    )
    clause = models.CharField(_("register"), max_length=20)
    since = models.DateField(_("from"))
    until = models.DateField(_("to"))
    seed = models.CharField(_("seed"), max_length=32)
    population = models.PositiveIntegerField(_("cases in the register"))
    left_out = models.PositiveIntegerField(_("own cases left out"), default=0)
    sample_size = models.PositiveIntegerField(_("sample"))
    inspector = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        related_name="+",
        verbose_name=_("inspector"),
    )
    drawn_at = models.DateTimeField(_("drawn"), default=timezone.now)
    closed_at = models.DateTimeField(_("ended"), null=True)
    conclusion = models.TextField(_("conclusion"), max_length=2000, blank=True)

    objects = InspectionQuerySet.as_manager()

    class Meta:
        verbose_name = _("inspection")
        verbose_name_plural = _("inspections")
        indexes = [
            models.Index(fields=["office", "-drawn_at"]),
            # The register pages by it.
            models.Index(fields=["-drawn_at", "-id"]),
        ]
        constraints = [
            models.CheckConstraint(
                name="oversight_period_in_order", condition=Q(since__lte=F("until"))
            ),
            models.CheckConstraint(
                name="oversight_ended_has_conclusion",
                condition=Q(closed_at=None) | ~Q(conclusion=""),
            ),
        ]

    def __str__(self) -> str:
        return self.number

    def get_absolute_url(self) -> str:
        return reverse("oversight:inspection", args=[self.number])

    @property
    def register_label(self) -> str:
        """The register's name for people."""
        return str(clauses.get(self.clause).label)


@tracked()
class InspectionItem(models.Model):
    """One case of a sample, in the order of the draw, and what came of it."""

    row_security = "office_id"
    row_hidden_with = "case"
    never_deleted = True

    inspection = models.ForeignKey(Inspection, models.PROTECT, related_name="items")
    office = models.ForeignKey(
        "organisation.Office", models.PROTECT, related_name="+", editable=False
    )
    case = models.ForeignKey(Case, models.PROTECT, related_name="+")
    place = models.PositiveIntegerField(_("place"))
    result = models.CharField(
        _("result"), max_length=10, choices=Result, blank=True, default=""
    )
    note = models.CharField(_("note"), max_length=500, blank=True)
    looked_at = models.DateTimeField(_("looked at"), null=True)

    class Meta:
        verbose_name = _("inspected case")
        verbose_name_plural = _("inspected cases")
        ordering = ("place",)
        constraints = [
            models.UniqueConstraint(
                fields=["inspection", "case"], name="oversight_case_drawn_once"
            ),
            models.CheckConstraint(
                name="oversight_result_has_time",
                condition=Q(result="", looked_at=None)
                | (~Q(result="") & Q(looked_at__isnull=False)),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.place}"
