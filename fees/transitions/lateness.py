"""Late fees: only where the contract says so, as lines of their own (RULES 4.4)."""

from __future__ import annotations

from collections import defaultdict
from datetime import date
from decimal import Decimal

from django.core.exceptions import PermissionDenied
from django.db.models import Sum
from django.utils import timezone
from django.utils.translation import gettext as _

from fees.models import BillRun, Charge, ChargeKind, Dispute, Entry
from fees.rules import money
from fees.rules.defaults import LATE_FEE, LATE_FEE_DAILY, LATE_FEE_WARN
from fees.rules.latefee import Days, Paid, late_fee
from fees.transitions.billing import BILL, JOB
from propertyservice.audit.models import Run
from propertyservice.organisation.models import Office, Staff
from propertyservice.policy.in_force import in_force
from propertyservice.workflow.transitions import Refused

BEARING = (ChargeKind.BILL, ChargeKind.PARKING, ChargeKind.SHARED, ChargeKind.ONE_OFF)
"""Corrections, taken-over debts and late fees bear none."""
BATCH = 2000


def draft_late_fees(office: Office, until: date, *, by: Staff) -> BillRun:
    """Draft the late fee of every bearing line through a day, less what was charged.

    Simple, on what was open each day, none for disputed days, never above the
    principal. Raises Refused where the office's contract knows none.
    """
    if not by.may(BILL, office):
        raise PermissionDenied(_("Your post does not include this act."))
    rules = in_force(office, until)
    if not rules[LATE_FEE]:
        raise Refused(
            _("The contract of this office knows no late fee (rule “late fee”)."),
            code="until",
        )
    if until > timezone.localdate():
        raise Refused(_("This day lies in the future."), code="until")
    daily = Decimal(str(rules[LATE_FEE_DAILY]))
    period = money.month_of(until)
    record = Run.objects.create(job=JOB, counts={"office": office.code, "lines": 0})
    if daily > Decimal(str(rules[LATE_FEE_WARN])):
        record.findings = [
            _("The daily rate is above %(warn)s: courts cut such a late fee.")
            % {"warn": f"{Decimal(str(rules[LATE_FEE_WARN])):.2%}"}
        ]
    run = BillRun.objects.create(office=office, period=period, run=record, made_by=by)
    late = Charge.objects.filter(
        office=office,
        kind__in=BEARING,
        item__late_fee=True,
        posted_at__isnull=False,
        due_on__lt=until,
        amount__gt=0,
    ).select_related("item")
    charged = Charge.objects.filter(office=office, kind=ChargeKind.LATE_FEE)
    before = dict(charged.values_list("note").annotate(total=Sum("amount")))
    batch: list[Charge] = []
    for line in late.order_by("pk").iterator(chunk_size=BATCH):
        batch.append(line)
        if len(batch) == BATCH:
            record.counts["lines"] += _charge(run, batch, until, daily, before)
            batch = []
    record.counts["lines"] += _charge(run, batch, until, daily, before)
    record.finish()
    return run


def _charge(
    run: BillRun,
    lines: list[Charge],
    until: date,
    daily: Decimal,
    before: dict[str, Decimal],
) -> int:
    """The late fees of some lines; what moved their base is read once for all."""
    paid: dict[int, list[Paid]] = defaultdict(list)
    entries = Entry.objects.filter(charge__in=lines).select_related("voucher")
    for entry in entries.order_by("pk"):
        if entry.charge_id:
            day = entry.voucher.business_date
            paid[entry.charge_id].append(Paid(day, -entry.amount))
    disputed = _disputed(lines, until)
    made = []
    for line in lines:
        early = sum((p.amount for p in paid[line.pk] if p.on <= line.due_on), Decimal())
        whole = late_fee(
            line.amount - early,
            line.due_on,
            until,
            daily,
            paid=[each for each in paid[line.pk] if each.on > line.due_on],
            disputed=disputed[line.pk],
        )
        new = whole - before.get(_of(line), Decimal())
        if new > 0:
            made.append(_line(run, line, new, until))
    Charge.objects.bulk_create(made, ignore_conflicts=True)
    return len(made)


def _disputed(lines: list[Charge], until: date) -> dict[int, list[Days]]:
    spans: dict[int, list[Days]] = defaultdict(list)
    begun: dict[int, date] = {}
    for each in Dispute.objects.filter(charge__in=lines).order_by("pk"):
        if each.disputed:
            begun.setdefault(each.charge_id, each.on)
        elif each.charge_id in begun:
            spans[each.charge_id].append((begun.pop(each.charge_id), each.on))
    for charge, day in begun.items():
        spans[charge].append((day, until))
    return spans


def _of(line: Charge) -> str:
    """Names the line that a late fee is for."""
    return f"#{line.pk} {line.item.name} {line.period:%Y-%m}"


def _line(run: BillRun, line: Charge, amount: Decimal, until: date) -> Charge:
    return Charge(
        office_id=line.office_id,
        unit_id=line.unit_id,
        item_id=line.item_id,
        kind=ChargeKind.LATE_FEE,
        period=run.period,
        starts_on=line.due_on,
        ends_on=until,
        payer_id=line.payer_id,
        quantity=1,
        unit_price=amount,
        amount=amount,
        due_on=until,
        note=_of(line),
        source=f"late:{line.pk}:{until:%Y%m%d}",
        run=run,
    )
