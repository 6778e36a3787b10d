"""Parking spaces (车位) and vehicles."""

from __future__ import annotations

from typing import Any

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from propertyservice.audit.history import tracked
from propertyservice.estate.models.persons import Person
from propertyservice.estate.models.scoped import ScopedQuerySet
from propertyservice.estate.models.units import Unit
from propertyservice.estate.text import plate_text


class PlateField(models.CharField):  # type: ignore[type-arg]
    """A number plate, stored in capitals without dots and spaces."""

    def to_python(self, value: Any) -> Any:
        return value if value is None else plate_text(value)

    def get_prep_value(self, value: Any) -> Any:
        return value if value is None else plate_text(value)


@tracked()
class ParkingSpace(models.Model):
    """A parking space, and the unit that uses it."""

    row_security = "office_id"

    office = models.ForeignKey("organisation.Office", models.PROTECT, related_name="+")
    code = models.CharField(_("code"), max_length=20)
    unit = models.ForeignKey(
        Unit,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="spaces",
        verbose_name=_("unit"),
    )
    note = models.CharField(_("note"), max_length=200, blank=True)

    objects = ScopedQuerySet.as_manager()

    class Meta:
        verbose_name = _("parking space")
        verbose_name_plural = _("parking spaces")
        ordering = ["code"]
        constraints = [
            models.UniqueConstraint(fields=["office", "code"], name="estate_space_once")
        ]

    def __str__(self) -> str:
        return self.code


@tracked()
class Vehicle(models.Model):
    """A car that belongs to a unit or a person."""

    row_security = "office_id"

    office = models.ForeignKey("organisation.Office", models.PROTECT, related_name="+")
    plate = PlateField(_("plate"), max_length=12)
    unit = models.ForeignKey(
        Unit,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="vehicles",
        verbose_name=_("unit"),
    )
    person = models.ForeignKey(
        Person,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="vehicles",
        verbose_name=_("person"),
    )
    space = models.ForeignKey(
        ParkingSpace,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="vehicles",
        verbose_name=_("parking space"),
    )
    note = models.CharField(_("note"), max_length=200, blank=True)

    objects = ScopedQuerySet.as_manager()

    class Meta:
        verbose_name = _("vehicle")
        verbose_name_plural = _("vehicles")
        ordering = ["plate"]
        constraints = [
            models.UniqueConstraint(
                fields=["office", "plate"], name="estate_vehicle_once"
            ),
            models.CheckConstraint(
                name="estate_vehicle_plate",
                condition=Q(plate__regex=r"^[0-9A-Z\u4e00-\u9fff]{4,12}$"),
            ),
            models.CheckConstraint(
                name="estate_vehicle_has_owner",
                condition=Q(unit__isnull=False) | Q(person__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return self.plate
