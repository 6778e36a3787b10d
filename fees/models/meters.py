"""Meters, readings, shared utilities, parking (4.8.1; RULES 4.1; edges 83-84)."""

from __future__ import annotations

from decimal import Decimal

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _

from fees.models.charges import BillRun
from fees.models.items import FeeItem, PriceVersion
from propertyservice.audit.history import append_only, tracked
from propertyservice.estate.models.scoped import ScopedQuerySet


class ReadingKind(models.TextChoices):
    """How a reading came about."""

    FIRST = "FIRST", _("First reading")
    READ = "READ", _("Read off")
    ROLLOVER = "ROLLOVER", _("Went past its last digit")
    REPLACED = "REPLACED", _("Meter replaced")
    ESTIMATE = "ESTIMATE", _("Estimated")


@tracked()
class Meter(models.Model):
    """One home's meter of one item. Usage is the difference times ``multiplier``.

    ``rolls_at`` is the reading after which it begins again at zero (100000 for five
    digits). A replaced meter keeps its row: the reading says so.
    """

    row_security = "office_id"
    never_deleted = True

    office = models.ForeignKey("organisation.Office", models.PROTECT, related_name="+")
    unit = models.ForeignKey("estate.Unit", models.PROTECT, related_name="meters")
    item = models.ForeignKey(FeeItem, models.PROTECT, related_name="+")
    number = models.CharField(_("meter no."), max_length=30, blank=True)
    multiplier = models.DecimalField(
        _("multiplier"), max_digits=8, decimal_places=2, default=Decimal(1)
    )
    rolls_at = models.DecimalField(
        _("begins again at"), max_digits=12, decimal_places=2, default=Decimal(100000)
    )

    objects = ScopedQuerySet.as_manager()

    class Meta:
        verbose_name = _("meter")
        verbose_name_plural = _("meters")
        constraints = [
            models.UniqueConstraint(
                fields=["unit", "item", "number"], name="fees_meter_once"
            ),
            models.CheckConstraint(
                name="fees_meter_multiplies", condition=Q(multiplier__gt=0)
            ),
            models.CheckConstraint(
                name="fees_meter_rolls", condition=Q(rolls_at__gt=0)
            ),
        ]

    def __str__(self) -> str:
        return self.number or str(self.item)


@append_only
class Reading(models.Model):
    """What a meter showed on a day. ``usage`` is since the reading before, times the
    multiplier; below zero only where an estimate was too high (edge case 84)."""

    row_security = "office_id"

    office = models.ForeignKey("organisation.Office", models.PROTECT, related_name="+")
    meter = models.ForeignKey(Meter, models.PROTECT, related_name="readings")
    on = models.DateField(_("read on"))
    since = models.DateField(_("since"))
    value = models.DecimalField(_("reading"), max_digits=12, decimal_places=2)
    usage = models.DecimalField(_("usage"), max_digits=14, decimal_places=4)
    kind = models.CharField(_("kind"), max_length=8, choices=ReadingKind)
    note = models.CharField(_("note"), max_length=200, blank=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    at = models.DateTimeField(db_default=Now())

    objects = ScopedQuerySet.as_manager()

    class Meta:
        verbose_name = _("meter reading")
        verbose_name_plural = _("meter readings")
        indexes = [models.Index(fields=["office", "-on", "-id"])]
        constraints = [
            models.UniqueConstraint(
                fields=["meter", "on"], name="fees_read_once_a_day"
            ),
            models.CheckConstraint(
                name="fees_reading_not_negative",
                condition=Q(value__gte=0, since__lte=F("on")),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.on}: {self.value}"


@append_only
class SharedBill(models.Model):
    """What a building used together in a month, and what was shared out (公摊).

    ``total`` is the main meter's usage, ``homes`` what the homes' own meters show,
    ``other`` what somebody else pays. ``amount`` is yuan: the rest times the price,
    rounded once; the lines add up to it exactly.
    """

    row_security = "office_id"

    office = models.ForeignKey("organisation.Office", models.PROTECT, related_name="+")
    item = models.ForeignKey(FeeItem, models.PROTECT, related_name="+")
    building = models.ForeignKey("estate.Building", models.PROTECT, related_name="+")
    period = models.DateField(_("month"))
    total = models.DecimalField(_("main meter"), max_digits=14, decimal_places=4)
    homes = models.DecimalField(_("homes' meters"), max_digits=14, decimal_places=4)
    other = models.DecimalField(_("others"), max_digits=14, decimal_places=4)
    price = models.ForeignKey(PriceVersion, models.PROTECT, related_name="+")
    amount = models.DecimalField(_("amount"), max_digits=14, decimal_places=2)
    by_area = models.BooleanField(_("by area"), default=True)
    run = models.ForeignKey(BillRun, models.PROTECT, related_name="shared")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    at = models.DateTimeField(_("made"), db_default=Now())

    objects = ScopedQuerySet.as_manager()

    class Meta:
        verbose_name = _("shared utilities")
        verbose_name_plural = _("shared utilities")
        constraints = [
            models.UniqueConstraint(
                fields=["building", "item", "period"], name="fees_shared_once_a_month"
            ),
            models.CheckConstraint(
                name="fees_shared_not_negative",
                condition=Q(amount__gt=0, homes__gte=0, other__gte=0, period__day=1),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.item} {self.period:%Y-%m}"

    @property
    def usage(self) -> Decimal:
        """What is shared out."""
        return self.total - self.homes - self.other


@tracked()
class Rental(models.Model):
    """A parking space that a home rents, or owns and has managed (RULES 4.1).

    ``item`` says which: rent (common income) or management. Billed by the month, parts
    by days, from ``starts_on`` through ``ends_on``.
    """

    row_security = "office_id"
    never_deleted = True

    office = models.ForeignKey("organisation.Office", models.PROTECT, related_name="+")
    unit = models.ForeignKey("estate.Unit", models.PROTECT, related_name="rentals")
    space = models.ForeignKey(
        "estate.ParkingSpace",
        models.PROTECT,
        related_name="rentals",
        verbose_name=_("parking space"),
    )
    item = models.ForeignKey(
        FeeItem, models.PROTECT, related_name="+", verbose_name=_("fee item")
    )
    starts_on = models.DateField(_("from"))
    ends_on = models.DateField(_("to"), null=True, blank=True)

    objects = ScopedQuerySet.as_manager()

    class Meta:
        verbose_name = _("parking rental")
        verbose_name_plural = _("parking rentals")
        ordering = ["-pk"]
        constraints = [
            models.CheckConstraint(
                name="fees_rental_days_in_order",
                condition=Q(ends_on=None) | Q(ends_on__gte=F("starts_on")),
            ),
            models.UniqueConstraint(
                fields=["space", "item"],
                condition=Q(ends_on=None),
                name="fees_space_rented_once",
            ),
        ]

    def __str__(self) -> str:
        return str(self.space)
