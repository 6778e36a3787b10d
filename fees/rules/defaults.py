"""The defaults of RULES 4 and 7 with source and confidence; offices change them."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy

from fees.rules.money import ACTUAL_DAYS, FULL_MONTH, HALF_MONTH
from propertyservice.approvals import tiers
from propertyservice.organisation.posts import CS_SUPERVISOR, FINANCE, OFFICE_MANAGER
from propertyservice.policy.definitions import Confidence, RuleDef

T, G, C = Confidence.TYPICAL, Confidence.GUESS, Confidence.STATUTE
YUAN, DAYS = lazy("yuan"), lazy("days")

PRORATION = "money.proration"
BILL_DEVELOPER = "fee.bill_developer"
NOTICE_DAYS = "fee.price_notice_days"
PREPAY_MONTHS = "fee.prepay_max_months"
LATE_FEE = "fee.late_fee.enabled"
LATE_FEE_DAILY = "fee.late_fee.daily"
LATE_FEE_WARN = "fee.late_fee.warn_above"
LIMITATION_YEARS = "fee.limitation_years"
FLOAT = "cash.float"
CUTOFF = "cash.cutoff"
DRAWER_LIMIT = "cash.drawer_limit"
DIFF_SMALL, DIFF_BIG = "cash.diff_small", "cash.diff_big"
LARGE_FEE = "cash.large_fee"
LARGE_BY = "cash.large_report_by"
LARGE_MONTHS = "cash.large_months"
SURPRISE_COUNTS = "cash.surprise_count_per_month"
STATEMENT_WORKDAY = "cash.statement_workday"
VOID_BY = "fee.decides.void"
REVERSAL_BY = "fee.decides.reversal"
WAIVER_BY = "fee.decides.waiver"
REFUND_BY = "fee.decides.refund"
DIFFERENCE_BY = "cash.decides.difference"
ASK_LIMIT = "fee.decide"


def one_of(*codes: str) -> Any:
    """A check that a value is one of some codes."""

    def check(value: Any) -> None:
        if value not in codes:
            raise ValidationError(_("Use one of: %(codes)s.") % {"codes": codes})

    return check


RULES = (
    RuleDef(
        PRORATION,
        ACTUAL_DAYS,
        lazy("Charge for a part of a month"),
        "",
        "RULES 4.3",
        G,
        words=(
            (ACTUAL_DAYS, lazy("by actual days")),
            (HALF_MONTH, lazy("whole month up to the 15th, half after")),
            (FULL_MONTH, lazy("whole month")),
        ),
        check=one_of(ACTUAL_DAYS, HALF_MONTH, FULL_MONTH),
    ),
    RuleDef(
        BILL_DEVELOPER,
        True,
        lazy("The developer pays for homes not sold or handed over"),
        "",
        "L2 41",
        C,
    ),
    RuleDef(NOTICE_DAYS, 30, lazy("Publish a price before it holds"), DAYS, "N5 10", C),
    RuleDef(
        PREPAY_MONTHS, 12, lazy("Pay ahead at most"), lazy("months"), "RULES 4.1", C
    ),
    RuleDef(LATE_FEE, False, lazy("Late fee is charged"), "", "L1 585", C),
    RuleDef(
        LATE_FEE_DAILY,
        0.0005,
        lazy("Late fee for each day"),
        "",
        "RULES 4.4",
        T,
        percent=True,
    ),
    RuleDef(
        LATE_FEE_WARN,
        0.001,
        lazy("Warn of a late fee above"),
        "",
        "RULES 4.4",
        G,
        percent=True,
    ),
    RuleDef(
        LIMITATION_YEARS, 3, lazy("Limitation of debts"), lazy("years"), "L1 188", C
    ),
    RuleDef(CUTOFF, "17:00", lazy("Cash goes to the bank until"), "", "RULES 4.6", G),
    RuleDef(FLOAT, 500, lazy("Change money of a cashier"), YUAN, "RULES 4.6", G),
    RuleDef(DRAWER_LIMIT, 5000, lazy("Most cash in a drawer"), YUAN, "Q8", T),
    RuleDef(
        DIFF_SMALL, 10, lazy("Small difference of a day, up to"), YUAN, "RULES 4.6", G
    ),
    RuleDef(
        DIFF_BIG, 100, lazy("Large difference of a day, from"), YUAN, "RULES 4.6", G
    ),
    RuleDef(LARGE_FEE, 5000, lazy("Large payment, from"), YUAN, "RULES 4.6", G),
    RuleDef(
        LARGE_MONTHS,
        12,
        lazy("Large payment: months ahead, from"),
        lazy("months"),
        "RULES 4.6",
        G,
    ),
    RuleDef(LARGE_BY, "18:00", lazy("Report large payments until"), "", "RULES 4.6", G),
    RuleDef(
        SURPRISE_COUNTS,
        1,
        lazy("Surprise counts of cash in a month"),
        "",
        "RULES 4.6",
        T,
    ),
    RuleDef(
        STATEMENT_WORKDAY,
        3,
        lazy("Monthly statement until working day"),
        "",
        "RULES 4.6",
        G,
    ),
    tiers.rule(VOID_BY, [CS_SUPERVISOR], lazy("Voids a receipt"), "RULES 4.5", T),
    tiers.rule(
        REVERSAL_BY,
        [OFFICE_MANAGER, FINANCE],
        lazy("Reverses a receipt after the close"),
        "RULES 4.5",
        T,
    ),
    tiers.rule(
        WAIVER_BY,
        {
            "up_to": [500, 5000],
            "posts": [
                [CS_SUPERVISOR],
                [CS_SUPERVISOR, OFFICE_MANAGER],
                [OFFICE_MANAGER, FINANCE],
            ],
        },
        lazy("Waives or discounts"),
        "RULES 4.3",
        G,
    ),
    tiers.rule(
        REFUND_BY,
        [OFFICE_MANAGER, FINANCE],
        lazy("Pays money back"),
        "RULES 4.5",
        G,
    ),
    tiers.rule(
        DIFFERENCE_BY,
        {
            "up_to": [10, 99.99],
            "posts": [
                [CS_SUPERVISOR],
                [CS_SUPERVISOR, OFFICE_MANAGER],
                [CS_SUPERVISOR, OFFICE_MANAGER, FINANCE],
            ],
        },
        lazy("Signs a day, by its difference"),
        "RULES 4.6",
        G,
    ),
    RuleDef(
        ASK_LIMIT,
        {"clock": "WORKING_DAYS", "days": 1},
        lazy("Decide on a fee matter"),
        lazy("limit"),
        "RULES 4.5",
        G,
    ),
)
