"""A cashier's day, step by step (日收日清; 4.8.4, RULES 4.6)."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from fees.models import CashierDay, DayStatus
from fees.rules import deadlines as limits
from fees.rules.defaults import FLOAT
from fees.transitions.paying import CHARGE
from fees.transitions.posting import refused
from propertyservice.cases.opening import open_case
from propertyservice.organisation.models import Office, Staff
from propertyservice.policy.in_force import in_force
from propertyservice.workflow.deadlines import DeadlineBook
from propertyservice.workflow.transitions import Move, Refused

REGISTER = "fees"
NUMBER = "RB"
ALLOW = "fees.allow_second_day"


def open_day(
    office: Office,
    *,
    cashier: Staff,
    by: Staff,
    on: date | None = None,
    float_amount: Decimal | None = None,
    despite: str = "",
) -> CashierDay:
    """Open a cashier's day; a number of the register 收款日报表 is taken.

    While an older day is not handed in, only a manager opens one, with a reason in
    ``despite``. Raises PermissionDenied without the right, Refused with a sentence.
    """
    if by != cashier or despite:
        allowed = by.may(ALLOW, office) and by != cashier and bool(despite.strip())
        if not allowed:
            raise PermissionDenied(_("Only the manager opens it, with a reason."))
    if not cashier.may(CHARGE, office):
        raise PermissionDenied(_("Your post does not include this act."))
    at = timezone.now()
    on = on or timezone.localdate(at)
    older = CashierDay.objects.filter(office=office, cashier=cashier).not_handed_in()
    if not despite and (before := older.order_by("date").first()):
        raise Refused(
            _("Your day %(day)s is not handed in yet. Close it first.")
            % {"day": before.date.isoformat()},
            code="older_day",
        )
    if float_amount is None:
        float_amount = Decimal(str(in_force(office, on)[FLOAT]))
    try:
        with transaction.atomic():
            return _write(office, cashier, by, on, float_amount, despite)
    except IntegrityError as error:
        raise refused(error) from error


def _write(
    office: Office,
    cashier: Staff,
    by: Staff,
    on: date,
    float_amount: Decimal,
    despite: str,
) -> CashierDay:
    at = timezone.now()
    register = open_case(
        clause=REGISTER,
        kind=NUMBER,
        office=office,
        title=f"{on:%Y-%m-%d} {cashier.name}",
        opened_at=at,
        holder=cashier,
        holder_post="",
    )
    book = DeadlineBook(office, at, None)
    limit = book.start(limits.HAND_IN, at, rule=limits.HAND_IN)
    same = CashierDay.objects.filter(office=office, cashier=cashier, date=on)
    day = CashierDay(
        register=register,
        office=office,
        status=DayStatus.OPEN,
        cashier=cashier,
        date=on,
        part=same.count() + 1,
        opened_at=at,
        float_amount=float_amount,
        despite=despite,
        despite_by=by if despite else None,
        due_at=limit.due_at,
        due_kind=limit.kind,
    )
    day.save(force_insert=True)
    Move(record=day, by=by, at=at, reason=despite, right=CHARGE).save_step("open", "")
    book.save(register)
    return day
