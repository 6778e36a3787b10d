"""Meters: read, rolled over, replaced, estimated, billed (RULES 4.1; 5: 83, 84)."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction
from django.db.models import CharField, Exists, OuterRef, Sum, Value
from django.db.models.functions import Cast, Concat
from django.utils import timezone
from django.utils.translation import gettext as _

from fees.models import (
    BillRun,
    Charge,
    ChargeKind,
    Meter,
    PriceVersion,
    Reading,
    ReadingKind,
)
from fees.rules import money
from fees.rules.tiers import by_tiers
from fees.transitions.billing import BILL, JOB
from fees.transitions.onceoff import price_of
from fees.transitions.posting import refused
from propertyservice.audit.models import Run
from propertyservice.organisation.models import Office, Staff
from propertyservice.workflow.transitions import Refused


def read(
    meter: Meter,
    *,
    on: date,
    by: Staff,
    value: Decimal | None = None,
    kind: str = ReadingKind.READ,
    old_last: Decimal | None = None,
    new_first: Decimal | None = None,
    note: str = "",
) -> Reading:
    """Write down what a meter shows; its usage follows.

    A value below the last one is asked about, never guessed: ``kind`` says that the
    meter went past its last digit, or was replaced (then ``old_last`` is the old one's
    last, ``new_first`` the new one's first). ESTIMATE takes ``value`` None: the usage
    of the reading before once more. Raises Refused with a sentence.
    """
    if not by.may(BILL, meter.office_id):
        raise PermissionDenied(_("Your post does not include this act."))
    try:
        with transaction.atomic():
            locked = Meter.objects.select_for_update(of=("self",)).get(pk=meter.pk)
            last = locked.readings.order_by("-on").first()
            reading = _reading(locked, last, on, by, value, kind, note)
            if last is not None:
                _measure(locked, last, reading, old_last, new_first)
            reading.save(force_insert=True)
    except IntegrityError as error:
        raise refused(error) from error
    return reading


def _reading(
    meter: Meter,
    last: Reading | None,
    on: date,
    by: Staff,
    value: Decimal | None,
    kind: str,
    note: str,
) -> Reading:
    if on > timezone.localdate():
        raise Refused(_("This day lies in the future."), code="on")
    if last is not None and on <= last.on:
        raise Refused(
            _("The meter was read on %(day)s already. Readings follow each other.")
            % {"day": last.on.isoformat()},
            code="on",
        )
    if last is None:
        kind = ReadingKind.FIRST
    if kind == ReadingKind.ESTIMATE and last is not None:
        usual = last.usage / meter.multiplier if last.usage > 0 else Decimal()
        value = last.value + usual if value is None else value
        value %= meter.rolls_at
        note = note or _("Nobody at home; corrected by the next reading.")
    if value is None or value < 0 or value >= meter.rolls_at:
        raise Refused(_("Enter what the meter shows."), code="value")
    return Reading(
        office_id=meter.office_id,
        meter=meter,
        on=on,
        since=last.on if last else on,
        value=value,
        usage=Decimal(),
        kind=kind,
        note=note[:200],
        by=by,
    )


def _measure(
    meter: Meter,
    last: Reading,
    reading: Reading,
    old_last: Decimal | None,
    new_first: Decimal | None,
) -> None:
    """The usage between two readings, by how the second came about."""
    assumed = last.kind == ReadingKind.ESTIMATE
    if reading.kind == ReadingKind.REPLACED:
        if old_last is None or new_first is None or reading.value < new_first:
            raise Refused(
                _("Enter the old meter's last reading and the new one's first."),
                code="old_last",
            )
        if old_last < last.value and not assumed:
            raise Refused(_("The old meter showed more before."), code="old_last")
        used = old_last - last.value + reading.value - new_first
    elif reading.kind in (ReadingKind.ROLLOVER, ReadingKind.ESTIMATE):
        used = reading.value - last.value
        used += meter.rolls_at if used < 0 else 0
    else:
        used = reading.value - last.value
        if used < 0 and not assumed:
            raise Refused(
                _(
                    "The meter showed %(last)s before, more than now. Say whether it "
                    "went past its last digit or was replaced, or correct the number."
                )
                % {"last": last.value.normalize().to_eng_string()},
                code="value",
            )
    reading.usage = used * meter.multiplier


def bill_readings(office: Office, period: date, *, by: Staff) -> BillRun:
    """Draft a line for every reading of the month that has none; what has one stays.

    A reading below an estimate gives back (edge case 84); else no line is negative.
    Items without a published price are findings of the run.
    """
    if not by.may(BILL, office):
        raise PermissionDenied(_("Your post does not include this act."))
    first, last = money.month_of(period), money.last_of(period)
    record = Run.objects.create(job=JOB, counts={"office": office.code, "lines": 0})
    run = BillRun.objects.create(office=office, period=first, run=record, made_by=by)
    source = Concat(
        Value("reading:"), Cast("pk", CharField()), output_field=CharField()
    )
    readings = (
        Reading.objects.filter(office=office, on__range=(first, last))
        .exclude(usage=0)
        .annotate(source=source)
        .filter(~Exists(Charge.objects.filter(source=OuterRef("source"))))
        .select_related("meter__item", "meter__unit")
        .order_by("pk")
    )
    lines, unpriced = [], set()
    prices: dict[tuple[int, str, date], PriceVersion] = {}
    for reading in readings.iterator(chunk_size=2000):
        asked = (reading.meter.item_id, reading.meter.unit.use, reading.on)
        try:
            if asked not in prices:
                prices[asked] = price_of(reading.meter.item, asked[1], reading.on)
        except Refused as refusal:
            unpriced.add(" ".join(refusal.messages))
            continue
        lines.append(_line(run, reading, prices[asked]))
    with transaction.atomic():
        Charge.objects.bulk_create(lines, batch_size=2000, ignore_conflicts=True)
    record.counts |= {"lines": len(lines)}
    record.findings = sorted(unpriced)
    record.finish()
    return run


def _line(run: BillRun, reading: Reading, version: PriceVersion) -> Charge:
    item, unit = reading.meter.item, reading.meter.unit
    period = run.period
    amount = by_tiers(reading.usage, version.price, version.tiers)
    return Charge(
        office_id=run.office_id,
        unit=unit,
        item=item,
        kind=ChargeKind.METER if reading.usage > 0 else ChargeKind.TRUE_UP,
        period=period,
        starts_on=reading.since,
        ends_on=reading.on,
        price=version,
        quantity=reading.usage,
        unit_price=version.price,
        amount=amount,
        due_on=money.due_on(period, item.due_day, item.due_months),
        note=_("estimated") if reading.kind == ReadingKind.ESTIMATE else "",
        source=f"reading:{reading.pk}",
        run=run,
    )


def usage_of(building: int, item: int, period: date) -> Decimal:
    """What the homes' own meters of a building used in a month."""
    found = Reading.objects.filter(
        meter__unit__building=building,
        meter__item=item,
        on__range=(money.month_of(period), money.last_of(period)),
    )
    total: Decimal | None = found.aggregate(total=Sum("usage"))["total"]
    return total or Decimal()
