"""What is charged, and its published prices (4.8.1; RULES 4.1, 4.2)."""

from __future__ import annotations

import pgtrigger
from django.conf import settings
from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import RangeOperators
from django.db import models
from django.db.models import F, Func, Q, Value
from django.utils.translation import gettext_lazy as _

from fees.models.codes import Book, Method
from propertyservice.audit.history import tracked
from propertyservice.estate.models.scoped import ScopedQuerySet
from propertyservice.estate.models.units import UnitUse

PUBLISHED_STAYS = """
IF TG_OP = 'UPDATE' AND OLD.published_on IS NOT NULL
   AND to_jsonb(OLD) - 'ends_on' = to_jsonb(NEW) - 'ends_on' THEN
  RETURN NEW;
END IF;
IF OLD.published_on IS NOT NULL THEN
  RAISE EXCEPTION 'a published price stays'
    USING ERRCODE = 'check_violation', CONSTRAINT = 'fees_published_price_stays',
          TABLE = TG_TABLE_NAME;
END IF;
IF TG_OP = 'DELETE' THEN RETURN OLD; END IF;
RETURN NEW;
"""


class Days(Func):
    """The days from first to last, both included."""

    function = "daterange"


@tracked()
class FeeItem(models.Model):
    """One thing that an office charges (收费项目; RULES 4.1).

    ``book`` says whose money it is; ``method`` how its amount comes about. ``late_fee``
    only where the contract states one, never on what is collected on behalf (4.4).
    ``due_day`` is the day of the month by which a monthly bill is to be paid; after
    ``due_months`` months.
    """

    row_security = "office_id"
    never_deleted = True

    office = models.ForeignKey("organisation.Office", models.PROTECT, related_name="+")
    code = models.CharField(_("code"), max_length=20)
    name = models.CharField(_("name"), max_length=40)
    book = models.CharField(_("ledger"), max_length=10, choices=Book, default=Book.OWN)
    method = models.CharField(_("how it is charged"), max_length=10, choices=Method)
    due_day = models.PositiveSmallIntegerField(_("due on day"), default=31)
    due_months = models.PositiveSmallIntegerField(_("months later"), default=0)
    late_fee = models.BooleanField(_("late fee by contract"), default=False)
    is_active = models.BooleanField(_("charged"), default=True)
    order = models.PositiveSmallIntegerField(_("order"), default=50)

    objects = ScopedQuerySet.as_manager()

    class Meta:
        verbose_name = _("fee item")
        verbose_name_plural = _("fee items")
        ordering = ["order", "code"]
        constraints = [
            models.UniqueConstraint(
                fields=["office", "code"], name="fees_item_once_an_office"
            ),
            models.CheckConstraint(
                name="fees_due_day_of_a_month",
                condition=Q(due_day__gte=1, due_day__lte=31, due_months__lte=12),
            ),
            models.CheckConstraint(
                name="fees_no_late_fee_on_behalf",
                condition=Q(late_fee=False) | Q(book__in=[Book.OWN, Book.COMMON]),
            ),
        ]

    def __str__(self) -> str:
        return self.name


class Control(models.TextChoices):
    """Who sets a price (价格管理形式; RULES 4.2)."""

    MARKET = "MARKET", _("Set by the market")
    GUIDED = "GUIDED", _("Guided by the government")
    FIXED = "FIXED", _("Set by the government")


@tracked()
class PriceVersion(models.Model):
    """The price of an item from a day on, published beforehand (明码标价; RULES 4.2).

    ``price`` is yuan per ``unit`` (such as 元/月·㎡), before tiers. ``tiers`` are
    ``[[up to, price], …]`` per bill, the last one's bound null. ``unit_use`` is empty
    for every use. ``ends_on`` is the last day; without one the price goes on. Nothing
    is charged by a version that is not published; what was published only ends.
    """

    row_security = "office_id"

    office = models.ForeignKey(
        "organisation.Office", models.PROTECT, related_name="+", editable=False
    )
    item = models.ForeignKey(
        FeeItem, models.PROTECT, related_name="prices", verbose_name=_("fee item")
    )
    unit_use = models.CharField(
        _("for"), max_length=10, choices=UnitUse, blank=True, default=""
    )
    price = models.DecimalField(_("price"), max_digits=12, decimal_places=4)
    unit = models.CharField(_("per"), max_length=30)
    tiers = models.JSONField(_("tiers"), default=list, blank=True)
    starts_on = models.DateField(_("from"))
    ends_on = models.DateField(_("to"), null=True, blank=True)
    basis = models.CharField(_("basis document"), max_length=120)
    control = models.CharField(
        _("price control"), max_length=6, choices=Control, default=Control.MARKET
    )
    base_price = models.DecimalField(
        _("base price"), max_digits=12, decimal_places=4, null=True, blank=True
    )
    float_percent = models.DecimalField(
        _("float in percent"), max_digits=5, decimal_places=2, null=True, blank=True
    )
    service = models.CharField(_("service"), max_length=300, blank=True)
    standard = models.CharField(_("service standard"), max_length=300, blank=True)
    published_on = models.DateField(_("published"), null=True, editable=False)
    published_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        editable=False,
        related_name="+",
    )
    early_reason = models.CharField(
        _("why published later than a month before"), max_length=300, blank=True
    )

    objects = ScopedQuerySet.as_manager()

    class Meta:
        verbose_name = _("price version")
        verbose_name_plural = _("price versions")
        ordering = ["item", "unit_use", "starts_on"]
        constraints = [
            ExclusionConstraint(
                name="fees_one_price_at_a_time",
                expressions=[
                    (F("item") + 0, RangeOperators.EQUAL),
                    (F("unit_use"), RangeOperators.EQUAL),
                    (
                        Days(F("starts_on"), F("ends_on"), Value("[]")),
                        RangeOperators.OVERLAPS,
                    ),
                ],
            ),
            models.CheckConstraint(
                name="fees_price_days_in_order",
                condition=Q(ends_on=None) | Q(ends_on__gte=F("starts_on")),
            ),
            models.CheckConstraint(
                name="fees_price_not_negative", condition=Q(price__gte=0)
            ),
            models.CheckConstraint(
                name="fees_price_has_basis", condition=~Q(basis="") & ~Q(unit="")
            ),
            models.CheckConstraint(
                name="fees_published_before_it_holds",
                condition=Q(published_on=None)
                | Q(published_on__lte=F("starts_on"), published_by__isnull=False),
            ),
        ]
        triggers = [
            pgtrigger.Trigger(
                name="fees_published_price_stays",
                when=pgtrigger.Before,
                operation=pgtrigger.Update | pgtrigger.Delete,
                func=PUBLISHED_STAYS,
            )
        ]

    def __str__(self) -> str:
        return f"{self.item} {self.price_words} {self.unit}"

    def save(self, *args: object, **kwargs: object) -> None:
        self.office_id = self.item.office_id
        super().save(*args, **kwargs)  # type: ignore[arg-type]

    @property
    def price_words(self) -> str:
        """The price without zeros at its end: 2.35, 300."""
        return f"{self.price.normalize():f}"
