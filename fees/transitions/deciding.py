"""What the approvals queue shows of a matter, and what follows its word (4.5)."""

from __future__ import annotations

from decimal import Decimal

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy

from fees.models import Matter
from fees.transitions.matters import approve, refuse, void, withdraw
from propertyservice.approvals.models import Request
from propertyservice.organisation.models import Staff

SAID = {
    "payee": lazy("Paid to"),
    "account": lazy("Bank account"),
    "paper": lazy("Invoice or paper"),
    "consent": lazy("written consent"),
    "vacant_months": lazy("Empty months"),
    "proof": lazy("proof"),
    "on": lazy("from"),
}
"""What a matter's details are called."""


def of(request: Request) -> Matter:
    """The matter that a request is about."""
    rows = Matter.objects.select_related(
        "register",
        "voucher__day",
        "voucher__office",
        "charge__unit",
        "charge__item",
        "deposit__unit",
        "deposit__item",
        "item",
    )
    return rows.get(pk=request.case_id)


def amount_of(request: Request) -> Decimal:
    """The amount by which its tiers are chosen."""
    return request.case.matter.amount or Decimal()


def carry_out_void(request: Request, by: Staff) -> None:
    """The queue approved a void."""
    void(of(request), by=by, reason=request.opinion)


def carry_out_approval(request: Request, by: Staff) -> None:
    """The queue approved what somebody carries out afterwards."""
    approve(of(request), by=by, reason=request.opinion)


def send_back(request: Request, by: Staff) -> None:
    """The queue sent it back."""
    refuse(of(request), by=by, reason=request.opinion)


def take_back(request: Request, by: Staff) -> None:
    """Whoever asked withdrew it."""
    withdraw(of(request), by=by)


def facts(request: Request) -> list[tuple[str, str]]:
    """Enough to decide: which receipt, how much, whose."""
    matter = of(request)
    receipt = matter.voucher
    lines = [(_("Amount"), f"{matter.amount:,.2f}")] if matter.amount else []
    if matter.charge:
        line = matter.charge
        lines.append((_("Bill line"), f"{line.unit} {line}: {line.owed:,.2f}"))
    if matter.deposit:
        lines.append((_("Deposit"), f"{matter.deposit.unit} {matter.deposit.item}"))
    if matter.item:
        lines.append((_("Item"), str(matter.item)))
    lines += [
        (str(label), str(matter.details[key]))
        for key, label in SAID.items()
        if matter.details.get(key)
    ]
    if receipt:
        lines += [
            (_("Receipt"), receipt.receipt_no),
            (_("Paid by"), receipt.payer_name or "—"),
            (_("Business date"), f"{receipt.business_date:%Y-%m-%d}"),
        ]
    if "all_copies" in matter.details:
        words = _("all back") if matter.details["all_copies"] else None
        said = words or matter.details.get("statement", "")
        lines.append((_("Copies"), said))
    return lines
