"""Taking a receipt back: a void on its open day, a red reversal afterwards (4.5)."""

from __future__ import annotations

import uuid
from collections.abc import Sequence

from django.db import IntegrityError, transaction

from fees.models import (
    TENDERS,
    Account,
    CashierDay,
    Entry,
    Matter,
    ReceiptBook,
    Voucher,
    VoucherKind,
)
from fees.signals import undone
from fees.transitions.posting import Draft, Line, lock_accounts, post, refused
from propertyservice.organisation.models import Staff


def void(receipt: Voucher, *, by: Staff, matter: Matter | None, reason: str) -> Voucher:
    """Take a receipt of a day that is still open back; its number stays used.

    The money goes back the way it came. The caller has asked for the right and the
    approval. Raises Refused when the day is closed or it was taken back already.
    """
    voucher = Voucher(
        office_id=receipt.office_id,
        kind=VoucherKind.VOID,
        day_id=receipt.day_id,
        business_date=receipt.business_date,
        by=by,
        reverses=receipt,
        matter=matter,
        unit_id=receipt.unit_id,
        payer_id=receipt.payer_id,
        payer_name=receipt.payer_name,
        owner_name=receipt.owner_name,
        memo=reason[:300],
        key=uuid.uuid4(),
    )
    return _write(voucher, receipt, by, lines_of(receipt))


def reverse(
    receipt: Voucher,
    *,
    by: Staff,
    day: CashierDay,
    book: ReceiptBook,
    matter: Matter | None,
    reason: str,
    came_in: bool = True,
) -> Voucher:
    """The red receipt, dated today, that takes an older receipt back.

    The money is owed to the payer from now on (应退) and is paid by the bank, never out
    of the takings. ``came_in`` is false when it never came: a cheque that bounced, a
    transfer that failed (edge case 94); then the account of money itself is corrected.
    """
    voucher = Voucher(
        office_id=receipt.office_id,
        kind=VoucherKind.RED,
        day=day,
        business_date=day.date,
        by=by,
        book=book,
        number=book.next_number,
        reverses=receipt,
        matter=matter,
        unit_id=receipt.unit_id,
        payer_id=receipt.payer_id,
        payer_name=receipt.payer_name,
        owner_name=receipt.owner_name,
        memo=reason[:300],
        key=uuid.uuid4(),
    )
    lines = lines_of(receipt)
    if came_in:
        lines = [line for line in lines if line.account not in TENDERS]
        lines.append(Line(Account.PAYABLE, -receipt.total, unit_id=receipt.unit_id))
    return _write(voucher, receipt, by, lines)


def lines_of(receipt: Voucher) -> list[Line]:
    """The opposite of every entry of a receipt."""
    return [
        Line(
            entry.account,
            -entry.amount,
            item_id=entry.item_id,
            unit_id=entry.unit_id,
            charge_id=entry.charge_id,
            deposit_id=entry.deposit_id,
            reference=entry.reference,
        )
        for entry in Entry.objects.filter(voucher=receipt).order_by("place")
    ]


def _write(
    voucher: Voucher, receipt: Voucher, by: Staff, lines: Sequence[Line]
) -> Voucher:
    try:
        with transaction.atomic():
            lock_accounts([receipt.unit_id] if receipt.unit_id else [])
            post(Draft(voucher, list(lines)))
            undone.send(sender=Voucher, voucher=voucher, by=by)
    except IntegrityError as error:
        raise refused(error) from error
    return voucher


def day_is_over(receipt: Voucher) -> bool:
    """Whether a receipt can't be voided any more, only reversed."""
    return receipt.day is None or receipt.day.status != "OPEN"
