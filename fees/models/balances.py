"""What a home has paid ahead, and what lies with the office as a deposit."""

from __future__ import annotations

from decimal import Decimal

from django.db import models
from django.db.models import Q
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from fees.models.items import FeeItem
from propertyservice.audit.history import append_only
from propertyservice.estate.models.scoped import ScopedQuerySet


class Prepaid(models.Model):
    """What a home has paid ahead for one item, in yuan (预收). Kept by the journal."""

    row_security = "office_id"
    kept_by_triggers = True

    office = models.ForeignKey(
        "organisation.Office", models.PROTECT, related_name="+", db_index=False
    )
    unit = models.ForeignKey(
        "estate.Unit", models.PROTECT, related_name="prepaid", db_index=False
    )
    item = models.ForeignKey(FeeItem, models.PROTECT, related_name="+", db_index=False)
    balance = models.DecimalField(
        _("balance"), max_digits=14, decimal_places=2, default=Decimal(0)
    )

    objects = ScopedQuerySet.as_manager()

    class Meta:
        verbose_name = _("prepayment")
        verbose_name_plural = _("prepayments")
        indexes = [models.Index(fields=["office", "-id"])]
        constraints = [
            models.UniqueConstraint(
                fields=["unit", "item"], name="fees_prepaid_once_a_home"
            ),
            models.CheckConstraint(
                name="fees_prepaid_enough", condition=Q(balance__gte=0)
            ),
        ]

    def __str__(self) -> str:
        return f"{self.item_id}: {self.balance}"


@append_only
class Deposit(models.Model):
    """A deposit (押金): the office owes it back, it is no income (RULES 4.1).

    What is held of it stands in :class:`Held`, kept by the journal.
    """

    row_security = "office_id"

    office = models.ForeignKey("organisation.Office", models.PROTECT, related_name="+")
    unit = models.ForeignKey("estate.Unit", models.PROTECT, related_name="deposits")
    item = models.ForeignKey(FeeItem, models.PROTECT, related_name="+")
    payer_name = models.CharField(_("paid by"), max_length=80)
    amount = models.DecimalField(_("amount"), max_digits=14, decimal_places=2)
    purpose = models.CharField(_("for"), max_length=120, blank=True)
    taken_at = models.DateTimeField(_("taken"), db_default=Now())

    objects = ScopedQuerySet.as_manager()

    class Meta:
        verbose_name = _("deposit")
        verbose_name_plural = _("deposits")
        indexes = [models.Index(fields=["office", "-id"])]
        constraints = [
            models.CheckConstraint(
                name="fees_deposit_above_zero", condition=Q(amount__gt=0)
            )
        ]

    def __str__(self) -> str:
        return f"{self.item_id}: {self.amount}"


class Held(models.Model):
    """How much of a deposit the office still holds, in yuan. Kept by the journal."""

    row_security = "office_id"
    kept_by_triggers = True

    deposit = models.OneToOneField(
        Deposit, models.PROTECT, primary_key=True, related_name="held"
    )
    office = models.ForeignKey("organisation.Office", models.PROTECT, related_name="+")
    balance = models.DecimalField(
        pgettext_lazy("fees", "held"),
        max_digits=14,
        decimal_places=2,
        default=Decimal(0),
    )

    class Meta:
        verbose_name = _("held deposit")
        verbose_name_plural = _("held deposits")
        constraints = [
            models.CheckConstraint(name="fees_held_enough", condition=Q(balance__gte=0))
        ]

    def __str__(self) -> str:
        return str(self.balance)
