"""Writing into the journal: entries first, then the voucher that seals them.

Lock order: household accounts (the homes, by key), the book, the day, the chain's head.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from django.db import IntegrityError, connection

from fees.models import Account, Charge, Entry, Voucher
from propertyservice.audit import refusals
from propertyservice.estate.models import Unit
from propertyservice.workflow.transitions import Refused

NEXT = "SELECT nextval(pg_get_serial_sequence('fees_voucher', 'id'))"


@dataclass
class Line:
    """One entry to be written: an account, yuan (credit below zero), what it is for."""

    account: str
    amount: Decimal
    item_id: int | None = None
    unit_id: int | None = None
    charge_id: int | None = None
    deposit_id: int | None = None
    reference: str = ""
    memo: str = ""


@dataclass
class Draft:
    """A voucher to be written, with its lines."""

    voucher: Voucher
    lines: list[Line] = field(default_factory=list)

    def add(self, account: str, amount: Decimal, **about: Any) -> None:
        """Add a line; nothing for zero."""
        if amount:
            self.lines.append(Line(account, amount, **about))


def lock_accounts(units: Iterable[int]) -> None:
    """Lock the household accounts: the homes' rows, always in the same order."""
    rows = Unit.objects.select_for_update(of=("self",), no_key=True)
    list(rows.filter(pk__in=set(units)).order_by("pk").values_list("pk"))


def post(draft: Draft) -> Voucher:
    """Write a voucher with its entries, in the caller's transaction.

    Raises IntegrityError with a constraint's name for what does not balance, falls on
    a closed day, takes more than is owed, or uses a number out of turn.
    """
    voucher = draft.voucher
    if not draft.lines:
        raise ValueError("a voucher needs entries")
    if voucher.pk is None:
        with connection.cursor() as cursor:
            cursor.execute(NEXT)
            voucher.pk = cursor.fetchone()[0]
    Entry.objects.bulk_create(
        [
            Entry(
                voucher_id=voucher.pk,
                office_id=voucher.office_id,
                place=place,
                **vars(line),
            )
            for place, line in enumerate(draft.lines, start=1)
        ]
    )
    voucher.total = tendered(draft.lines)
    Voucher.objects.bulk_create([voucher])
    return voucher


def tendered(lines: Sequence[Line]) -> Decimal:
    """The money in a draft, in yuan."""
    from_payer = {str(each) for each in MONEY}
    return sum((line.amount for line in lines if line.account in from_payer), Decimal())


MONEY = (
    Account.CASH,
    Account.POS,
    Account.WECHAT,
    Account.ALIPAY,
    Account.TRANSFER,
)


def settle(draft: Draft, charges: Iterable[Charge], amount: Decimal) -> Decimal:
    """Put an amount against bill lines in their order; what is left over is returned.

    A line that gives back (below zero) is taken along before the others are paid.
    """
    lines = list(charges)
    for charge in lines:
        if charge.owed < 0:
            amount -= charge.owed
            owes(draft, charge, charge.owed)
    for charge in lines:
        part = min(charge.owed, amount)
        if part > 0:
            owes(draft, charge, part)
            amount -= part
    return amount


def owes(draft: Draft, charge: Charge, part: Decimal) -> None:
    """Credit a part of a bill line."""
    draft.add(
        Account.RECEIVABLE,
        -part,
        item_id=charge.item_id,
        unit_id=charge.unit_id,
        charge_id=charge.pk,
    )


def refused(error: IntegrityError) -> Refused:
    """The database's refusal as a sentence."""
    return Refused(refusals.sentence(error), code=refusals.constraint_of(error))
