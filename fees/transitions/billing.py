"""Bill runs: drafted from homes and published prices, looked at, published (4.8.1).

Set-based and safe to repeat: a home's day is billed once for an item, whatever ran
before. From the page a worker drafts the lines while the page shows how far it is.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date

from django.core.exceptions import PermissionDenied
from django.db import connection
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from fees.models import MONTHLY, BillRun, Charge, FeeItem, Method, PriceVersion
from fees.rules import money
from fees.rules.defaults import BILL_DEVELOPER, PRORATION
from fees.transitions.billing_sql import DRAFT, WITHOUT_AREA
from propertyservice.audit.models import Run
from propertyservice.estate.models import Building
from propertyservice.organisation.models import Office, Staff
from propertyservice.organisation.scope import scope
from propertyservice.policy.in_force import in_force
from propertyservice.workflow.transitions import Refused

BILL = "fees.bill"
JOB = "fees.bills"
Progress = Callable[[int, int], None]
Part = tuple[int, int]
"""A fee item and a building, by their keys: the drafts of a run that go together."""
MOST_FINDINGS = 200
BATCH = 20
"""Buildings in one statement, committed by itself."""


def begin(office: Office, period: date, *, by: Staff | None) -> BillRun:
    """Begin a run of an office's monthly items; ``fill`` drafts its lines.

    ``by`` None is the command. Homes without an area, and items without a published
    price in the month, are findings of the run's record. Raises PermissionDenied
    without the right.
    """
    if by is not None and not by.may(BILL, office):
        raise PermissionDenied(_("Your post does not include this act."))
    period = money.month_of(period)
    items = list(monthly_items(office))
    record = Run.objects.create(
        job=JOB,
        counts={"office": office.code, "lines": 0, "done": 0},
        findings=[*_unpriced(office, period), *_without_area(office, items)],
    )
    return BillRun.objects.create(office=office, period=period, run=record, made_by=by)


def fill(run: BillRun, progress: Progress | None = None) -> None:
    """Draft a begun run's lines, some buildings at a time; what exists stays.

    Outside of any transaction each time is committed by itself: killed, the run goes on
    where it stopped when it is filled again. Finished, it is left alone.
    """
    record, office = run.run, run.office
    if record.finished_at:
        return
    with scope(offices=[office.pk], reason=JOB):
        items = list(monthly_items(office))
        known = Building.objects.filter(office=office).order_by("code")
        buildings = list(known.values_list("pk", flat=True))
    for done in range(0, len(buildings), BATCH):
        batch = buildings[done : done + BATCH]
        with scope(offices=[office.pk], reason=JOB):
            record.counts["lines"] += draft_lines(run, batch, items)
            record.counts |= {"done": done + len(batch), "of": len(buildings)}
            record.save(update_fields=["counts"])
        if progress:
            progress(done + len(batch), len(buildings))
    with scope(offices=[office.pk], reason=JOB):
        # Two workers at the same run have each counted only their own.
        drafts = Charge.objects.filter(run=run, posted_at=None)
        record.counts["lines"] = drafts.count()
        record.finish()


def draft_bills(
    office: Office,
    period: date,
    *,
    by: Staff | None,
    progress: Progress | None = None,
) -> BillRun:
    """Begin a run and draft it to its end."""
    with scope(by, offices=[office.pk], reason=JOB):
        run = begin(office, period, by=by)
    fill(run, progress)
    return run


def monthly_items(office: Office) -> QuerySet[FeeItem]:
    """The items that a bill run charges."""
    found = FeeItem.objects.filter(office=office, is_active=True, method__in=MONTHLY)
    return found.order_by("order", "code")


def publish(run: BillRun, *, by: Staff, parts: Sequence[Part] = ()) -> int:
    """Publish a run's drafts, all or some parts of it; how many lines.

    From then on the lines are owed and never change. Raises PermissionDenied without
    the right, Refused while the run is still being drafted.
    """
    _at_its_end(run, by)
    drafts = Charge.objects.filter(run=run, posted_at=None)
    if parts:
        chosen = Q()
        for item, building in parts:
            chosen |= Q(item=item, unit__building=building)
        drafts = drafts.filter(chosen)
    return drafts.update(posted_at=timezone.now())


def discard(run: BillRun, *, by: Staff) -> int:
    """Throw a run's drafts away; how many lines. Published lines stay.

    Raises as ``publish``.
    """
    _at_its_end(run, by)
    count, _by_model = Charge.objects.filter(run=run, posted_at=None).delete()
    return count


def _at_its_end(run: BillRun, by: Staff) -> None:
    if not by.may(BILL, run.office_id):
        raise PermissionDenied(_("Your post does not include this act."))
    if not run.run.finished_at:
        raise Refused(
            _("The month is still being drafted: wait for its end."), code="drafting"
        )


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


def _unpriced(office: Office, period: date) -> list[str]:
    """No published version in force, no bill line: said, not passed over."""
    priced = PriceVersion.objects.filter(
        item=OuterRef("pk"),
        published_on__isnull=False,
        starts_on__lte=money.last_of(period),
    ).exclude(ends_on__lt=period)
    missing = monthly_items(office).filter(~Exists(priced))
    return [
        _("%(item)s: no published price in this month, nothing is charged.")
        % {"item": item.name}
        for item in missing
    ]


def _without_area(office: Office, items: Sequence[FeeItem]) -> list[str]:
    if not any(item.method == Method.AREA for item in items):
        return []
    with connection.cursor() as cursor:
        cursor.execute(WITHOUT_AREA, [office.pk, MOST_FINDINGS])
        return [
            _("%(room)s has no area, nothing is charged by area.") % {"room": label}
            for (label,) in cursor.fetchall()
        ]
