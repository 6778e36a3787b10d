"""At the counter: taking money for what a home owes, and for months ahead (4.8.2)."""

from __future__ import annotations

import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from fees.models import (
    TENDERS,
    Account,
    CashierDay,
    Charge,
    DayStatus,
    Deposit,
    FeeItem,
    ReceiptBook,
    Voucher,
    VoucherKind,
)
from fees.signals import paid
from fees.transitions.ceilings import check_months, check_most
from fees.transitions.desk import Desk, desk
from fees.transitions.posting import (
    Draft,
    lock_accounts,
    post,
    refused,
    settle,
)
from propertyservice.estate.models import Unit
from propertyservice.organisation.models import Office, Staff
from propertyservice.workflow.transitions import Refused

CHARGE = "fees.charge"


@dataclass(frozen=True)
class Tender:
    """How a part of the sum is paid: an account of money, yuan, its trade number."""

    account: str
    amount: Decimal
    reference: str = ""


@dataclass
class Payment:
    """What a resident pays at the counter for one home.

    ``tenders`` is what is kept, change already given. ``charges`` are the bill lines
    that he names, oldest first within them; none: everything the home owes, oldest
    first. ``ahead`` is yuan by item paid for months to come; ``deposits`` yuan by item.
    Without ``settles`` no bill line is paid. What is left over is paid ahead for
    ``rest_to`` (edge case 80). ``key`` is the form's one-time key: pressed twice, paid
    once.
    """

    unit: Unit
    tenders: Sequence[Tender]
    key: uuid.UUID
    charges: Sequence[int] = ()
    settles: bool = True
    ahead: Mapping[int, Decimal] = field(default_factory=dict)
    deposits: Mapping[int, Decimal] = field(default_factory=dict)
    rest_to: int | None = None
    payer_name: str = ""
    payer: Any = None
    owner_name: str = ""
    memo: str = ""

    @property
    def total(self) -> Decimal:
        """The whole sum, in yuan."""
        return sum((tender.amount for tender in self.tenders), Decimal())


def pay(payment: Payment, *, by: Staff) -> Voucher:
    """Take the money, settle the lines and write the receipt, all or nothing.

    Sent twice with the same key it is paid once: the receipt of the first time is
    returned. Raises PermissionDenied without the right or an open day of one's own,
    Refused with a sentence otherwise; then nothing is written.
    """
    return pay_all([payment], by=by)[0]


def pay_all(payments: Sequence[Payment], *, by: Staff) -> list[Voucher]:
    """One payer, several homes: a receipt for each, all or none (edge case 81)."""
    office = payments[0].unit.office
    if not by.may(CHARGE, office):
        raise PermissionDenied(_("Your post does not include this act."))
    try:
        with transaction.atomic():
            lock_accounts(payment.unit.pk for payment in payments)
            return [_pay(payment, office, by) for payment in payments]
    except IntegrityError as error:
        raise refused(error) from error


def _pay(payment: Payment, office: Office, by: Staff) -> Voucher:
    _check(payment, office)
    at = desk(office, by, payment.key)
    if at.before:
        return _the_same(at.before, payment, by)
    draft = Draft(_voucher(payment, at, office, by))
    for tender in payment.tenders:
        draft.add(tender.account, tender.amount, reference=tender.reference)
    _spread(draft, payment)
    voucher = post(draft)
    accounts = {line.account for line in draft.lines}
    paid.send(sender=Voucher, voucher=voucher, by=by, accounts=accounts)
    return voucher


def open_day(office: Office, by: Staff) -> CashierDay:
    """The cashier's own open day, locked so that it can't close meanwhile.

    Raises Refused when there is none.
    """
    days = CashierDay.objects.filter(office=office, cashier=by, status=DayStatus.OPEN)
    day = days.select_for_update(of=("self",), no_key=True).order_by("-date").first()
    if day is None:
        raise Refused(
            _("Your day is not open. Open it before you take money."), code="no_day"
        )
    return day


def book_in_use(office: Office, by: Staff) -> ReceiptBook:
    """The cashier's own receipt book, locked. Raises Refused when none is left."""
    books = ReceiptBook.objects.filter(office=office, holder=by, returned_at=None)
    for book in books.select_for_update(of=("self",), no_key=True):
        if book.next_number <= book.last_number:
            return book
    raise Refused(
        _("You have no receipt left. Ask the supervisor to issue you a book."),
        code="no_book",
    )


def _voucher(payment: Payment, at: Desk, office: Office, by: Staff) -> Voucher:
    return Voucher(
        pk=at.voucher_id,
        office=office,
        kind=VoucherKind.RECEIPT,
        day_id=at.day_id,
        business_date=at.date,
        by=by,
        book_id=at.book_id,
        number=at.number,
        unit=payment.unit,
        payer=payment.payer,
        payer_name=payment.payer_name,
        owner_name=payment.owner_name,
        memo=payment.memo,
        key=payment.key,
    )


def _spread(draft: Draft, payment: Payment) -> None:
    """Put the sum where the payer wants it; nothing is left without a purpose."""
    unit = payment.unit
    given = sum(payment.ahead.values(), Decimal())
    given += sum(payment.deposits.values(), Decimal())
    rest = payment.total - given
    if rest < 0:
        raise Refused(
            _("More is entered for months ahead and deposits than is paid."),
            code="too_little",
        )
    open_lines = Charge.objects.filter(unit=unit).open().by_age()
    if payment.charges:
        open_lines = open_lines.filter(pk__in=payment.charges)
    pays = rest and payment.settles
    rest = settle(draft, open_lines if pays else (), rest)
    ahead = dict(payment.ahead)
    if rest:
        if payment.rest_to is None:
            raise Refused(
                _("%(rest)s yuan more than is owed. Say for which item it is kept.")
                % {"rest": rest},
                code="too_much",
            )
        ahead[payment.rest_to] = ahead.get(payment.rest_to, Decimal()) + rest
    for item, amount in ahead.items():
        draft.add(Account.PREPAID, -amount, item_id=item, unit_id=unit.pk)
    for item, amount in payment.deposits.items():
        deposit = Deposit.objects.create(
            office_id=unit.office_id,
            unit=unit,
            item_id=item,
            payer_name=payment.payer_name,
            amount=amount,
            purpose=payment.memo[:120],
        )
        draft.add(
            Account.DEPOSIT,
            -amount,
            item_id=item,
            unit_id=unit.pk,
            deposit_id=deposit.pk,
        )


def _check(payment: Payment, office: Office) -> None:
    if payment.unit.office_id != office.pk:
        raise Refused(_("These homes belong to several offices."), code="office")
    tenders = {str(each) for each in TENDERS}
    for tender in payment.tenders:
        if tender.account not in tenders or tender.amount <= 0:
            raise Refused(_("Enter an amount above zero."), code="amount")
    if not payment.total:
        raise Refused(_("Enter an amount above zero."), code="amount")
    check_most(office, payment.total, code="amount")
    named = [*payment.ahead, *payment.deposits, *filter(None, [payment.rest_to])]
    if not named:
        return
    check_months(payment.unit, payment.ahead)
    known = FeeItem.objects.filter(pk__in=named, office=office).count()
    if known < len(set(named)) or any(
        amount <= 0 for amount in (*payment.ahead.values(), *payment.deposits.values())
    ):
        raise Refused(_("Enter an amount above zero."), code="amount")


def _the_same(key: int, payment: Payment, by: Staff) -> Voucher:
    """The receipt that this form wrote already; another's key is refused."""
    before = Voucher.objects.select_related("office").get(pk=key)
    if (before.unit_id, before.by_id) != (payment.unit.pk, by.pk):
        raise Refused(_("This form was sent already. Reload the page."), code="key")
    return before
