"""What is asked about money beside receipts: waivers, refunds, deductions, disputes,
expenditures, passing on (RULES 4.3-4.5; edge cases 88, 93, 96)."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db.models import Sum
from django.utils import timezone
from django.utils.translation import gettext as _

from fees.models import (
    Account,
    Charge,
    Deposit,
    Entry,
    FeeItem,
    Held,
    Matter,
    MatterKind,
    Prepaid,
    Voucher,
    VoucherKind,
)
from fees.rules.defaults import VACANCY_MONTHS, VACANCY_PERCENT
from fees.transitions.matters import open_matter
from fees.transitions.paying import CHARGE
from propertyservice.estate.models import Unit
from propertyservice.organisation.models import Office, Staff
from propertyservice.policy.in_force import in_force
from propertyservice.workflow.transitions import Refused


def _may(by: Staff, office: Office | int, right: str = CHARGE) -> None:
    if not by.may(right, office):
        raise PermissionDenied(_("Your post does not include this act."))


def ask_waiver(
    charge: Charge,
    amount: Decimal,
    *,
    by: Staff,
    reason: str,
    vacant_months: int = 0,
    proof: str = "",
) -> Matter:
    """Ask to waive a part of a bill line; the line itself is never edited.

    With ``vacant_months`` it is the reduction for an empty home (edge case 88): only
    where the office's rule knows one, from so many months on, up to its part of the
    line, and with the meter's proof.
    """
    _may(by, charge.office_id)
    if charge.posted_at is None or not 0 < amount <= charge.owed:
        raise Refused(
            _("At most %(owed)s yuan of this line can be waived.")
            % {"owed": charge.owed},
            code="amount",
        )
    if vacant_months:
        _check_vacancy(charge, amount, vacant_months, proof)
    return open_matter(
        MatterKind.WAIVER,
        charge.office,
        by=by,
        title=f"{MatterKind.WAIVER.label} {charge.unit} {charge}",
        reason=reason,
        unit=charge.unit,
        charge=charge,
        amount=amount,
        vacant_months=vacant_months,
        proof=proof,
    )


def _check_vacancy(charge: Charge, amount: Decimal, months: int, proof: str) -> None:
    rules = in_force(charge.office, timezone.localdate())
    needed, percent = int(rules[VACANCY_MONTHS]), Decimal(str(rules[VACANCY_PERCENT]))
    if not needed:
        raise Refused(
            _("No rule of this office reduces the fee of an empty home."),
            code="vacant_months",
        )
    if months < needed:
        raise Refused(
            _("The rule begins after %(n)d empty months.") % {"n": needed},
            code="vacant_months",
        )
    if not proof.strip():
        raise Refused(_("Enter what the meters showed as proof."), code="proof")
    most = (charge.amount * percent).quantize(Decimal("0.01"))
    if amount > most:
        raise Refused(
            _("The rule reduces by %(most)s yuan at most.") % {"most": most},
            code="amount",
        )


def ask_refund_ahead(
    unit: Unit, item: FeeItem, amount: Decimal, *, by: Staff, reason: str, **to: Any
) -> Matter:
    """Ask to pay back what was paid ahead and not served (edge case 93)."""
    _may(by, unit.office_id)
    held = Prepaid.objects.filter(unit=unit, item=item).first()
    if held is None or not 0 < amount <= held.balance:
        raise Refused(
            _("At most %(sum)s yuan are paid ahead.")
            % {"sum": held.balance if held else 0},
            code="amount",
        )
    return open_matter(
        MatterKind.REFUND,
        unit.office,
        by=by,
        title=f"{MatterKind.REFUND.label} {unit} {item}",
        reason=reason,
        unit=unit,
        item=item,
        amount=amount,
        **to,
    )


def ask_refund_deposit(
    deposit: Deposit, amount: Decimal, *, by: Staff, reason: str, **to: Any
) -> Matter:
    """Ask to pay a deposit back: by bank, never out of the takings (edge case 96)."""
    _check_held(deposit, amount, by)
    return open_matter(
        MatterKind.REFUND,
        deposit.office,
        by=by,
        title=f"{MatterKind.REFUND.label} {deposit.unit} {deposit.item}",
        reason=reason,
        unit=deposit.unit,
        deposit=deposit,
        amount=amount,
        **to,
    )


def ask_deduction(
    deposit: Deposit,
    charge: Charge,
    amount: Decimal,
    *,
    by: Staff,
    reason: str,
    consent: str,
) -> Matter:
    """Ask to settle a bill line from a deposit, with the payer's written consent."""
    _check_held(deposit, amount, by)
    if charge.unit_id != deposit.unit_id or amount > charge.owed:
        raise Refused(
            _("At most %(owed)s yuan are owed on this line.") % {"owed": charge.owed},
            code="amount",
        )
    if not consent.strip():
        raise Refused(
            _("A deposit pays something else only by written consent. Note it."),
            code="consent",
        )
    return open_matter(
        MatterKind.DEDUCTION,
        deposit.office,
        by=by,
        title=f"{MatterKind.DEDUCTION.label} {deposit.unit} {deposit.item}",
        reason=reason,
        unit=deposit.unit,
        deposit=deposit,
        charge=charge,
        amount=amount,
        consent=consent,
    )


def _check_held(deposit: Deposit, amount: Decimal, by: Staff) -> None:
    _may(by, deposit.office_id)
    held = Held.objects.filter(deposit=deposit).first()
    if held is None or not 0 < amount <= held.balance:
        raise Refused(
            _("At most %(sum)s yuan are held.") % {"sum": held.balance if held else 0},
            code="amount",
        )


def payable_of(red: Voucher) -> Decimal:
    """What a red receipt says is to be paid back, in yuan."""
    found = Entry.objects.filter(voucher=red, account=Account.PAYABLE)
    total: Decimal | None = found.aggregate(total=Sum("amount"))["total"]
    return -(total or Decimal())


def ask_refund_reversed(red: Voucher, *, by: Staff, reason: str, **to: Any) -> Matter:
    """Ask to pay back, whole, what a red receipt took back."""
    _may(by, red.office_id)
    amount = payable_of(red)
    if red.kind != VoucherKind.RED or amount <= 0:
        raise Refused(_("This receipt leaves nothing to be paid back."), code="voucher")
    return open_matter(
        MatterKind.REFUND,
        red.office,
        by=by,
        title=f"{MatterKind.REFUND.label} {red.receipt_no}",
        reason=reason,
        unit=red.unit,
        voucher=red,
        amount=amount,
        **to,
    )


def ask_dispute(charge: Charge, *, by: Staff, reason: str) -> Matter:
    """The household disputes a line: not chased, no late fee, until it is settled."""
    _may(by, charge.office_id)
    if charge.posted_at is None or charge.owed <= 0:
        raise Refused(_("Nothing is owed on this line."), code="charge")
    return open_matter(
        MatterKind.DISPUTE,
        charge.office,
        by=by,
        title=f"{MatterKind.DISPUTE.label} {charge.unit} {charge}",
        reason=reason,
        unit=charge.unit,
        charge=charge,
    )


def ask_delivery(unit: Unit, on: date, *, by: Staff, reason: str, proof: str) -> Matter:
    """The buyer refused the keys without reason: fees run from the day that the notice
    of handing over named (edge case 87), once the manager agrees."""
    _may(by, unit.office_id)
    if unit.delivered_on is not None:
        raise Refused(
            _("This home was handed over on %(day)s.")
            % {"day": unit.delivered_on.isoformat()},
            code="on",
        )
    if on > timezone.localdate():
        raise Refused(_("This day lies in the future."), code="on")
    if not proof.strip():
        raise Refused(_("Enter the notice that named the day."), code="proof")
    return open_matter(
        MatterKind.DELIVERY,
        unit.office,
        by=by,
        title=f"{MatterKind.DELIVERY.label} {unit} {on.isoformat()}",
        reason=reason,
        unit=unit,
        proof=proof,
        on=on.isoformat(),
    )
