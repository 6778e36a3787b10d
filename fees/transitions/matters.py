"""What is asked about a receipt, decided in the queue, and carried out (4.5)."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy

from fees.models import (
    VIEW,
    Charge,
    DayStatus,
    Deposit,
    FeeItem,
    Invoice,
    Matter,
    MatterKind,
    MatterStatus,
    Voucher,
    VoucherKind,
)
from fees.transitions import undoing
from fees.transitions.paying import CHARGE, book_in_use, open_day
from fees.transitions.posting import lock_accounts, refused
from propertyservice.approvals import requests
from propertyservice.cases.opening import open_case
from propertyservice.organisation.models import Office, Staff
from propertyservice.organisation.posts import FINANCE
from propertyservice.workflow.transitions import Move, Refused, transition

REGISTER = "fee_matters"
NUMBER = "SF"
DECIDE = "fees.decide"


def request_code(kind: str) -> str:
    """The kind of request that decides a kind of matter, e.g. ``fees.void``."""
    return f"fees.{kind.lower()}"


def open_matter(
    kind: str,
    office: Office,
    *,
    by: Staff,
    title: str,
    reason: str,
    unit: Any = None,
    voucher: Voucher | None = None,
    charge: Charge | None = None,
    deposit: Deposit | None = None,
    item: FeeItem | None = None,
    amount: Decimal | None = None,
    **details: Any,
) -> Matter:
    """Write the matter's line and put it into the queue of those who decide it.

    Raises Refused without a reason, or when the same is asked already.
    """
    if not reason.strip():
        raise Refused(_("Say why."), code="reason")
    at = timezone.now()
    try:
        with transaction.atomic():
            register = open_case(
                clause=REGISTER,
                kind=NUMBER,
                office=office,
                title=title,
                opened_at=at,
                holder_post="",
                unit=unit,
                words=(unit.label if unit else "",),
            )
            matter = Matter(
                register=register,
                office=office,
                status=MatterStatus.ASKED,
                kind=kind,
                asked_by=by,
                voucher=voucher,
                charge=charge,
                deposit=deposit,
                item=item,
                amount=amount,
                reason=reason[:500],
                details=details,
            )
            matter.save(force_insert=True)
            move = Move(record=matter, by=by, at=at, reason=reason[:500], right=VIEW)
            move.save_step("ask", "")
            register.matter = matter
            requests.ask(
                register, request_code(kind), by=by, reason=reason[:500], details={}
            )
    except IntegrityError as error:
        raise refused(error) from error
    return matter


def ask_void(receipt: Voucher, *, by: Staff, reason: str, **proof: Any) -> Matter:
    """Ask to void a receipt of one's day that is still open.

    ``all_copies`` says whether all three copies are back; without the customer's,
    ``statement`` says what he signed (edge case 77).
    """
    _may_ask(receipt, by)
    if receipt.day is None or receipt.day.status != DayStatus.OPEN:
        raise Refused(
            _("This day is closed. Ask for a red reversal instead."), code="closed"
        )
    if not proof.get("all_copies") and not proof.get("statement"):
        raise Refused(
            _("Collect all three copies, or note the payer's signed statement."),
            code="copies",
        )
    return _ask(MatterKind.VOID, receipt, by, reason, proof)


def ask_reversal(receipt: Voucher, *, by: Staff, reason: str, **details: Any) -> Matter:
    """Ask to reverse a receipt whose day is over (edge case 76).

    ``came_in`` false: the money never came (a cheque that bounced, edge case 94).
    """
    _may_ask(receipt, by)
    if receipt.day is not None and receipt.day.status == DayStatus.OPEN:
        raise Refused(
            _("This day is still open. Ask to void the receipt instead."), code="open"
        )
    invoices = Invoice.objects.filter(voucher=receipt).values_list("red", flat=True)
    if set(invoices) == {False}:
        raise Refused(
            _("An invoice was written for it. Write its red invoice first."),
            code="invoice",
        )
    return _ask(MatterKind.REVERSAL, receipt, by, reason, details)


def _ask(
    kind: str, receipt: Voucher, by: Staff, reason: str, details: dict[str, Any]
) -> Matter:
    return open_matter(
        kind,
        receipt.office,
        by=by,
        title=f"{MatterKind(kind).label} {receipt.receipt_no}",
        reason=reason,
        unit=receipt.unit,
        voucher=receipt,
        amount=receipt.total,
        **details,
    )


def _may_ask(receipt: Voucher, by: Staff) -> None:
    if not by.may(CHARGE, receipt.office_id):
        raise PermissionDenied(_("Your post does not include this act."))
    if receipt.kind != VoucherKind.RECEIPT:
        raise Refused(_("Only a receipt can be taken back."), code="kind")
    if Voucher.objects.filter(reverses=receipt).exists():
        raise Refused(_("This receipt was taken back already."), code="undone")


@transition(
    label=lazy("Void the receipt"),
    sources=[MatterStatus.ASKED],
    target=MatterStatus.DONE,
    right=DECIDE,
)
def void(matter: Matter, move: Move) -> None:
    """Approved: the receipt is voided at once, on its open day."""
    receipt = receipt_of(matter)
    undoing.void(receipt, by=move.person, matter=matter, reason=matter.reason)


@transition(
    label=lazy("Approve"),
    sources=[MatterStatus.ASKED],
    target=MatterStatus.APPROVED,
    right=DECIDE,
)
def approve(matter: Matter, move: Move) -> None:
    """Approved; whoever asked carries it out now, finance what is paid by bank."""
    if matter.kind == MatterKind.REVERSAL:
        matter.register.holder = matter.asked_by
    else:
        matter.register.holder_post = FINANCE


def is_reversal(user: Staff | None, matter: Matter) -> str | None:
    """Only a reversal is written as a red receipt."""
    if matter.kind == MatterKind.REVERSAL:
        return None
    return str(_("This is no reversal."))


@transition(
    label=lazy("Write the red receipt"),
    sources=[MatterStatus.APPROVED],
    target=MatterStatus.DONE,
    right=CHARGE,
    guards=[is_reversal],
)
def write_reversal(matter: Matter, move: Move) -> None:
    """The red receipt, out of the cashier's own book, on his open day."""
    # The order of a payment: the home, the book, then the day.
    receipt = receipt_of(matter)
    lock_accounts([receipt.unit_id] if receipt.unit_id else [])
    book = book_in_use(matter.office, move.person)
    red = undoing.reverse(
        receipt,
        by=move.person,
        day=open_day(matter.office, move.person),
        book=book,
        matter=matter,
        reason=matter.reason,
        came_in=bool(matter.details.get("came_in", True)),
    )
    matter.register.holder = None
    move.note(receipt=red.receipt_no)


@transition(
    label=lazy("Refuse"),
    sources=[MatterStatus.ASKED],
    target=MatterStatus.REFUSED,
    right=DECIDE,
)
def refuse(matter: Matter, move: Move) -> None:
    """Sent back: the receipt stays as it is."""


def who_asked(user: Staff | None, matter: Matter) -> str | None:
    """Only who asked takes it back; a dispute that runs is settled instead."""
    if matter.kind == MatterKind.DISPUTE and matter.status == MatterStatus.APPROVED:
        return str(_("The line is disputed already. Say how it was settled."))
    if user is None or user.pk == matter.asked_by_id:
        return None
    return str(_("Only who asked can take a request back."))


@transition(
    label=lazy("Withdraw"),
    sources=[MatterStatus.ASKED, MatterStatus.APPROVED],
    target=MatterStatus.WITHDRAWN,
    right=VIEW,
    guards=[who_asked],
)
def withdraw(matter: Matter, move: Move) -> None:
    """Whoever asked takes it back."""
    matter.register.holder, matter.register.holder_post = None, ""


def receipt_of(matter: Matter) -> Voucher:
    """The receipt that a void or reversal is about."""
    if matter.voucher is None:
        raise Refused(_("Only a receipt can be taken back."), code="kind")
    return matter.voucher
