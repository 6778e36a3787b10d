"""Who has what to do with a unit, from when to when (4.2.1, RULES 5: 1, 57, 58)."""

from __future__ import annotations

from datetime import date
from typing import Self

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import RangeOperators
from django.db import models
from django.db.models import F, Func, Q, Value
from django.utils.translation import gettext_lazy as _

from propertyservice.audit.history import tracked
from propertyservice.estate.models.persons import Person
from propertyservice.estate.models.scoped import ScopedQuerySet
from propertyservice.estate.models.units import Unit


class Relation(models.TextChoices):
    """What a person is to a unit."""

    OWNER = "OWNER", _("Owner")
    CO_OWNER = "CO_OWNER", _("Co-owner")
    FAMILY = "FAMILY", _("Family")
    TENANT = "TENANT", _("Tenant")
    AGENT = "AGENT", _("Agent")


OWNERS = (Relation.OWNER, Relation.CO_OWNER)


class OccupancyQuerySet(ScopedQuerySet):
    """Occupancies by date and relation."""

    def on(self, day: date) -> Self:
        """Those that hold on a day; an unknown start counts as long ago."""
        return self.filter(
            Q(starts_on=None) | Q(starts_on__lte=day),
            Q(ends_on=None) | Q(ends_on__gte=day),
        )

    def owners(self) -> Self:
        """Owners and co-owners."""
        return self.filter(relation__in=OWNERS)


class Days(Func):
    """The days of an occupancy, both ends included."""

    function = "daterange"


@tracked()
class Occupancy(models.Model):
    """A person's tie to a unit.

    ``starts_on`` is empty when nobody knows; ``ends_on`` is the last day. ``share`` is
    the owner's part of one. ``is_contact`` marks whom to call first.
    """

    row_security = "office_id"

    office = models.ForeignKey(
        "organisation.Office", models.PROTECT, related_name="+", editable=False
    )
    unit = models.ForeignKey(
        Unit, models.PROTECT, related_name="occupancies", verbose_name=_("unit")
    )
    person = models.ForeignKey(
        Person, models.PROTECT, related_name="occupancies", verbose_name=_("person")
    )
    relation = models.CharField(_("relation"), max_length=8, choices=Relation)
    share = models.DecimalField(
        _("share"), max_digits=7, decimal_places=4, null=True, blank=True
    )
    starts_on = models.DateField(_("from"), null=True, blank=True)
    ends_on = models.DateField(_("to"), null=True, blank=True)
    is_contact = models.BooleanField(_("contact person"), default=False)
    note = models.CharField(_("note"), max_length=200, blank=True)

    objects = OccupancyQuerySet.as_manager()

    class Meta:
        verbose_name = _("occupancy")
        verbose_name_plural = _("occupancies")
        ordering = ["-is_contact", "relation", "pk"]
        indexes = [models.Index(fields=["unit", "ends_on"])]
        constraints = [
            models.CheckConstraint(
                name="estate_occupancy_in_order",
                condition=Q(ends_on=None)
                | Q(starts_on=None)
                | Q(ends_on__gte=F("starts_on")),
            ),
            models.CheckConstraint(
                name="estate_occupancy_share",
                condition=Q(share=None)
                | Q(share__gt=0, share__lte=1, relation__in=OWNERS),
            ),
            ExclusionConstraint(
                name="estate_occupancy_once_at_a_time",
                # "+ 0" keeps the planner from reading this index for a person, which
                # costs a thousand times the B-tree it looks cheaper than.
                expressions=[
                    (F("unit") + 0, RangeOperators.EQUAL),
                    (F("person") + 0, RangeOperators.EQUAL),
                    (F("relation"), RangeOperators.EQUAL),
                    (
                        Days(F("starts_on"), F("ends_on"), Value("[]")),
                        RangeOperators.OVERLAPS,
                    ),
                ],
            ),
        ]

    def __str__(self) -> str:
        return f"{self.person} ({self.get_relation_display()})"

    def save(self, *args: object, **kwargs: object) -> None:
        self.office_id = self.unit.office_id
        super().save(*args, **kwargs)  # type: ignore[arg-type]
