"""Posts, rights, rules, requests and refusals of fees."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from fees.models import VIEW, CheckStatus, DayStatus, MatterStatus
from fees.registration.refusals import REFUSALS
from fees.rules import deadlines as limits
from fees.rules import defaults
from fees.transitions import (
    billing,
    books,
    closing,
    days,
    matters,
    reconciling,
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
}
REQUESTS = (
    RequestKind(
        code="fees.void",
        label=_("Void a receipt"),
        right=matters.DECIDE,
        carry_out=matters.carry_out_void,
        facts=matters.facts,
        approve_label=_("Void it"),
        tiers=defaults.VOID_BY,
        limit=defaults.ASK_LIMIT,
        send_back=matters.send_back,
        take_back=matters.take_back,
    ),
    RequestKind(
        code="fees.reversal",
        label=_("Reverse a receipt"),
        right=matters.DECIDE,
        carry_out=matters.carry_out_approval,
        facts=matters.facts,
        approve_label=_("Approve the reversal"),
        tiers=defaults.REVERSAL_BY,
        limit=defaults.ASK_LIMIT,
        send_back=matters.send_back,
        take_back=matters.take_back,
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
)
STEPS = {
    "ask": _("Asked"),
    "open": _("Day opened"),
    "find": _("Found"),
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
    clauses.register(
        Clause(
            code=days.REGISTER,
            kind=days.NUMBER,
            label=pgettext_lazy("clause", "Cashiers' days"),
            view=VIEW,
            url_name="fees:day",
            icon="yuan",
            status_label=lambda status: str(DayStatus(status).label),
            step_label=step_label,
        )
    )
    clauses.register(
        Clause(
            code=matters.REGISTER,
            kind=matters.NUMBER,
            label=pgettext_lazy("clause", "Fee matters"),
            view=VIEW,
            url_name="fees:matter",
            icon="yuan",
            status_label=lambda status: str(MatterStatus(status).label),
            step_label=step_label,
        )
    )
    clauses.register(
        Clause(
            code=reconciling.REGISTER,
            kind=reconciling.NUMBER,
            label=pgettext_lazy("clause", "Findings of the reconciliation"),
            view="fees.view_findings",
            url_name="fees:finding",
            icon="warn",
            status_label=lambda status: str(CheckStatus(status).label),
            step_label=step_label,
        )
    )
