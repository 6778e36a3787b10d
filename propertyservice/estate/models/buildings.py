"""Buildings (楼栋) and their stairwells (单元)."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from propertyservice.audit.history import tracked
from propertyservice.estate.models.scoped import ScopedQuerySet

# Part of a unit's code: no dash, because the dash joins the parts.
PART = r"^[0-9A-Z\u4e00-\u9fff]{1,12}$"


@tracked()
class Building(models.Model):
    """A building; ``code`` is the second part of its units' codes."""

    row_security = "office_id"

    office = models.ForeignKey(
        "organisation.Office", models.PROTECT, related_name="buildings"
    )
    code = models.CharField(_("code"), max_length=12)
    name = models.CharField(_("name"), max_length=60)
    order = models.PositiveIntegerField(_("order"), default=0)

    objects = ScopedQuerySet.as_manager()

    class Meta:
        verbose_name = _("building")
        verbose_name_plural = _("buildings")
        ordering = ["order", "code"]
        constraints = [
            models.UniqueConstraint(
                fields=["office", "code"], name="estate_building_once"
            ),
            models.CheckConstraint(
                name="estate_building_code", condition=Q(code__regex=PART)
            ),
        ]

    def __str__(self) -> str:
        return self.name


@tracked()
class Stairwell(models.Model):
    """A stairwell (单元) of a building; a building without any has one, ``1``."""

    row_security = "office_id"

    office = models.ForeignKey(
        "organisation.Office", models.PROTECT, related_name="+", editable=False
    )
    building = models.ForeignKey(
        Building,
        models.PROTECT,
        related_name="stairwells",
        verbose_name=_("building"),
    )
    code = models.CharField(_("code"), max_length=12, default="1")

    objects = ScopedQuerySet.as_manager()

    class Meta:
        verbose_name = _("stairwell")
        verbose_name_plural = _("stairwells")
        ordering = ["building", "code"]
        constraints = [
            models.UniqueConstraint(
                fields=["building", "code"], name="estate_stairwell_once"
            ),
            models.CheckConstraint(
                name="estate_stairwell_code", condition=Q(code__regex=PART)
            ),
        ]

    def __str__(self) -> str:
        return f"{self.building.code}-{self.code}"

    def save(self, *args: object, **kwargs: object) -> None:
        self.office_id = self.building.office_id
        super().save(*args, **kwargs)  # type: ignore[arg-type]
