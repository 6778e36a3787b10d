"""Large sums are reported the same day (日收日报; 4.8.4, RULES 4.6)."""

from __future__ import annotations

from collections.abc import Container
from decimal import Decimal
from typing import Any

from django.db.models import Q, QuerySet
from django.dispatch import receiver
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy

from fees.models import (
    Account,
    CashierDay,
    LargeReport,
    LargeStatus,
    Voucher,
    VoucherKind,
)
from fees.rules import deadlines as limits
from fees.rules.defaults import LARGE_FEE, LARGE_MONTHS
from fees.signals import paid
from fees.transitions.paying import CHARGE
from propertyservice.cases.opening import open_case
from propertyservice.organisation.models import Office, Staff
from propertyservice.organisation.posts import OFFICE_MANAGER
from propertyservice.policy.in_force import in_force
from propertyservice.workflow.deadlines import DeadlineBook
from propertyservice.workflow.transitions import Move, Refused, transition

REGISTER = "fee_large"
NUMBER = "DE"
NOTE = "fees.note_large"
DEPOSIT_ITEM = "RENOVATION_DEPOSIT"


def is_large(voucher: Voucher, accounts: Container[str] | None = None) -> bool:
    """5000 yuan at once, a deposit for renovation, or a year ahead (RULES 4.6).

    ``accounts`` are those of its lines, where the caller has them: most payments are
    judged without asking the database.
    """
    rules = in_force(voucher.office, voucher.business_date)
    if voucher.total >= Decimal(str(rules[LARGE_FEE])):
        return True
    entries = voucher.entries.all()
    if accounts is None or Account.DEPOSIT in accounts:
        pledged = entries.filter(account=Account.DEPOSIT, item__code=DEPOSIT_ITEM)
        if pledged.exists():
            return True
    if accounts is not None and Account.PREPAID not in accounts:
        return False
    ahead = entries.filter(account=Account.PREPAID).select_related("item")
    return any(_months(entry) >= int(rules[LARGE_MONTHS]) for entry in ahead)


def _months(entry: Any) -> Decimal:
    """How many months of its item's last bill an amount paid ahead is."""
    bills = entry.item.charges.filter(unit=entry.unit_id, kind="BILL")
    month: Decimal | None = (
        bills.order_by("-period").values_list("amount", flat=True).first()
    )
    return -entry.amount / month if month else Decimal()


@receiver(paid, dispatch_uid="fees.large")
def on_paid(
    voucher: Voucher, by: Staff, accounts: Container[str] | None = None, **_more: Any
) -> None:
    """The first large sum of a day opens its report."""
    if voucher.total and is_large(voucher, accounts):
        open_report(voucher.office, by, voucher)


def open_report(office: Office, cashier: Staff, voucher: Voucher) -> None:
    """The report of a cashier's day that is due, unless there is one."""
    date = voucher.business_date
    due = LargeReport.objects.filter(office=office, cashier=cashier, date=date)
    if due.filter(status=LargeStatus.DUE).exists():
        return
    at = timezone.now()
    book = DeadlineBook(office, at, None)
    limit = book.start(limits.LARGE, at, rule=limits.LARGE)
    register = open_case(
        clause=REGISTER,
        kind=NUMBER,
        office=office,
        title=f"{date:%Y-%m-%d} {cashier.name}",
        opened_at=at,
        holder=cashier,
        holder_post="",
        due_at=limit.due_at,
    )
    report = LargeReport(
        register=register,
        office=office,
        status=LargeStatus.DUE,
        cashier=cashier,
        date=date,
        due_at=limit.due_at,
        due_kind=limit.kind,
    )
    report.save(force_insert=True)
    Move(record=report, by=cashier, at=at, right=CHARGE).save_step("open_large", "")
    book.save(register)


def large_of(report: LargeReport) -> QuerySet[Voucher]:
    """The large receipts of the report's cashier and day, as yet without a report."""
    before = LargeReport.objects.filter(
        office=report.office_id, cashier=report.cashier_id, date=report.date
    ).exclude(pk=report.pk)
    told = [number for each in before for number in each.receipts]
    found = Voucher.objects.filter(
        office=report.office_id,
        kind=VoucherKind.RECEIPT,
        day__in=CashierDay.objects.filter(
            cashier=report.cashier_id, date=report.date, office=report.office_id
        ),
    ).exclude(number__in=told)
    large = Decimal(str(in_force(report.office, report.date)[LARGE_FEE]))
    kinds = Q(total__gte=large) | Q(
        entries__account__in=[Account.DEPOSIT, Account.PREPAID]
    )
    seen = found.filter(kinds).select_related("office", "unit").distinct()
    keys = [voucher.pk for voucher in seen if is_large(voucher)]
    return seen.filter(pk__in=keys).order_by("pk")


@transition(
    label=lazy("Report the large sums"),
    sources=[LargeStatus.DUE],
    target=LargeStatus.REPORTED,
    right=CHARGE,
    order=1,
)
def report_large(report: LargeReport, move: Move, *, words: str = "") -> None:
    """The receipts and their sum, as they stand now, to manager and finance."""
    found = list(large_of(report))
    if not found:
        raise Refused(_("There is no large receipt to report."), code="words")
    report.receipts = [voucher.number for voucher in found]
    report.total = sum((voucher.total for voucher in found), Decimal())
    report.words = words
    move.deadlines.meet([limits.LARGE], move.at)
    report.register.holder, report.register.holder_post = None, OFFICE_MANAGER
    move.note(total=f"{report.total:,.2f}", words=words)


@transition(
    label=lazy("Take note"),
    sources=[LargeStatus.REPORTED],
    target=LargeStatus.READ,
    right=NOTE,
    order=2,
    asks=False,
)
def take_note(report: LargeReport, move: Move) -> None:
    """Manager or finance has seen it."""
    report.register.holder_post = ""


STEPS = (report_large, take_note)
BY_NAME = {step.name: step for step in STEPS}
