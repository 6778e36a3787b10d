"""Bill lines, and the runs that make them (4.8.1; RULES 0.5, 4.3)."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING, Any, Self

import pgtrigger
from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _

from fees.models.codes import ChargeKind
from fees.models.items import FeeItem, PriceVersion
from propertyservice.audit.history import append_only, tracked
from propertyservice.audit.models import Run

if TYPE_CHECKING:
    from propertyservice.organisation.models import Staff

VIEW = "fees.view"
BORN_UNPAID = """
RAISE EXCEPTION 'nothing is paid on a new bill line'
  USING ERRCODE = 'check_violation', CONSTRAINT = 'fees_line_born_unpaid',
        TABLE = TG_TABLE_NAME;
"""
# ``settled`` moves only from inside the journal's own trigger, one level deeper.
STAYS = """
IF TG_OP = 'DELETE' AND OLD.posted_at IS NULL THEN RETURN OLD; END IF;
IF TG_OP = 'UPDATE' THEN
  IF NEW.settled <> OLD.settled AND pg_trigger_depth() < 2 THEN
    RAISE EXCEPTION 'only the journal settles a bill line'
      USING ERRCODE = 'check_violation', CONSTRAINT = 'fees_only_journal_settles',
            TABLE = TG_TABLE_NAME;
  END IF;
  IF OLD.posted_at IS NULL
     OR to_jsonb(OLD) - 'settled' = to_jsonb(NEW) - 'settled' THEN
    RETURN NEW;
  END IF;
END IF;
RAISE EXCEPTION 'a published bill line stays'
  USING ERRCODE = 'check_violation', CONSTRAINT = 'fees_published_line_stays',
        TABLE = TG_TABLE_NAME;
"""
OPEN = Q(posted_at__isnull=False) & ~Q(settled=F("amount"))
"""Published lines on which something is owed (or, below zero, to be given back)."""


@tracked()
class BillRun(models.Model):
    """One making of an office's monthly bill lines: drafted, looked at, published."""

    row_security = "office_id"
    never_deleted = True

    office = models.ForeignKey("organisation.Office", models.PROTECT, related_name="+")
    period = models.DateField(_("month"))
    run = models.ForeignKey(Run, models.PROTECT, related_name="+")
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+"
    )
    made_at = models.DateTimeField(_("made"), db_default=Now())

    class Meta:
        verbose_name = _("bill run")
        verbose_name_plural = _("bill runs")
        indexes = [models.Index(fields=["office", "-period", "-id"])]
        constraints = [
            models.CheckConstraint(
                name="fees_run_month_begins", condition=Q(period__day=1)
            )
        ]

    def __str__(self) -> str:
        return f"{self.office} {self.period:%Y-%m}"


class ChargeQuerySet(models.QuerySet[Any]):
    """Bill lines."""

    def visible_to(self, user: Staff) -> Self:
        """Those of the offices whose money this person may see."""
        return self.filter(office__in=user.offices_for(VIEW))

    def open(self) -> Self:
        """Published lines that are not settled."""
        return self.filter(OPEN)

    def by_age(self) -> Self:
        """Oldest first: the order of payment (RULES 4.3)."""
        return self.order_by("period", "item__order", "item_id", "starts_on", "pk")


class Charge(models.Model):
    """One bill line: an item, a home, a calendar month, a price version, a payer.

    ``amount`` is yuan, rounded once; below zero it gives back (area corrections).
    ``settled`` is what the journal has put against it (payments, waivers), kept by its
    trigger. ``payer`` is whom the line names; the home owes it. ``by_developer``: not
    sold or handed over yet. A line without ``posted_at`` is a draft: it may be thrown
    away; a published one never changes. ``source`` names what a line that is no monthly
    bill was made from, so that it is made once.
    """

    row_security = "office_id"

    office = models.ForeignKey(
        "organisation.Office", models.PROTECT, related_name="+", db_index=False
    )
    unit = models.ForeignKey(
        "estate.Unit", models.PROTECT, related_name="charges", db_index=False
    )
    item = models.ForeignKey(
        FeeItem, models.PROTECT, related_name="charges", db_index=False
    )
    kind = models.CharField(
        _("kind"), max_length=8, choices=ChargeKind, default=ChargeKind.BILL
    )
    period = models.DateField(_("month"))
    starts_on = models.DateField(_("from"))
    ends_on = models.DateField(_("to"))
    price = models.ForeignKey(
        PriceVersion, models.PROTECT, null=True, related_name="+", db_index=False
    )
    payer = models.ForeignKey(
        "estate.Person", models.PROTECT, null=True, related_name="+", db_index=False
    )
    by_developer = models.BooleanField(_("developer pays"), default=False)
    quantity = models.DecimalField(_("quantity"), max_digits=14, decimal_places=4)
    unit_price = models.DecimalField(_("price"), max_digits=12, decimal_places=4)
    amount = models.DecimalField(_("amount"), max_digits=14, decimal_places=2)
    settled = models.DecimalField(
        _("settled"), max_digits=14, decimal_places=2, db_default=Decimal(0)
    )
    due_on = models.DateField(_("due"))
    note = models.CharField(_("note"), max_length=200, blank=True, db_default="")
    source = models.CharField(max_length=40, blank=True, db_default="")
    run = models.ForeignKey(
        BillRun, models.PROTECT, null=True, related_name="lines", db_index=False
    )
    made_at = models.DateTimeField(db_default=Now())
    posted_at = models.DateTimeField(_("published"), null=True)

    objects = ChargeQuerySet.as_manager()

    class Meta:
        verbose_name = _("bill line")
        verbose_name_plural = _("bill lines")
        indexes = [
            models.Index(
                fields=["unit", "period"],
                condition=OPEN,
                name="fees_lines_open_by_unit",
            ),
            models.Index(fields=["office", "period", "item"]),
            models.Index(
                fields=["run"],
                condition=Q(posted_at=None),
                name="fees_lines_in_draft",
            ),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["unit", "item", "period", "starts_on"],
                condition=Q(kind=ChargeKind.BILL),
                name="fees_one_line_a_month",
            ),
            models.UniqueConstraint(
                fields=["source", "unit", "item", "starts_on"],
                condition=~Q(source=""),
                name="fees_one_line_a_source",
            ),
            models.CheckConstraint(
                name="fees_line_days_in_order",
                condition=Q(ends_on__gte=F("starts_on")) & Q(period__day=1),
            ),
            models.CheckConstraint(
                name="fees_settled_within_the_line",
                condition=Q(amount__gte=0, settled__gte=0, settled__lte=F("amount"))
                | Q(amount__lt=0, settled__lte=0, settled__gte=F("amount")),
            ),
        ]
        triggers = [
            pgtrigger.Trigger(
                name="fees_line_born_unpaid",
                when=pgtrigger.Before,
                operation=pgtrigger.Insert,
                condition=pgtrigger.Condition("NEW.settled <> 0"),
                func=BORN_UNPAID,
            ),
            pgtrigger.Trigger(
                name="fees_published_line_stays",
                when=pgtrigger.Before,
                operation=pgtrigger.Update | pgtrigger.Delete,
                func=STAYS,
            ),
        ]

    def __str__(self) -> str:
        return f"{self.item} {self.period:%Y-%m}"

    @property
    def owed(self) -> Decimal:
        """What is still open, in yuan."""
        return self.amount - self.settled


@append_only
class Dispute(models.Model):
    """A line disputed from a day on, or no longer: it is not chased, and no late fee
    runs in between (RULES 4.4)."""

    row_security = "office_id"

    office = models.ForeignKey("organisation.Office", models.PROTECT, related_name="+")
    charge = models.ForeignKey(Charge, models.PROTECT, related_name="disputes")
    disputed = models.BooleanField(_("disputed"))
    on = models.DateField(_("from"))
    reason = models.CharField(_("reason"), max_length=300)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    at = models.DateTimeField(db_default=Now())

    class Meta:
        verbose_name = _("dispute of a line")
        verbose_name_plural = _("disputes of lines")

    def __str__(self) -> str:
        return f"{self.charge_id} {self.on}"
