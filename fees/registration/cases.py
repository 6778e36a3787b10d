"""The kinds of cases of fees: their registers, statuses and steps."""

from __future__ import annotations

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
from fees.transitions import (
    carrying,
    closing,
    days,
    large,
    matters,
    reconciling,
    reopening,
    supervising,
)
from propertyservice.cases import clauses
from propertyservice.cases.clauses import Clause

STEPS = {
    "ask": pgettext_lazy("step", "Asked"),
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
            carrying.deliver,
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
    """Tell the kernel each kind of case."""
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
