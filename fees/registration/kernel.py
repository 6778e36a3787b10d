"""Posts, rights, rules, requests and refusals of fees."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Any

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from fees.models import (
    VIEW,
    CashierDay,
    CheckFinding,
    CheckStatus,
    DayStatus,
    LargeReport,
    LargeStatus,
    Matter,
    MatterStatus,
    Violation,
    ViolationStatus,
)
from fees.registration.refusals import REFUSALS
from fees.rules import deadlines as limits
from fees.rules import defaults
from fees.transitions import (
    asking,
    billing,
    books,
    carrying,
    closing,
    cutover,
    days,
    deciding,
    dunning,
    large,
    matters,
    reconciling,
    reopening,
    supervising,
)
from fees.transitions.paying import CHARGE
from propertyservice.approvals import kinds as requests
from propertyservice.approvals.kinds import RequestKind
from propertyservice.audit import refusals
from propertyservice.cases import clauses
from propertyservice.cases.clauses import Clause
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
LOOKERS = [CS_SUPERVISOR, OFFICE_MANAGER, COMPANY_MANAGER, FINANCE, AUDITOR]
GRANTS = {
    VIEW: [CASHIER, *LOOKERS],
    CHARGE: [CASHIER],
    billing.BILL: [CASHIER, FINANCE],
    books.ISSUE: [CS_SUPERVISOR],
    days.ALLOW: [OFFICE_MANAGER, COMPANY_MANAGER],
    matters.DECIDE: [CS_SUPERVISOR, OFFICE_MANAGER, COMPANY_MANAGER, FINANCE],
    "fees.prices": [OFFICE_MANAGER, COMPANY_MANAGER, FINANCE],
    "fees.reconcile": [FINANCE],
    reconciling.SETTLE: [OFFICE_MANAGER, COMPANY_MANAGER],
    "fees.view_findings": LOOKERS,
    "fees.export": [CASHIER, OFFICE_MANAGER, FINANCE, AUDITOR],
    "fees.print": [CASHIER, *LOOKERS],
    "fees.reports": [*LOOKERS],
    asking.SPEND: [CASHIER, FINANCE, OFFICE_MANAGER],
    carrying.PAY_OUT: [FINANCE],
    cutover.IMPORT: [FINANCE, OFFICE_MANAGER],
    dunning.DUN: [CASHIER, CS_SUPERVISOR, OFFICE_MANAGER],
    large.NOTE: [OFFICE_MANAGER, FINANCE],
    supervising.COUNT: [OFFICE_MANAGER, COMPANY_MANAGER, FINANCE],
    supervising.WATCH: LOOKERS,
    supervising.DECIDE: [COMPANY_MANAGER, OFFICE_MANAGER],
}
MATTERS: dict[str, tuple[Any, str, Any, Any]] = {
    "waiver": (
        _("Waive or discount"),
        defaults.WAIVER_BY,
        carrying.carry_out_waiver,
        _("Waive it"),
    ),
    "deduction": (
        _("Deduct from a deposit"),
        defaults.DEDUCTION_BY,
        carrying.carry_out_deduction,
        _("Deduct it"),
    ),
    "refund": (
        _("Pay back"),
        defaults.REFUND_BY,
        deciding.carry_out_approval,
        _("Approve"),
    ),
    "dispute": (
        _("Dispute a line"),
        defaults.DISPUTE_BY,
        carrying.carry_out_dispute,
        _("Let it be disputed"),
    ),
    "expense": (
        _("Expenditure"),
        defaults.EXPENSE_BY,
        deciding.carry_out_approval,
        _("Approve"),
    ),
    "remittance": (
        _("Pass on to others"),
        defaults.REMITTANCE_BY,
        deciding.carry_out_approval,
        _("Approve"),
    ),
}
"""Label, tiers, what the approval does, its button."""
BY_AMOUNT: dict[str, Callable[[Any], Any]] = {
    "waiver": deciding.amount_of,
    "expense": deciding.amount_of,
}
REQUESTS = (
    RequestKind(
        code="fees.void",
        label=_("Void a receipt"),
        right=matters.DECIDE,
        carry_out=deciding.carry_out_void,
        facts=deciding.facts,
        approve_label=_("Void it"),
        tiers=defaults.VOID_BY,
        limit=defaults.ASK_LIMIT,
        send_back=deciding.send_back,
        take_back=deciding.take_back,
    ),
    RequestKind(
        code="fees.reversal",
        label=_("Reverse a receipt"),
        right=matters.DECIDE,
        carry_out=deciding.carry_out_approval,
        facts=deciding.facts,
        approve_label=_("Approve the reversal"),
        tiers=defaults.REVERSAL_BY,
        limit=defaults.ASK_LIMIT,
        send_back=deciding.send_back,
        take_back=deciding.take_back,
    ),
    RequestKind(
        code=closing.SIGN,
        label=_("Sign a cashier's day"),
        right=matters.DECIDE,
        carry_out=closing.carry_out,
        facts=closing.facts,
        approve_label=_("Sign"),
        tiers=defaults.DIFFERENCE_BY,
        level=closing.level_of,
        limit=defaults.ASK_LIMIT,
    ),
    RequestKind(
        code=reopening.REOPEN,
        label=_("Reopen a locked day"),
        right=matters.DECIDE,
        carry_out=reopening.carry_out,
        facts=closing.facts,
        approve_label=_("Reopen"),
        tiers=defaults.REOPEN_BY,
        limit=defaults.ASK_LIMIT,
    ),
    *(
        RequestKind(
            code=matters.request_code(kind),
            label=label,
            right=matters.DECIDE,
            carry_out=carry_out,
            facts=deciding.facts,
            approve_label=approve,
            tiers=tiers,
            level=BY_AMOUNT.get(kind),
            limit=defaults.ASK_LIMIT,
            send_back=deciding.send_back,
            take_back=deciding.take_back,
        )
        for kind, (label, tiers, carry_out, approve) in MATTERS.items()
    ),
)
STEPS = {
    "ask": _("Asked"),
    "open": _("Day opened"),
    "find": _("Found"),
    "open_large": _("Large sum taken"),
    "found": pgettext_lazy("violation", "Found"),
    **{
        step.name: step.label
        for step in (
            *closing.STEPS,
            closing.sign,
            reconciling.settle,
            matters.void,
            matters.approve,
            matters.write_reversal,
            matters.refuse,
            matters.withdraw,
            carrying.waive,
            carrying.deduct,
            carrying.dispute,
            *carrying.STEPS,
            *large.STEPS,
            *supervising.STEPS,
            reopening.reopen,
            reopening.correct,
        )
    },
}


def step_label(name: str) -> str:
    """The name of a step in the timeline."""
    return str(STEPS.get(name, name))


def register() -> None:
    """Tell the kernel; called once from ``apps.ready()``."""
    posts.grant(GRANTS)
    definitions.register(*defaults.RULES, *limits.RULES)
    deadlines.register(*limits.KINDS)
    requests.register(*REQUESTS)
    refusals.register(REFUSALS)
    for code, kind, label, view, url, icon, states, model in CLAUSES:
        clauses.register(
            Clause(
                code=code,
                kind=kind,
                label=label,
                view=view,
                url_name=url,
                icon=icon,
                status_label=partial(status_label, states),
                step_label=step_label,
                record=str(model._meta.model_name),
            )
        )


def status_label(states: Any, status: str) -> str:
    """A status as people say it."""
    return str(states(status).label)


CLAUSES: tuple[tuple[str, str, Any, str, str, str, Any, Any], ...] = (
    (
        days.REGISTER,
        days.NUMBER,
        pgettext_lazy("clause", "Cashiers' days"),
        VIEW,
        "fees:day",
        "yuan",
        DayStatus,
        CashierDay,
    ),
    (
        matters.REGISTER,
        matters.NUMBER,
        pgettext_lazy("clause", "Fee matters"),
        VIEW,
        "fees:matter",
        "yuan",
        MatterStatus,
        Matter,
    ),
    (
        reconciling.REGISTER,
        reconciling.NUMBER,
        pgettext_lazy("clause", "Findings of the reconciliation"),
        "fees.view_findings",
        "fees:finding",
        "warn",
        CheckStatus,
        CheckFinding,
    ),
    (
        large.REGISTER,
        large.NUMBER,
        pgettext_lazy("clause", "Large-fee reports"),
        VIEW,
        "fees:large-report",
        "yuan",
        LargeStatus,
        LargeReport,
    ),
    (
        supervising.REGISTER,
        supervising.NUMBER,
        pgettext_lazy("clause", "Violations"),
        supervising.WATCH,
        "fees:violation",
        "warn",
        ViolationStatus,
        Violation,
    ),
)
"""Register, number, label, right, page, icon, statuses and row of each kind."""
