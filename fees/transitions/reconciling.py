"""The daily reconciliation: every sum twice, each disagreement a case (4.8.5).

Set-based and safe to repeat: what was found before is not opened again.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any

from django.db import connection, transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy

from fees.models import CashierDay, Check, CheckFinding, CheckStatus, DayStatus
from fees.rules import deadlines as limits
from fees.transitions.proving import Found, prove
from fees.transitions.reconciling_sql import OF_DAY, SUMS
from fees.transitions.watching import watched
from propertyservice.audit.models import Run
from propertyservice.cases.opening import open_case
from propertyservice.organisation.models import Office
from propertyservice.organisation.scope import everywhere
from propertyservice.workflow.deadlines import DeadlineBook
from propertyservice.workflow.transitions import Move, transition

REGISTER = "fee_findings"
NUMBER = "JC"
JOB = "fees.reconcile"
SETTLE = "fees.settle_findings"
WORDS: dict[str, Any] = {
    Check.BALANCE: lazy("Voucher %(subject)s does not balance."),
    Check.SETTLED: lazy("Bill line %(subject)s is settled by something else."),
    Check.PREPAID: lazy("Paid ahead is not what was paid: home and item %(subject)s."),
    Check.HELD: lazy("Deposit %(subject)s is not what was left."),
    Check.NUMBERS: lazy("Book %(subject)s lacks a number or has one too many."),
}


def reconcile(
    on: date | None = None, offices: Any = None, *, only_that_day: bool = False
) -> Run:
    """Check every office up to the end of a day (yesterday's), and open what is found.

    The run's record says what was checked and found, office by office. With
    ``only_that_day`` the sums are those that the day's vouchers touched.
    """
    on = on or timezone.localdate() - timedelta(days=1)
    run = Run.objects.create(job=JOB, counts={"date": on.isoformat()})
    with everywhere("reconciliation"):
        found = offices or Office.objects.filter(kind="MANAGEMENT").order_by("code")
        for office in found:
            with transaction.atomic():
                new = [
                    each
                    for each in findings(office, on, only_that_day=only_that_day)
                    if record(office, on, each)
                ]
            run.counts[office.code] = len(new)
            run.findings += [f"{office.code} {each.what}" for each in new]
    run.finish()
    return run


def findings(
    office: Office, on: date, *, only_that_day: bool = False
) -> Iterator[Found]:
    """Whatever does not agree in an office, of all its days up to one."""
    yield from sums_of(office, on if only_that_day else None)
    yield from _days(office, on)
    yield from watched(office, on)
    yield from prove(office)


def sums_of(office: Office, on: date | None = None) -> Iterator[Found]:
    """Sums that do not agree: of all vouchers, or of what one day's touched."""
    with connection.cursor() as cursor:
        for check, statement in (OF_DAY if on else SUMS).items():
            cursor.execute(statement, {"office": office.pk, "on": on})
            for (subject,) in cursor.fetchall():
                words = str(WORDS[check]) % {"subject": subject}
                yield Found(Check(check), str(subject), words)


def _days(office: Office, on: date) -> Iterator[Found]:
    """Days that are not closed, and cash that is not at the bank in time."""
    days = CashierDay.objects.filter(office=office, date__lte=on)
    for day in days.not_handed_in().select_related("register", "cashier"):
        words = _("The day %(date)s of %(cashier)s is not closed.")
        said = {"date": day.date.isoformat(), "cashier": day.cashier}
        yield Found(Check.NOT_CLOSED, day.number, words % said)
    waiting = days.filter(status__in=[DayStatus.SUBMITTED, DayStatus.CARRIED])
    today = timezone.localdate()
    for day in waiting.filter(counted__gt=0).select_related("register", "cashier"):
        if (day.deposit_due_on or day.date) < today:
            words = _("%(sum)s yuan of %(date)s are not at the bank.")
            said = {"date": day.date.isoformat(), "sum": day.counted}
            yield Found(Check.LATE_DEPOSIT, day.number, words % said)


def record(office: Office, on: date, found: Found) -> bool:
    """Open the case of a finding; False when it was found before."""
    known = CheckFinding.objects.filter(
        office=office, check_code=found.check, subject=found.subject[:80]
    )
    if known.exists():
        return False
    at = timezone.now()
    book = DeadlineBook(office, at, None)
    limit = book.start(limits.FINDING, at, rule=limits.FINDING)
    register = open_case(
        clause=REGISTER,
        kind=NUMBER,
        office=office,
        title=found.what,
        opened_at=at,
        holder_post="OFFICE_MANAGER",
        due_at=limit.due_at,
    )
    finding = CheckFinding(
        register=register,
        office=office,
        status=CheckStatus.OPEN,
        check_code=found.check,
        subject=found.subject[:80],
        date=on,
        what=found.what[:300],
        due_at=limit.due_at,
        due_kind=limit.kind,
    )
    finding.save(force_insert=True)
    Move(record=finding, by=None, at=at).save_step("find", "")
    book.save(register)
    return True


@transition(
    label=lazy("Explain"),
    sources=[CheckStatus.OPEN],
    target=CheckStatus.SETTLED,
    right=SETTLE,
)
def settle(finding: CheckFinding, move: Move, *, answer: str) -> None:
    """The manager says what it was and what was done about it."""
    finding.answer = answer
    move.deadlines.meet([limits.FINDING], move.at)
    finding.register.holder_post = ""
    move.note(answer=answer)


STEPS = (settle,)
BY_NAME = {step.name: step for step in STEPS}
