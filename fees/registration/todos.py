"""What waits for a cashier, finance or the manager, on the to-do page (DESIGN 3)."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from fees.models import CashierDay, DayStatus, LargeReport, LargeStatus, Matter
from fees.models.codes import MatterKind, MatterStatus
from fees.transitions import carrying, large
from fees.transitions.closing import RECONCILE
from fees.transitions.paying import CHARGE
from propertyservice.organisation.models import Staff
from propertyservice.ui.todo import TodoRow, TodoSource


def to_pay(user: Staff) -> QuerySet[Any]:
    """Approved, to be paid by bank."""
    return Matter.objects.filter(
        office__in=user.offices_for(carrying.PAY_OUT),
        status=MatterStatus.APPROVED,
        kind__in=list(carrying.PAID_OUT),
    )


def to_reverse(user: Staff) -> QuerySet[Any]:
    """Approved reversals of one's own, the red receipt not written yet."""
    return Matter.objects.filter(
        asked_by=user, status=MatterStatus.APPROVED, kind=MatterKind.REVERSAL
    )


def to_reconcile(user: Staff) -> QuerySet[Any]:
    """Days at the bank, not found on its statement yet."""
    return CashierDay.objects.filter(
        office__in=user.offices_for(RECONCILE), status=DayStatus.DEPOSITED
    )


def to_bank(user: Staff) -> QuerySet[Any]:
    """One's own days whose cash is not at the bank."""
    return CashierDay.objects.filter(
        cashier=user, status__in=[DayStatus.SUBMITTED, DayStatus.CARRIED]
    )


def to_report(user: Staff) -> QuerySet[Any]:
    """One's own large sums, not reported yet."""
    return LargeReport.objects.filter(cashier=user, status=LargeStatus.DUE)


def to_read(user: Staff) -> QuerySet[Any]:
    """Large-fee reports nobody has read yet."""
    return LargeReport.objects.filter(
        office__in=user.offices_for(large.NOTE), status=LargeStatus.REPORTED
    )


def _rows(found: Any, act: Any) -> Any:
    def rows(user: Staff, limit: int) -> Sequence[TodoRow]:
        records = found(user).select_related("register").order_by("due_at", "pk")
        return [
            TodoRow(
                title=record.register.title,
                url=record.get_absolute_url(),
                number=record.number,
                due_at=record.due_at,
                act=act,
                act_url=record.get_absolute_url(),
            )
            for record in records[:limit]
        ]

    return rows


def _source(
    key: str, label: Any, found: Any, act: Any, list_: str, right: str, order: int
) -> TodoSource:
    name, _sep, query = list_.partition("?")
    return TodoSource(
        key=f"fees.{key}",
        label=label,
        waiting=found,
        rows=_rows(found, act),
        url=lambda _user: f"{reverse(f'fees:{name}')}?{query}",
        permission=right,
        order=order,
    )


SOURCES = (
    _source(
        "bank",
        _("Cash to the bank"),
        to_bank,
        _("Deposit"),
        "days?view=mine",
        CHARGE,
        20,
    ),
    _source(
        "large",
        _("Large sums to report"),
        to_report,
        _("Report"),
        "large?view=due",
        CHARGE,
        21,
    ),
    _source(
        "red",
        _("Red receipts to write"),
        to_reverse,
        _("Write"),
        "matters?view=mine",
        CHARGE,
        22,
    ),
    _source(
        "pay",
        _("To be paid by bank"),
        to_pay,
        _("Pay"),
        "matters?view=pay",
        carrying.PAY_OUT,
        23,
    ),
    _source(
        "reconcile",
        _("Days to reconcile"),
        to_reconcile,
        _("Reconcile"),
        "days?view=check",
        RECONCILE,
        24,
    ),
    _source(
        "read",
        _("Large sums to take note of"),
        to_read,
        _("Read"),
        "large?view=new",
        large.NOTE,
        25,
    ),
)
