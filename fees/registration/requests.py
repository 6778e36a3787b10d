"""What the approvals queue decides of money: who, by what amount, what follows."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from fees.rules import defaults
from fees.transitions import carrying, closing, deciding, matters, reopening
from propertyservice.approvals.kinds import RequestKind

MATTERS: dict[str, tuple[Any, str, Any, Any]] = {
    "waiver": (
        _("Waive or discount"),
        defaults.WAIVER_BY,
        carrying.carry_out_waiver,
        pgettext_lazy("fees", "Waive it"),
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
    "delivery": (
        _("Counts as handed over"),
        defaults.DELIVERY_BY,
        carrying.carry_out_delivery,
        _("Let it count"),
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
