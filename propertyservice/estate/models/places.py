"""Places that are nobody's home: common parts, floors, equipment rooms (4.5.1)."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from propertyservice.audit.history import tracked
from propertyservice.estate.models.buildings import Building
from propertyservice.estate.models.scoped import ScopedQuerySet


class PlaceKind(models.TextChoices):
    """What sort of place it is."""

    COMMON = "COMMON", _("Common part")
    FLOOR = "FLOOR", _("Floor")
    EQUIPMENT_ROOM = "EQUIPMENT_ROOM", _("Equipment room")


@tracked()
class Place(models.Model):
    """A common part, a floor or an equipment room, in a building or in the grounds."""

    row_security = "office_id"

    office = models.ForeignKey(
        "organisation.Office", models.PROTECT, related_name="places"
    )
    kind = models.CharField(_("kind"), max_length=14, choices=PlaceKind)
    building = models.ForeignKey(
        Building,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="places",
        verbose_name=_("building"),
    )
    name = models.CharField(_("name"), max_length=60)
    code = models.CharField(_("code"), max_length=30)

    objects = ScopedQuerySet.as_manager()

    class Meta:
        verbose_name = _("place")
        verbose_name_plural = _("places")
        ordering = ["code"]
        constraints = [
            models.UniqueConstraint(fields=["office", "code"], name="estate_place_once")
        ]

    def __str__(self) -> str:
        return self.name
