"""What is paid by bank to others: expenditures, and passing on (RULES 4.6).

No function pays anything out of the takings.
"""

from __future__ import annotations

from decimal import Decimal

from django.core.exceptions import PermissionDenied
from django.db.models import Sum
from django.utils.translation import gettext as _

from fees.models import Account, Book, Entry, FeeItem, Matter, MatterKind, MatterStatus
from fees.transitions.matters import open_matter
from propertyservice.organisation.models import Office, Staff
from propertyservice.workflow.transitions import Refused

SPEND = "fees.spend"


def _may(by: Staff, office: Office | int) -> None:
    if not by.may(SPEND, office):
        raise PermissionDenied(_("Your post does not include this act."))


def ask_expense(
    office: Office, amount: Decimal, *, by: Staff, reason: str, payee: str, paper: str
) -> Matter:
    """Ask for an expenditure: paid by bank with its paper, never from the takings."""
    _may(by, office)
    _check_paper(amount, payee, paper)
    known = Matter.objects.filter(
        office=office, kind=MatterKind.EXPENSE, details__paper=paper
    ).exclude(status__in=[MatterStatus.REFUSED, MatterStatus.WITHDRAWN])
    if before := known.select_related("register").first():
        raise Refused(
            _("This paper is in %(number)s already.")
            % {"number": before.register.number},
            code="paper",
        )
    return open_matter(
        MatterKind.EXPENSE,
        office,
        by=by,
        title=f"{MatterKind.EXPENSE.label} {payee}",
        reason=reason,
        amount=amount,
        payee=payee,
        paper=paper,
    )


def to_pass_on(item: FeeItem) -> Decimal:
    """What was collected on behalf and is not passed on yet, in yuan."""
    found = Entry.objects.filter(item=item, account__in=PASSED)
    total: Decimal | None = found.aggregate(total=Sum("amount"))["total"]
    return -(total or Decimal())


PASSED = (Account.RECEIVABLE, Account.INCOME, Account.REMITTED)


def ask_remittance(
    item: FeeItem, amount: Decimal, *, by: Staff, reason: str, payee: str, paper: str
) -> Matter:
    """Ask to pass on what was collected on behalf: no more than that."""
    _may(by, item.office_id)
    _check_paper(amount, payee, paper)
    if item.book not in (Book.ON_BEHALF, Book.COMMON):
        raise Refused(
            _("Only what was collected for others is passed on."), code="item"
        )
    if amount > to_pass_on(item):
        raise Refused(
            _("%(sum)s yuan of it were collected and not passed on.")
            % {"sum": to_pass_on(item)},
            code="amount",
        )
    return open_matter(
        MatterKind.REMITTANCE,
        item.office,
        by=by,
        title=f"{MatterKind.REMITTANCE.label} {item} {payee}",
        reason=reason,
        item=item,
        amount=amount,
        payee=payee,
        paper=paper,
    )


def _check_paper(amount: Decimal, payee: str, paper: str) -> None:
    if amount <= 0:
        raise Refused(_("Enter an amount above zero."), code="amount")
    if not payee.strip():
        raise Refused(_("Say who gets the money."), code="payee")
    if not paper.strip():
        raise Refused(_("Enter the number of the invoice or paper."), code="paper")
