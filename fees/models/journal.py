"""The journal: vouchers and their entries, sealed and chained (4.8.2, DESIGN 2).

A voucher is written after its entries: its insertion checks them (they balance, its day
is open, its number is the next of its book), seals them under one hash and chains it to
the voucher before it. From then on neither can change, and no entry can be added.
"""

from __future__ import annotations

import uuid
from decimal import Decimal
from typing import TYPE_CHECKING, Any, Self

import pgtrigger
from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from fees.models import sql
from fees.models.books import ReceiptBook
from fees.models.charges import VIEW, Charge
from fees.models.codes import (
    DECIDED,
    NUMBERED,
    TENDERS,
    UNDOING,
    Account,
    VoucherKind,
)
from fees.models.days import CashierDay
from fees.models.items import FeeItem
from propertyservice.audit.history import append_only
from propertyservice.ledger.chain import DECLARED, frozen, never_emptied

if TYPE_CHECKING:
    from propertyservice.organisation.models import Staff


class VoucherQuerySet(models.QuerySet[Any]):
    """Vouchers."""

    def visible_to(self, user: Staff) -> Self:
        """Those of the offices whose money this person may see."""
        return self.filter(office__in=user.offices_for(VIEW))

    def receipts(self) -> Self:
        """What left a receipt book as paper."""
        return self.filter(kind__in=NUMBERED)


@append_only
class Voucher(models.Model):
    """One act on money: a receipt, its void or reversal, a waiver, a refund.

    ``total`` is the money that came in with it, in yuan (below zero: went out), filled
    by the trigger like ``at``, ``link``, ``previous`` and ``hash``. ``day`` is the
    cashier's day it belongs to; money of the counter has one. ``business_date`` is that
    day's, the cut-over's for opening balances, else the date of ``at``. ``reverses`` is
    what it takes back, once. ``key`` is the form's one-time key. ``consent`` names the
    written consent by which money paid ahead for one item pays another.
    """

    row_security = "office_id"

    office = models.ForeignKey(
        "organisation.Office", models.PROTECT, related_name="+", db_index=False
    )
    kind = models.CharField(_("kind"), max_length=11, choices=VoucherKind)
    day = models.ForeignKey(
        CashierDay, models.PROTECT, null=True, related_name="vouchers"
    )
    business_date = models.DateField(_("business date"))
    at = models.DateTimeField(_("at"), null=True, editable=False)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        related_name="+",
        db_index=False,
        verbose_name=_("cashier"),
    )
    book = models.ForeignKey(
        ReceiptBook,
        models.PROTECT,
        null=True,
        related_name="vouchers",
        db_index=False,
    )
    number = models.PositiveBigIntegerField(_("number"), null=True)
    unit = models.ForeignKey(
        "estate.Unit",
        models.PROTECT,
        null=True,
        related_name="vouchers",
        db_index=False,
    )
    payer = models.ForeignKey(
        "estate.Person", models.PROTECT, null=True, related_name="+", db_index=False
    )
    payer_name = models.CharField(_("paid by"), max_length=80, blank=True)
    owner_name = models.CharField(_("for"), max_length=80, blank=True)
    memo = models.CharField(_("memo"), max_length=300, blank=True)
    consent = models.CharField(_("written consent"), max_length=200, blank=True)
    reverses = models.OneToOneField(
        "self", models.PROTECT, null=True, related_name="undone_by"
    )
    matter = models.ForeignKey(
        "fees.Matter", models.PROTECT, null=True, related_name="vouchers"
    )
    key = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    total = models.DecimalField(
        _("total"), max_digits=14, decimal_places=2, default=Decimal(0)
    )
    link = models.PositiveBigIntegerField(_("link"), default=0, editable=False)
    previous = models.CharField(max_length=64, blank=True, editable=False)
    hash = models.CharField(_("hash"), max_length=64, blank=True, editable=False)

    objects = VoucherQuerySet.as_manager()

    class Meta:
        verbose_name = _("voucher")
        verbose_name_plural = _("vouchers")
        indexes = [
            models.Index(fields=["unit", "-id"]),
            models.Index(fields=["office", "-business_date", "-id"]),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["office", "link"], name="fees_voucher_links_once"
            ),
            models.UniqueConstraint(
                fields=["office", "number"],
                condition=Q(number__isnull=False),
                name="fees_receipt_number_once",
            ),
            models.CheckConstraint(
                name="fees_receipt_has_number",
                condition=(
                    Q(kind__in=NUMBERED)
                    & Q(number__isnull=False, book__isnull=False, day__isnull=False)
                )
                | (~Q(kind__in=NUMBERED) & Q(number=None, book=None)),
            ),
            models.CheckConstraint(
                name="fees_undoing_names_what",
                condition=(Q(kind__in=UNDOING) & Q(reverses__isnull=False))
                | (~Q(kind__in=UNDOING) & Q(reverses=None)),
            ),
            models.CheckConstraint(
                name="fees_decided_by_others",
                condition=(Q(kind__in=DECIDED) & Q(matter__isnull=False))
                | (~Q(kind__in=DECIDED) & Q(matter=None)),
            ),
            models.UniqueConstraint(
                fields=["matter"],
                condition=Q(matter__isnull=False),
                name="fees_matter_carried_out_once",
            ),
        ]
        triggers = [
            pgtrigger.Trigger(
                name="follow_seal",
                when=pgtrigger.Before,
                operation=pgtrigger.Insert,
                declare=[*sql.DECLARED, *DECLARED],
                func=sql.SEAL,
            ),
            frozen("fees_voucher_stays"),
            never_emptied("fees_vouchers_stay"),
        ]

    def __str__(self) -> str:
        return self.receipt_no or f"{self.get_kind_display()} {self.link}"

    @property
    def sum_said(self) -> Decimal:
        """The sum people know it by: a red receipt's is what it takes back."""
        if self.kind == VoucherKind.RED and self.reverses and not self.total:
            return -self.reverses.total
        return self.total

    @property
    def receipt_no(self) -> str:
        """The number on paper, e.g. JX-SJ-00000012; empty without one."""
        return f"{self.office.code}-SJ-{self.number:08d}" if self.number else ""


@append_only
class Entry(models.Model):
    """One line of a voucher, in yuan: debit above zero, credit below.

    Money accounts carry ``reference`` (the trade number of a terminal or app).
    RECEIVABLE names the bill line, PREPAID home and item, DEPOSIT the deposit; ``item``
    says for what on every line that is not money alone.
    """

    row_security = "office_id"

    voucher = models.ForeignKey(
        Voucher, models.PROTECT, related_name="entries", db_index=False
    )
    office = models.ForeignKey(
        "organisation.Office", models.PROTECT, related_name="+", db_index=False
    )
    place = models.PositiveSmallIntegerField(_("line"))
    account = models.CharField(_("account"), max_length=10, choices=Account)
    amount = models.DecimalField(_("amount"), max_digits=14, decimal_places=2)
    item = models.ForeignKey(
        FeeItem, models.PROTECT, null=True, related_name="+", db_index=False
    )
    unit = models.ForeignKey(
        "estate.Unit", models.PROTECT, null=True, related_name="+", db_index=False
    )
    charge = models.ForeignKey(
        Charge, models.PROTECT, null=True, related_name="entries", db_index=False
    )
    deposit = models.ForeignKey(
        "fees.Deposit",
        models.PROTECT,
        null=True,
        related_name="entries",
        db_index=False,
    )
    reference = models.CharField(_("trade number"), max_length=64, blank=True)
    memo = models.CharField(_("memo"), max_length=200, blank=True)

    class Meta:
        verbose_name = _("entry")
        verbose_name_plural = _("entries")
        indexes = [
            models.Index(
                fields=["charge"],
                condition=Q(charge__isnull=False),
                name="fees_entries_by_line",
            ),
            models.Index(
                fields=["deposit"],
                condition=Q(deposit__isnull=False),
                name="fees_entries_by_deposit",
            ),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["voucher", "place"], name="fees_entry_once_a_place"
            ),
            models.CheckConstraint(name="fees_entry_not_zero", condition=~Q(amount=0)),
            models.CheckConstraint(
                name="fees_entry_names_what",
                condition=Q(account__in=TENDERS, charge=None, deposit=None)
                | Q(
                    account=Account.RECEIVABLE,
                    charge__isnull=False,
                    item__isnull=False,
                    unit__isnull=False,
                )
                | Q(
                    account=Account.PREPAID,
                    charge=None,
                    item__isnull=False,
                    unit__isnull=False,
                )
                | Q(account=Account.DEPOSIT, deposit__isnull=False, item__isnull=False)
                | (
                    ~Q(
                        account__in=[
                            *TENDERS,
                            Account.RECEIVABLE,
                            Account.PREPAID,
                            Account.DEPOSIT,
                            Account.INCOME,
                        ]
                    )
                    & Q(charge=None, deposit=None)
                )
                | Q(
                    account=Account.INCOME,
                    charge=None,
                    deposit=None,
                    item__isnull=False,
                ),
            ),
        ]
        triggers = [
            pgtrigger.Trigger(
                name="follow_balances",
                level=pgtrigger.Statement,
                when=pgtrigger.After,
                operation=pgtrigger.Insert,
                referencing=pgtrigger.Referencing(new="added"),  # type: ignore[no-untyped-call]
                declare=sql.COUNTED,
                func=sql.BALANCES,
            ),
            frozen("fees_entry_stays"),
            never_emptied("fees_entries_stay"),
        ]

    def __str__(self) -> str:
        return f"{self.get_account_display()} {self.amount}"
