"""Homes, shops and garages: what one address is (4.2.1)."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from propertyservice.audit.history import tracked
from propertyservice.estate.models.buildings import PART, Building, Stairwell
from propertyservice.estate.models.scoped import ScopedQuerySet

if TYPE_CHECKING:
    from propertyservice.organisation.models import Office

FLOOR = re.compile(r"^([0-9]{1,2})[0-9]{2}$")


class UnitUse(models.TextChoices):
    """What a unit is for; some prices follow it."""

    RESIDENCE = "RESIDENCE", _("Residence")
    SHOP = "SHOP", _("Shop")
    OFFICE = "OFFICE", _("Office space")
    GARAGE = "GARAGE", _("Garage")
    STORAGE = "STORAGE", _("Storage room")
    OTHER = "OTHER", _("Other use")


@tracked()
class Unit(models.Model):
    """One address (房屋): ``code`` is unique everywhere, ``label`` is what people say.

    Areas are square metres. ``note`` is shown to the desk before a call, such as
    "elderly, call first". ``Unit.of`` composes code, label and order.
    """

    row_security = "office_id"

    office = models.ForeignKey(
        "organisation.Office", models.PROTECT, related_name="units", editable=False
    )
    building = models.ForeignKey(
        Building, models.PROTECT, related_name="units", verbose_name=_("building")
    )
    stairwell = models.ForeignKey(
        Stairwell, models.PROTECT, related_name="units", verbose_name=_("stairwell")
    )
    room = models.CharField(_("room"), max_length=12)
    floor = models.SmallIntegerField(_("floor"), null=True, blank=True)
    code = models.CharField(_("code"), max_length=50, unique=True, editable=False)
    label = models.CharField(_("room number"), max_length=40, editable=False)
    sort_key = models.CharField(max_length=60, editable=False, db_collation="C")
    gross_floor_area = models.DecimalField(
        _("gross floor area"), max_digits=10, decimal_places=2, null=True, blank=True
    )
    inner_area = models.DecimalField(
        _("inner area"), max_digits=10, decimal_places=2, null=True, blank=True
    )
    layout = models.CharField(_("layout"), max_length=30, blank=True)
    use = models.CharField(
        _("use"), max_length=10, choices=UnitUse, default=UnitUse.RESIDENCE
    )
    delivered_on = models.DateField(_("delivered"), null=True, blank=True)
    note = models.CharField(_("note"), max_length=300, blank=True)

    objects = ScopedQuerySet.as_manager()

    class Meta:
        verbose_name = _("unit")
        verbose_name_plural = _("units")
        ordering = ["sort_key"]
        indexes = [models.Index(fields=["office", "sort_key"])]
        constraints = [
            models.UniqueConstraint(
                fields=["stairwell", "room"], name="estate_unit_once"
            ),
            models.CheckConstraint(
                name="estate_unit_room", condition=Q(room__regex=PART)
            ),
            models.CheckConstraint(
                name="estate_unit_area",
                condition=(Q(gross_floor_area=None) | Q(gross_floor_area__gt=0))
                & (Q(inner_area=None) | Q(inner_area__gt=0)),
            ),
        ]

    def __str__(self) -> str:
        return self.label

    def save(self, *args: Any, **kwargs: Any) -> None:
        self.compose()
        super().save(*args, **kwargs)

    def get_absolute_url(self) -> str:
        return reverse("unit", args=[self.code])

    @classmethod
    def of(
        cls,
        office: Office,
        building: Building,
        stairwell: Stairwell,
        room: str,
        **more: Any,
    ) -> Unit:
        """Return an unsaved unit with code, label, floor and order, for bulk writes."""
        unit = cls(
            office=office, building=building, stairwell=stairwell, room=room, **more
        )
        unit.compose()
        return unit

    def compose(self) -> None:
        """Fill what follows from building, stairwell and room."""
        self.office = self.building.office
        parts = (self.building.code, self.stairwell.code, self.room)
        self.label = "-".join(parts)
        self.code = f"{self.office.code}-{self.label}"
        self.sort_key = "-".join(_padded(part) for part in parts)
        if self.floor is None and (found := FLOOR.match(self.room)):
            self.floor = int(found[1])


def _padded(part: str) -> str:
    """Numbers in their natural order: 2 before 13."""
    return re.sub(r"[0-9]+", lambda digits: digits[0].zfill(5), part)[:19]
