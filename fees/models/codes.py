"""The codes of charging (RULES 4)."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class Book(models.TextChoices):
    """Whose money an item brings in; each is a ledger of its own (RULES 4.1)."""

    OWN = "OWN", _("Own income")
    ON_BEHALF = "ON_BEHALF", _("Collected on behalf")
    COMMON = "COMMON", _("Common income")
    DEPOSIT = "DEPOSIT", pgettext_lazy("money", "Deposits")


class Method(models.TextChoices):
    """How the amount of an item comes about (RULES 4.1)."""

    AREA = "AREA", _("By area")
    FIXED = "FIXED", _("Fixed per month")
    METERED = "METERED", _("By meter")
    SHARED = "SHARED", _("Shared out")
    PARKING = "PARKING", _("By parking space")
    ONE_OFF = "ONE_OFF", _("Once")


MONTHLY = (Method.AREA, Method.FIXED)
"""What a bill run makes from homes and prices alone."""


class ChargeKind(models.TextChoices):
    """Where a bill line comes from."""

    BILL = "BILL", _("Monthly bill")
    METER = "METER", _("Meter reading")
    SHARED = "SHARED", _("Shared utilities")
    PARKING = "PARKING", pgettext_lazy("fee", "Parking")
    ONE_OFF = "ONE_OFF", _("One-off")
    TRUE_UP = "TRUE_UP", _("Correction")
    LATE_FEE = "LATE_FEE", _("Late fee")
    OPENING = "OPENING", _("Opening balance")


class Account(models.TextChoices):
    """The accounts of the journal: debit is positive, credit negative.

    Money accounts say where money lies; household accounts what a home owes (a bill
    line), has paid ahead, or has left as a deposit; the others balance them.
    """

    CASH = "CASH", _("Cash")
    POS = "POS", _("POS")
    WECHAT = "WECHAT", _("WeChat")
    ALIPAY = "ALIPAY", _("Alipay")
    TRANSFER = "TRANSFER", _("Bank transfer")
    RECEIVABLE = "RECEIVABLE", _("Owed")
    PREPAID = "PREPAID", _("Paid ahead")
    DEPOSIT = "DEPOSIT", pgettext_lazy("money", "Deposit")
    PAYABLE = "PAYABLE", _("To be paid back")
    WAIVED = "WAIVED", pgettext_lazy("fees", "Waived")
    OPENING = "OPENING", _("Opening balance")
    REMITTED = "REMITTED", pgettext_lazy("fees", "Passed on")
    SPENT = "SPENT", _("Spent")
    INCOME = "INCOME", _("Income at once")


TENDERS = (
    Account.CASH,
    Account.POS,
    Account.WECHAT,
    Account.ALIPAY,
    Account.TRANSFER,
)
"""How a resident pays."""


class VoucherKind(models.TextChoices):
    """What a voucher of the journal records."""

    RECEIPT = "RECEIPT", _("Receipt")
    VOID = "VOID", _("Voided receipt")
    RED = "RED", _("Red reversal")
    PREPAID_USE = "PREPAID_USE", _("Prepayment used")
    DEDUCTION = "DEDUCTION", _("Deducted from a deposit")
    WAIVER = "WAIVER", _("Waiver")
    REFUND = "REFUND", _("Refund by bank")
    REMITTANCE = "REMITTANCE", _("Passed on by bank")
    EXPENSE = "EXPENSE", _("Expenditure by bank")
    OPENING = "OPENING", _("Opening balance")


NUMBERED = (VoucherKind.RECEIPT, VoucherKind.RED)
"""What carries a number out of a receipt book."""
UNDOING = (VoucherKind.VOID, VoucherKind.RED)
"""What takes another voucher back."""
DECIDED = (
    *UNDOING,
    VoucherKind.WAIVER,
    VoucherKind.REFUND,
    VoucherKind.DEDUCTION,
    VoucherKind.EXPENSE,
    VoucherKind.REMITTANCE,
)
"""What is written only as others have decided it; each carries its matter."""


class DayStatus(models.TextChoices):
    """The life of a cashier's day (RULES 4.6)."""

    OPEN = "OPEN", pgettext_lazy("cash", "Open")
    COUNTED = "COUNTED", _("Counted")
    DISCREPANCY = "DISCREPANCY", _("Difference")
    SUBMITTED = "SUBMITTED", _("Handed in")
    DEPOSITED = "DEPOSITED", _("At the bank")
    CARRIED = "CARRIED", _("Carried over")
    RECONCILED = "RECONCILED", _("Reconciled")
    LOCKED = "LOCKED", pgettext_lazy("cash", "Locked")
    REOPENED = "REOPENED", pgettext_lazy("cash", "Reopened")


NOT_HANDED_IN = (DayStatus.OPEN, DayStatus.COUNTED, DayStatus.DISCREPANCY)
"""While an older day is in one of these, no new one opens (RULES 4.6)."""


class MatterKind(models.TextChoices):
    """What somebody asks about money, and others decide (RULES 4.5, 4.3)."""

    VOID = "VOID", _("Void a receipt")
    REVERSAL = "REVERSAL", _("Reverse a receipt")
    WAIVER = "WAIVER", _("Waive or discount")
    REFUND = "REFUND", _("Pay back")
    DISPUTE = "DISPUTE", _("Dispute a line")
    DELIVERY = "DELIVERY", _("Counts as handed over")
    DEDUCTION = "DEDUCTION", _("Deduct from a deposit")
    EXPENSE = "EXPENSE", _("Expenditure")
    REMITTANCE = "REMITTANCE", _("Pass on to others")


class MatterStatus(models.TextChoices):
    """The life of a matter."""

    ASKED = "ASKED", pgettext_lazy("fees", "Asked")
    APPROVED = "APPROVED", _("Approved")
    DONE = "DONE", pgettext_lazy("fees", "Done")
    REFUSED = "REFUSED", pgettext_lazy("fees", "Refused")
    WITHDRAWN = "WITHDRAWN", _("Withdrawn")
