"""The manager looks after the till: surprise counts, violations (4.8.3, 4.8.5)."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal

from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy

from fees.models import (
    CashierDay,
    DayStatus,
    ReceiptBook,
    SurpriseCount,
    Violation,
    ViolationKind,
    ViolationStatus,
)
from fees.rules import deadlines as limits
from fees.transitions.closing import cash_of, counted_of
from fees.transitions.posting import refused
from propertyservice.cases.opening import open_case
from propertyservice.organisation.models import Office, Staff
from propertyservice.organisation.posts import COMPANY_MANAGER, OFFICE_MANAGER
from propertyservice.workflow.deadlines import DeadlineBook
from propertyservice.workflow.transitions import Move, Refused, transition

COUNT = "fees.surprise_count"
REGISTER = "fee_violations"
NUMBER = "WG"
WATCH = "fees.violations"
PURSUE = "fees.pursue_violations"
DECIDE = "fees.decide_violations"


def count_by_surprise(
    day: CashierDay,
    *,
    by: Staff,
    notes: Mapping[str, int],
    next_number: int | None,
    remark: str = "",
) -> SurpriseCount:
    """Count a drawer unannounced, float included, and look at the book (RULES 4.6).

    ``next_number`` is what lies on top of the book. Raises Refused without a word about
    a difference, PermissionDenied for the cashier himself.
    """
    if not by.may(COUNT, day.office_id) or by.pk == day.cashier_id:
        raise PermissionDenied(_("Your post does not include this act."))
    try:
        with transaction.atomic():
            days = CashierDay.objects.select_for_update(of=("self",), no_key=True)
            locked = days.get(pk=day.pk)
            if locked.status != DayStatus.OPEN:
                raise Refused(_("This day is closed already."), code="day")
            expected = cash_of(locked) + locked.float_amount
            counted = counted_of(notes)
            book = ReceiptBook.objects.filter(
                office=day.office_id, holder=day.cashier_id, returned_at=None
            ).order_by("first_number")
            nexts = [b.next_number for b in book if b.next_number <= b.last_number]
            right = (next_number is None and not nexts) or next_number in nexts
            if (counted != expected or not right) and not remark.strip():
                raise Refused(
                    _("Cash or book do not agree. Say what was found."), code="remark"
                )
            return SurpriseCount.objects.create(
                office_id=day.office_id,
                day=locked,
                by=by,
                notes=dict(notes),
                counted=counted,
                expected=expected,
                next_number=next_number,
                books_right=right,
                remark=remark,
            )
    except IntegrityError as error:
        raise refused(error) from error


def find(
    office: Office,
    kind: str,
    *,
    named: Staff,
    by: Staff,
    what: str,
    amount: Decimal | None = None,
) -> Violation:
    """Open the case of a broken rule; whom it names does not see it (4.8.5)."""
    if not by.may(PURSUE, office) or by == named:
        raise PermissionDenied(_("Your post does not include this act."))
    at = timezone.now()
    book = DeadlineBook(office, at, None)
    try:
        with transaction.atomic():
            limit = book.start(limits.VIOLATION, at, rule=limits.VIOLATION)
            register = open_case(
                clause=REGISTER,
                kind=NUMBER,
                office=office,
                title=f"{ViolationKind(kind).label} {named.name}",
                opened_at=at,
                holder_post=OFFICE_MANAGER,
                due_at=limit.due_at,
                hidden_from=named,
                series_code=f"{office.code}-H",
            )
            violation = Violation(
                register=register,
                office=office,
                status=ViolationStatus.FOUND,
                kind=kind,
                named=named,
                found_by=by,
                what=what[:500],
                amount=amount,
                due_at=limit.due_at,
                due_kind=limit.kind,
            )
            violation.save(force_insert=True)
            Move(record=violation, by=by, at=at, right=PURSUE).save_step("found", "")
            book.save(register)
    except IntegrityError as error:
        raise refused(error) from error
    return violation


def not_named(user: Staff | None, violation: Violation) -> str | None:
    """Nobody judges himself."""
    if user is not None and user.pk == violation.named_id:
        return str(_("It names you: somebody else goes on."))
    return None


@transition(
    label=lazy("Report to the company"),
    sources=[ViolationStatus.FOUND],
    target=ViolationStatus.REPORTED,
    right=PURSUE,
    guards=[not_named],
    order=1,
)
def report_up(violation: Violation, move: Move, *, reported_to: str) -> None:
    """Upward within a day; ``reported_to`` says to whom and how."""
    violation.reported_to = reported_to
    move.deadlines.meet([limits.VIOLATION], move.at)
    violation.register.holder_post = COMPANY_MANAGER
    move.note(reported_to=reported_to)


@transition(
    label=lazy("Investigated"),
    sources=[ViolationStatus.REPORTED],
    target=ViolationStatus.INVESTIGATED,
    right=PURSUE,
    guards=[not_named],
    order=2,
)
def investigate(violation: Violation, move: Move, *, investigation: str) -> None:
    """What was found out."""
    violation.investigation = investigation
    move.note(investigation=investigation)


@transition(
    label=lazy("Decide"),
    sources=[ViolationStatus.INVESTIGATED],
    target=ViolationStatus.DECIDED,
    right=DECIDE,
    guards=[not_named],
    order=3,
)
def decide(violation: Violation, move: Move, *, decision: str) -> None:
    """The company decides by its financial rules (4.8.3)."""
    violation.decision, violation.decided_by = decision, move.person
    violation.register.holder_post = ""
    move.note(decision=decision)


STEPS = (report_up, investigate, decide)
BY_NAME = {step.name: step for step in STEPS}
