"""What there is: items and prices, bill lines, days, books, the journal (4.8)."""

from fees.models.balances import Deposit, Held, Prepaid
from fees.models.books import ReceiptBook, SpoiledNumber
from fees.models.charges import VIEW, BillRun, Charge, Dispute
from fees.models.checks import Check, CheckFinding, CheckStatus
from fees.models.codes import (
    MONTHLY,
    NOT_HANDED_IN,
    TENDERS,
    Account,
    Book,
    ChargeKind,
    DayStatus,
    MatterKind,
    MatterStatus,
    Method,
    VoucherKind,
)
from fees.models.days import CashierDay
from fees.models.items import Control, FeeItem, PriceVersion
from fees.models.journal import Entry, Voucher
from fees.models.matters import Matter

__all__ = [
    "MONTHLY",
    "NOT_HANDED_IN",
    "TENDERS",
    "VIEW",
    "Account",
    "BillRun",
    "Book",
    "CashierDay",
    "Charge",
    "Check",
    "CheckFinding",
    "CheckStatus",
    "ChargeKind",
    "Control",
    "DayStatus",
    "Deposit",
    "Dispute",
    "Entry",
    "FeeItem",
    "Held",
    "Matter",
    "MatterKind",
    "MatterStatus",
    "Method",
    "Prepaid",
    "PriceVersion",
    "ReceiptBook",
    "SpoiledNumber",
    "Voucher",
    "VoucherKind",
]
