"""The limits of a cashier's day (RULES 4.6)."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from propertyservice.organisation.posts import COMPANY_MANAGER, FINANCE, OFFICE_MANAGER
from propertyservice.policy.definitions import Confidence, RuleDef
from propertyservice.workflow.kinds import DeadlineKind

HAND_IN = "cash.hand_in"
DEPOSIT = "cash.deposit"
DEPOSIT_CARRIED = "cash.deposit_carried"
RECONCILE = "cash.reconcile"
FINDING = "fee.finding"
LARGE = "cash.large_report_by"
VIOLATION = "fee.violation_report"
LIMIT = _("limit")

KINDS = (
    DeadlineKind(HAND_IN, _("Close the day"), pausable=False),
    DeadlineKind(
        DEPOSIT,
        _("Cash to the bank"),
        pausable=False,
        supervisor_post=OFFICE_MANAGER,
        manager_post=COMPANY_MANAGER,
    ),
    DeadlineKind(
        DEPOSIT_CARRIED,
        _("Carried cash to the bank"),
        pausable=False,
        supervisor_post=OFFICE_MANAGER,
        manager_post=COMPANY_MANAGER,
    ),
    DeadlineKind(
        RECONCILE,
        _("Reconcile with the bank"),
        pausable=False,
        supervisor_post=FINANCE,
        manager_post=OFFICE_MANAGER,
    ),
    DeadlineKind(
        LARGE,
        _("Report large payments"),
        pausable=False,
        supervisor_post=OFFICE_MANAGER,
        manager_post=FINANCE,
    ),
    DeadlineKind(
        VIOLATION,
        _("Report the violation upward"),
        pausable=False,
        supervisor_post=OFFICE_MANAGER,
        manager_post=COMPANY_MANAGER,
    ),
    DeadlineKind(
        FINDING,
        _("Explain a finding of the reconciliation"),
        pausable=False,
        supervisor_post=OFFICE_MANAGER,
        manager_post=COMPANY_MANAGER,
    ),
)
RULES = (
    RuleDef(
        LARGE,
        {"clock": "NATURAL", "days": 0, "ends_at": "18:00"},
        _("Report large payments until"),
        LIMIT,
        "RULES 4.6",
        Confidence.GUESS,
    ),
    RuleDef(
        VIOLATION,
        {"clock": "NATURAL", "minutes": 1440},
        _("Report a violation to the company"),
        LIMIT,
        "RULES 4.6",
        Confidence.TYPICAL,
    ),
    RuleDef(
        HAND_IN,
        {"clock": "NATURAL", "days": 0, "ends_at": "17:00"},
        _("Close the day and hand in"),
        LIMIT,
        "RULES 4.6",
        Confidence.GUESS,
    ),
    RuleDef(
        DEPOSIT,
        {"clock": "NATURAL", "days": 0},
        _("Bring the day's cash to the bank"),
        LIMIT,
        "L9 11",
        Confidence.STATUTE,
    ),
    RuleDef(
        DEPOSIT_CARRIED,
        {"clock": "WORKING_DAYS", "days": 1, "ends_at": "17:00"},
        _("Bring carried cash to the bank"),
        LIMIT,
        "L9 11",
        Confidence.STATUTE,
    ),
    RuleDef(
        RECONCILE,
        {"clock": "WORKING_DAYS", "days": 1},
        _("Reconcile a day with the bank"),
        LIMIT,
        "RULES 4.6",
        Confidence.GUESS,
    ),
    RuleDef(
        FINDING,
        {"clock": "WORKING_DAYS", "days": 2},
        _("Explain a finding of the reconciliation"),
        LIMIT,
        "RULES 4.6",
        Confidence.GUESS,
    ),
)
