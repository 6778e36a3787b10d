"""The defaults of RULES 4 and 7 with source and confidence; offices change them."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy

from fees.rules.money import ACTUAL_DAYS, FULL_MONTH, HALF_MONTH
from propertyservice.approvals import tiers
from propertyservice.organisation.posts import (
    COMPANY_MANAGER,
    CS_SUPERVISOR,
    FINANCE,
    OFFICE_MANAGER,
)
from propertyservice.policy.definitions import Confidence, RuleDef

T, G, C = Confidence.TYPICAL, Confidence.GUESS, Confidence.STATUTE
YUAN, DAYS = lazy("yuan"), lazy("days")
OWN = lazy("our own choice")

PRORATION = "money.proration"
BILL_DEVELOPER = "fee.bill_developer"
NOTICE_DAYS = "fee.price_notice_days"
PREPAY_MONTHS = "fee.prepay_max_months"
MOST_AT_ONCE = "fee.most_at_once"
LATE_FEE = "fee.late_fee.enabled"
LATE_FEE_DAILY = "fee.late_fee.daily"
LATE_FEE_WARN = "fee.late_fee.warn_above"
LIMITATION_YEARS = "fee.limitation_years"
LIMITATION_ALERT = "fee.limitation_alert_months"
NOTICE_TERM = "fee.notice_term_days"
VACANCY_MONTHS = "fee.vacancy_months"
VACANCY_PERCENT = "fee.vacancy_percent"
SHORTS = "cash.shorts_in_a_month"
STATED_AFTER = "cash.stated_after_days"
FLOAT = "cash.float"
DRAWER_LIMIT = "cash.drawer_limit"
LARGE_FEE = "cash.large_fee"
LARGE_MONTHS = "cash.large_months"
SURPRISE_COUNTS = "cash.surprise_count_per_month"
VOID_BY = "fee.decides.void"
REVERSAL_BY = "fee.decides.reversal"
WAIVER_BY = "fee.decides.waiver"
REFUND_BY = "fee.decides.refund"
DEDUCTION_BY = "fee.decides.deduction"
DISPUTE_BY = "fee.decides.dispute"
DELIVERY_BY = "fee.decides.delivery"
EXPENSE_BY = "fee.decides.expense"
REMITTANCE_BY = "fee.decides.remittance"
DIFFERENCE_BY = "cash.decides.difference"
REOPEN_BY = "cash.decides.reopen"
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
    RuleDef(MOST_AT_ONCE, 200_000, lazy("Most that is entered at once"), YUAN, OWN, G),
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
    RuleDef(
        LIMITATION_ALERT,
        6,
        lazy("Warn before a debt is barred"),
        lazy("months"),
        "RULES 4.4",
        G,
    ),
    RuleDef(NOTICE_TERM, 15, lazy("Term of a written demand"), DAYS, "RULES 4.4", G),
    RuleDef(
        VACANCY_MONTHS,
        0,
        lazy("Reduction for an empty home after (0: none)"),
        lazy("months"),
        "RULES 4.3",
        G,
    ),
    RuleDef(
        VACANCY_PERCENT,
        0.6,
        lazy("Reduction for an empty home, at most"),
        "",
        "RULES 4.3",
        C,
        percent=True,
    ),
    RuleDef(
        SHORTS, 3, lazy("Days short in a month: to the manager"), "", "RULES 5: 75", G
    ),
    RuleDef(
        STATED_AFTER,
        2,
        lazy("A payment stands on a statement after"),
        DAYS,
        "RULES 4.6",
        G,
    ),
    RuleDef(FLOAT, 500, lazy("Change money of a cashier"), YUAN, "RULES 4.6", G),
    RuleDef(DRAWER_LIMIT, 5000, lazy("Most cash in a drawer"), YUAN, "Q8", T),
    RuleDef(LARGE_FEE, 5000, lazy("Large payment, from"), YUAN, "RULES 4.6", G),
    RuleDef(
        LARGE_MONTHS,
        12,
        lazy("Large payment: months ahead, from"),
        lazy("months"),
        "RULES 4.6",
        G,
    ),
    RuleDef(
        SURPRISE_COUNTS,
        1,
        lazy("Surprise counts of cash in a month"),
        "",
        "RULES 4.6",
        T,
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
        DEDUCTION_BY, [OFFICE_MANAGER], lazy("Deducts from a deposit"), "RULES 2.6", G
    ),
    tiers.rule(
        DISPUTE_BY, [CS_SUPERVISOR], lazy("Lets a line be disputed"), "RULES 4.4", G
    ),
    tiers.rule(
        DELIVERY_BY,
        [OFFICE_MANAGER],
        lazy("Lets a home count as handed over"),
        "L5 8",
        G,
    ),
    tiers.rule(
        EXPENSE_BY,
        {
            "up_to": [2000],
            "posts": [[OFFICE_MANAGER], [OFFICE_MANAGER, COMPANY_MANAGER]],
        },
        lazy("Approves an expenditure"),
        "RULES 4.6",
        G,
    ),
    tiers.rule(
        REMITTANCE_BY,
        [OFFICE_MANAGER],
        lazy("Approves passing on"),
        "RULES 4.6",
        G,
    ),
    tiers.rule(
        REOPEN_BY,
        [OFFICE_MANAGER, FINANCE],
        lazy("Reopens a locked day"),
        "RULES 4.6",
        T,
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
