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
from fees.models.demands import Demand, DemandKind
from fees.models.items import Control, FeeItem, PriceVersion
from fees.models.journal import Entry, Voucher
from fees.models.matters import Matter
from fees.models.meters import Meter, Reading, ReadingKind, Rental, SharedBill
from fees.models.openings import Invoice, Opening
from fees.models.statements import STATED, LineState, Statement, StatementLine
from fees.models.supervision import (
    LargeReport,
    LargeStatus,
    SurpriseCount,
    Violation,
    ViolationKind,
    ViolationStatus,
)

__all__ = [
    "MONTHLY",
    "NOT_HANDED_IN",
    "STATED",
    "TENDERS",
    "VIEW",
    "Account",
    "BillRun",
    "Book",
    "CashierDay",
    "Charge",
    "ChargeKind",
    "Check",
    "CheckFinding",
    "CheckStatus",
    "Control",
    "DayStatus",
    "Demand",
    "DemandKind",
    "Deposit",
    "Dispute",
    "Entry",
    "FeeItem",
    "Held",
    "Invoice",
    "LargeReport",
    "LargeStatus",
    "LineState",
    "Matter",
    "MatterKind",
    "MatterStatus",
    "Meter",
    "Method",
    "Opening",
    "Prepaid",
    "PriceVersion",
    "Reading",
    "ReadingKind",
    "ReceiptBook",
    "Rental",
    "SharedBill",
    "SpoiledNumber",
    "Statement",
    "StatementLine",
    "SurpriseCount",
    "Violation",
    "ViolationKind",
    "ViolationStatus",
    "Voucher",
    "VoucherKind",
]
