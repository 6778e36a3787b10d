"""The cut-over, and the invoices written for receipts (RULES 4.5)."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _

from propertyservice.audit.history import append_only


@append_only
class Opening(models.Model):
    """A file of opening balances that was taken over, dated the cut-over day.

    ``digest`` is its sha256: it comes in once. ``counts`` says how many rows and yuan
    of each sheet.
    """

    row_security = "office_id"

    office = models.ForeignKey("organisation.Office", models.PROTECT, related_name="+")
    on = models.DateField(_("cut-over day"))
    name = models.CharField(_("file"), max_length=120)
    digest = models.CharField(max_length=64)
    counts = models.JSONField(default=dict)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    at = models.DateTimeField(_("taken over"), db_default=Now())

    class Meta:
        verbose_name = _("opening balances")
        verbose_name_plural = _("opening balances")
        constraints = [
            models.UniqueConstraint(
                fields=["office", "digest"], name="fees_opening_once"
            )
        ]

    def __str__(self) -> str:
        return f"{self.on}"


@append_only
class Invoice(models.Model):
    """The number of an invoice (发票) for a receipt, or of the red one that undoes it.

    One sum has a receipt or an invoice as its paper, not both: with an invoice the
    receipt is printed as a copy that says so. ``title`` is whom it is written to;
    another than the payer needs ``basis`` (edge case 95).
    """

    row_security = "office_id"

    office = models.ForeignKey("organisation.Office", models.PROTECT, related_name="+")
    voucher = models.ForeignKey("fees.Voucher", models.PROTECT, related_name="invoices")
    number = models.CharField(_("invoice no."), max_length=30)
    red = models.BooleanField(_("red invoice"), default=False)
    title = models.CharField(_("written to"), max_length=120)
    basis = models.CharField(_("why to another"), max_length=200, blank=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    at = models.DateTimeField(_("recorded"), db_default=Now())

    class Meta:
        verbose_name = _("invoice")
        verbose_name_plural = _("invoices")
        constraints = [
            models.UniqueConstraint(
                fields=["office", "number"], name="fees_invoice_number_once"
            ),
            models.UniqueConstraint(
                fields=["voucher", "red"], name="fees_invoice_once_a_receipt"
            ),
            models.CheckConstraint(
                name="fees_invoice_says", condition=~Q(number="") & ~Q(title="")
            ),
        ]

    def __str__(self) -> str:
        return self.number
