"""Posts, rights, rules, requests and refusals of fees."""

from __future__ import annotations

from fees.models import (
    VIEW,
)
from fees.registration import cases
from fees.registration.refusals import REFUSALS
from fees.registration.requests import REQUESTS
from fees.rules import deadlines as limits
from fees.rules import defaults
from fees.transitions import (
    billing,
    books,
    carrying,
    cutover,
    days,
    dunning,
    large,
    matters,
    onceoff,
    reconciling,
    reopening,
    spending,
    supervising,
)
from fees.transitions.paying import CHARGE
from propertyservice.approvals import kinds as requests
from propertyservice.audit import refusals
from propertyservice.organisation import posts
from propertyservice.organisation.posts import (
    AUDITOR,
    COMPANY_MANAGER,
    CS_SUPERVISOR,
    FINANCE,
    OFFICE_MANAGER,
)
from propertyservice.policy import definitions
from propertyservice.workflow import kinds as deadlines

CASHIER = "CASHIER"
DECIDERS = [CS_SUPERVISOR, OFFICE_MANAGER, COMPANY_MANAGER, FINANCE]
LOOKERS = [*DECIDERS, AUDITOR]
GRANTS = {
    VIEW: [CASHIER, *LOOKERS],
    CHARGE: [CASHIER],
    billing.BILL: [CASHIER, FINANCE],
    onceoff.CORRECT: [CS_SUPERVISOR, OFFICE_MANAGER],
    books.ISSUE: [CS_SUPERVISOR],
    days.ALLOW: [OFFICE_MANAGER, COMPANY_MANAGER],
    matters.DECIDE: DECIDERS,
    "fees.prices": [OFFICE_MANAGER, COMPANY_MANAGER, FINANCE],
    "fees.reconcile": [FINANCE],
    reconciling.SETTLE: [OFFICE_MANAGER, COMPANY_MANAGER],
    "fees.view_findings": LOOKERS,
    "fees.export": [CASHIER, OFFICE_MANAGER, FINANCE, AUDITOR],
    "fees.print": [CASHIER, *LOOKERS],
    "fees.reports": [*LOOKERS],
    spending.SPEND: [CASHIER, FINANCE, OFFICE_MANAGER],
    carrying.PAY_OUT: [FINANCE],
    cutover.IMPORT: [FINANCE, OFFICE_MANAGER],
    dunning.DUN: [CASHIER, CS_SUPERVISOR, OFFICE_MANAGER],
    large.NOTE: [OFFICE_MANAGER, FINANCE],
    supervising.COUNT: [OFFICE_MANAGER, COMPANY_MANAGER, FINANCE],
    supervising.WATCH: LOOKERS,
    supervising.PURSUE: DECIDERS,
    reopening.ASK: [CASHIER, *DECIDERS],
    supervising.DECIDE: [COMPANY_MANAGER, OFFICE_MANAGER],
}


def register() -> None:
    """Tell the kernel; called once from ``apps.ready()``."""
    posts.grant(GRANTS)
    definitions.register(*defaults.RULES, *limits.RULES)
    deadlines.register(*limits.KINDS)
    requests.register(*REQUESTS)
    refusals.register(REFUSALS)
    cases.register()
