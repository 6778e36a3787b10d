"""Bill runs: drafted from homes and published prices, looked at, published (4.8.1).

Set-based and safe to repeat: a home's day is billed once for an item, whatever ran
before. A batch is some buildings; each is committed by itself, so a run that was killed
goes on where it stopped when it is started again.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import connection, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from fees.models import MONTHLY, BillRun, Charge, FeeItem, Method
from fees.rules import money
from fees.rules.defaults import BILL_DEVELOPER, PRORATION
from fees.transitions.billing_sql import DRAFT, WITHOUT_AREA
from propertyservice.audit.models import Run
from propertyservice.estate.models import Building
from propertyservice.organisation.models import Office, Staff
from propertyservice.policy.in_force import in_force

BILL = "fees.bill"
JOB = "fees.bills"
Progress = Callable[[int, int], None]
MOST_FINDINGS = 200
BATCH = 10
"""Buildings in one statement, committed by itself."""


def draft_bills(
    office: Office,
    period: date,
    *,
    by: Staff | None,
    items: Sequence[FeeItem] | None = None,
    progress: Progress | None = None,
) -> BillRun:
    """Draft the month's lines of an office for its monthly items; what exists stays.

    ``by`` None is the command. Homes without an area, and items without a published
    price in the month, are findings of the run's record. Raises PermissionDenied
    without the right.
    """
    if by is not None and not by.may(BILL, office):
        raise PermissionDenied(_("Your post does not include this act."))
    period = money.month_of(period)
    monthly = list(items if items is not None else monthly_items(office))
    record = Run.objects.create(job=JOB, counts={"office": office.code, "lines": 0})
    run = BillRun.objects.create(office=office, period=period, run=record, made_by=by)
    known = Building.objects.filter(office=office).order_by("code")
    buildings = list(known.values_list("pk", flat=True))
    record.findings = [*_unpriced(monthly, period), *_without_area(office, monthly)]
    for done in range(0, len(buildings), BATCH):
        batch = buildings[done : done + BATCH]
        with transaction.atomic():
            record.counts["lines"] += draft_lines(run, batch, monthly)
        record.counts |= {"buildings": done + len(batch), "of": len(buildings)}
        record.save(update_fields=["counts", "findings"])
        if progress:
            progress(done + len(batch), len(buildings))
    record.finish()
    return run


def monthly_items(office: Office) -> list[FeeItem]:
    """The items that a bill run charges."""
    found = FeeItem.objects.filter(office=office, is_active=True, method__in=MONTHLY)
    return list(found.order_by("order", "code"))


def publish(
    run: BillRun, *, by: Staff, buildings: Sequence[int] = (), items: Sequence[int] = ()
) -> int:
    """Publish a run's drafts, all or some buildings or items; how many lines.

    From then on the lines are owed and never change. Raises PermissionDenied without
    the right.
    """
    if not by.may(BILL, run.office_id):
        raise PermissionDenied(_("Your post does not include this act."))
    drafts = Charge.objects.filter(run=run, posted_at=None)
    if buildings:
        drafts = drafts.filter(unit__building__in=buildings)
    if items:
        drafts = drafts.filter(item__in=items)
    return drafts.update(posted_at=timezone.now())


def discard(run: BillRun, *, by: Staff) -> int:
    """Throw a run's drafts away; how many lines. Published lines stay."""
    if not by.may(BILL, run.office_id):
        raise PermissionDenied(_("Your post does not include this act."))
    count, _by_model = Charge.objects.filter(run=run, posted_at=None).delete()
    return count


def draft_lines(run: BillRun, buildings: list[int], items: Sequence[FeeItem]) -> int:
    """Draft the lines of some buildings; how many are new."""
    rules = in_force(run.office, run.period)
    with connection.cursor() as cursor:
        # Two runs at once would both look before either has written.
        cursor.execute(
            "SELECT pg_advisory_xact_lock(hashtextextended('fees_bills', %s))",
            [run.office_id],
        )
        cursor.execute(
            DRAFT,
            {
                "office": run.office_id,
                "buildings": buildings,
                "run": run.pk,
                "period": run.period,
                "last": money.last_of(run.period),
                "days": money.days_in(run.period),
                "items": [item.pk for item in items],
                "by_area": [item.method == Method.AREA for item in items],
                "due": [
                    money.due_on(run.period, item.due_day, item.due_months)
                    for item in items
                ],
                "method": rules[PRORATION],
                "developer": bool(rules[BILL_DEVELOPER]),
            },
        )
        return cursor.rowcount


def _unpriced(items: Sequence[FeeItem], period: date) -> list[str]:
    """No published version in force, no bill line: said, not passed over."""
    last = money.last_of(period)
    found: list[str] = []
    for item in items:
        priced: Any = item.prices.filter(
            published_on__isnull=False, starts_on__lte=last
        ).exclude(ends_on__lt=period)
        if not priced.exists():
            found.append(
                _("%(item)s: no published price in this month, nothing is charged.")
                % {"item": item.name}
            )
    return found


def _without_area(office: Office, items: Sequence[FeeItem]) -> list[str]:
    if not any(item.method == Method.AREA for item in items):
        return []
    with connection.cursor() as cursor:
        cursor.execute(WITHOUT_AREA, [office.pk, MOST_FINDINGS])
        return [
            _("%(room)s has no area, nothing is charged by area.") % {"room": label}
            for (label,) in cursor.fetchall()
        ]
