"""Carrying out what was decided: each act a voucher of its own, once (RULES 4.3)."""

from __future__ import annotations

import uuid
from datetime import date
from decimal import Decimal
from typing import Any

from django.db import IntegrityError
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy
from django.utils.translation import pgettext_lazy

from fees.models import (
    Account,
    Charge,
    Dispute,
    Matter,
    MatterKind,
    MatterStatus,
    Voucher,
    VoucherKind,
)
from fees.transitions.deciding import of
from fees.transitions.matters import DECIDE
from fees.transitions.posting import Draft, lock_accounts, owes, post, refused
from propertyservice.approvals.models import Request, TierDecision
from propertyservice.estate.models import Unit
from propertyservice.organisation.models import Staff
from propertyservice.workflow.transitions import Move, Refused, transition

PAY_OUT = "fees.pay_out"
PAID_OUT = {
    MatterKind.REFUND: VoucherKind.REFUND,
    MatterKind.EXPENSE: VoucherKind.EXPENSE,
    MatterKind.REMITTANCE: VoucherKind.REMITTANCE,
}
"""What finance pays by bank once it is approved."""


def is_paid_out(user: Staff | None, matter: Matter) -> str | None:
    """Only these are paid by bank."""
    return None if matter.kind in PAID_OUT else str(_("This is not paid by bank."))


def agreed_himself(user: Staff | None, matter: Matter) -> str | None:
    """Who agreed to give a deposit back does not pay it (RULES 2.0.2)."""
    if user is None or matter.deposit_id is None:
        return None
    agreed = TierDecision.objects.filter(request__case=matter.pk, decided_by=user)
    if not agreed.exists():
        return None
    return str(_("You agreed to it. Somebody else of finance pays it."))


def is_dispute(user: Staff | None, matter: Matter) -> str | None:
    """Only a dispute is settled."""
    return None if matter.kind == MatterKind.DISPUTE else str(_("This is no dispute."))


@transition(
    label=pgettext_lazy("fees", "Waive"),
    sources=[MatterStatus.ASKED],
    target=MatterStatus.DONE,
    right=DECIDE,
)
def waive(matter: Matter, move: Move) -> None:
    """Approved: the waiver is a line of its own against the bill line."""
    draft = _draft(matter, move, VoucherKind.WAIVER)
    amount = _amount(matter)
    owes(draft, _charge(matter), amount)
    draft.add(Account.WAIVED, amount, item_id=_charge(matter).item_id)
    _post(draft)


@transition(
    label=lazy("Deduct"),
    sources=[MatterStatus.ASKED],
    target=MatterStatus.DONE,
    right=DECIDE,
)
def deduct(matter: Matter, move: Move) -> None:
    """Approved: a part of the deposit settles the bill line."""
    draft = _draft(matter, move, VoucherKind.DEDUCTION)
    draft.voucher.consent = str(matter.details.get("consent", ""))[:200]
    amount = _amount(matter)
    _from_deposit(draft, matter)
    owes(draft, _charge(matter), amount)
    _post(draft)


@transition(
    label=lazy("Dispute the line"),
    sources=[MatterStatus.ASKED],
    target=MatterStatus.APPROVED,
    right=DECIDE,
)
def dispute(matter: Matter, move: Move) -> None:
    """From today the line is not chased and bears no late fee."""
    _say_disputed(matter, move, disputed=True)
    matter.register.holder_post = "CS_SUPERVISOR"


@transition(
    label=lazy("Count as handed over"),
    sources=[MatterStatus.ASKED],
    target=MatterStatus.DONE,
    right=DECIDE,
)
def deliver(matter: Matter, move: Move) -> None:
    """Approved: fees run from the day that the notice named (edge case 87)."""
    unit = Unit.objects.select_for_update(of=("self",), no_key=True).get(
        pk=matter.register.unit_id or 0
    )
    unit.delivered_on = date.fromisoformat(matter.details["on"])
    unit.save()


@transition(
    label=lazy("Dispute settled"),
    sources=[MatterStatus.APPROVED],
    target=MatterStatus.DONE,
    right=DECIDE,
    guards=[is_dispute],
)
def settle_dispute(matter: Matter, move: Move, *, words: str = "") -> None:
    """What came out of it; the line is chased again for what is still owed."""
    if not words.strip():
        raise Refused(_("Say what came out of it."), code="words")
    _say_disputed(matter, move, disputed=False, reason=words)
    matter.register.holder_post = ""
    move.note(words=words)


@transition(
    label=lazy("Paid by bank"),
    sources=[MatterStatus.APPROVED],
    target=MatterStatus.DONE,
    right=PAY_OUT,
    guards=[is_paid_out, agreed_himself],
)
def pay_out(matter: Matter, move: Move, *, reference: str = "") -> None:
    """Finance paid it by bank; ``reference`` is the bank's number."""
    if not reference.strip():
        raise Refused(_("Enter the bank's number."), code="reference")
    if move.by is not None and move.by == matter.asked_by:
        raise Refused(_("Nobody pays what he asked for himself."), code="reference")
    draft = _draft(matter, move, PAID_OUT[MatterKind(matter.kind)])
    amount = _amount(matter)
    draft.add(Account.TRANSFER, -amount, reference=reference[:64])
    if matter.kind == MatterKind.EXPENSE:
        draft.add(Account.SPENT, amount, memo=matter.reason[:200])
    elif matter.kind == MatterKind.REMITTANCE:
        draft.add(Account.REMITTED, amount, item_id=matter.item_id)
    elif matter.deposit_id:
        _from_deposit(draft, matter)
    elif matter.voucher_id:
        draft.add(Account.PAYABLE, amount, unit_id=matter.register.unit_id)
    else:
        draft.add(
            Account.PREPAID,
            amount,
            item_id=matter.item_id,
            unit_id=matter.register.unit_id,
        )
    _post(draft)
    matter.register.holder_post = ""
    move.note(reference=reference)


def _draft(matter: Matter, move: Move, kind: str) -> Draft:
    details = matter.details
    lock_accounts([matter.register.unit_id] if matter.register.unit_id else [])
    return Draft(
        Voucher(
            office_id=matter.office_id,
            kind=kind,
            business_date=timezone.localdate(),
            by=move.person,
            unit_id=matter.register.unit_id,
            payer_name=str(details.get("payee", ""))[:80],
            memo=matter.reason[:300],
            matter=matter,
            key=uuid.uuid4(),
        )
    )


def _amount(matter: Matter) -> Decimal:
    return matter.amount or Decimal()


def _charge(matter: Matter) -> Charge:
    if matter.charge is None:
        raise Refused(_("Nothing is owed on this line."), code="charge")
    return matter.charge


def _from_deposit(draft: Draft, matter: Matter) -> None:
    deposit: Any = matter.deposit
    draft.add(
        Account.DEPOSIT,
        _amount(matter),
        item_id=deposit.item_id,
        unit_id=deposit.unit_id,
        deposit_id=deposit.pk,
    )


def _post(draft: Draft) -> None:
    try:
        post(draft)
    except IntegrityError as error:
        raise refused(error) from error


def _say_disputed(
    matter: Matter, move: Move, *, disputed: bool, reason: str = ""
) -> None:
    Dispute.objects.create(
        office_id=matter.office_id,
        charge=_charge(matter),
        disputed=disputed,
        on=timezone.localdate(move.at),
        reason=(reason or matter.reason)[:300],
        by=move.person,
    )


def carry_out_waiver(request: Request, by: Staff) -> None:
    """The queue approved a waiver."""
    waive(of(request), by=by, reason=request.opinion)


def carry_out_deduction(request: Request, by: Staff) -> None:
    """The queue approved a deduction."""
    deduct(of(request), by=by, reason=request.opinion)


def carry_out_dispute(request: Request, by: Staff) -> None:
    """The queue approved a dispute."""
    dispute(of(request), by=by, reason=request.opinion)


def carry_out_delivery(request: Request, by: Staff) -> None:
    """The manager agreed."""
    deliver(of(request), by=by, reason=request.opinion)


STEPS = (settle_dispute, pay_out)
"""What has a form of its own; the others follow from the queue."""
BY_NAME = {step.name: step for step in STEPS}
