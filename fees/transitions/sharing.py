"""Shared utilities, shared out to the cent (公摊; RULES 4.1, 4.3)."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from fees.models import BillRun, Charge, ChargeKind, FeeItem, SharedBill
from fees.rules import money
from fees.transitions.billing import BILL, JOB
from fees.transitions.metering import usage_of
from fees.transitions.onceoff import price_of
from fees.transitions.posting import refused
from propertyservice.audit.models import Run
from propertyservice.estate.models import Building, Unit
from propertyservice.ledger.money import split, yuan
from propertyservice.organisation.models import Staff
from propertyservice.workflow.transitions import Refused


def share_out(
    building: Building,
    item: FeeItem,
    period: date,
    *,
    by: Staff,
    total: Decimal,
    homes: Decimal | None = None,
    other: Decimal = Decimal(),
    by_area: bool = True,
) -> SharedBill:
    """Draft a month's shared usage of a building onto its homes.

    ``homes`` None takes what their meters show. The parts follow the area (or are the
    same for all) and add up to the sum exactly. Raises Refused without a published
    price, with nothing to share, or when the month is shared out already.
    """
    if not by.may(BILL, building.office_id):
        raise PermissionDenied(_("Your post does not include this act."))
    period = money.month_of(period)
    if homes is None:
        homes = usage_of(building.pk, item.pk, period)
    rest = total - homes - other
    if rest <= 0:
        raise Refused(
            _("The main meter shows no more than homes and others together."),
            code="total",
        )
    price = price_of(item, "", money.last_of(period))
    units = list(Unit.objects.filter(building=building).order_by("sort_key"))
    weights = [unit.gross_floor_area if by_area else Decimal(1) for unit in units]
    if not units or None in weights:
        raise Refused(
            _("A home of this building has no area. Enter it, or share equally."),
            code="by_area",
        )
    amount = yuan(rest * price.price)
    parts = split(amount, [weight or 0 for weight in weights])
    try:
        with transaction.atomic():
            record = Run.objects.create(job=JOB, counts={"lines": len(units)})
            run = BillRun.objects.create(
                office_id=building.office_id, period=period, run=record, made_by=by
            )
            shared = SharedBill.objects.create(
                office_id=building.office_id,
                item=item,
                building=building,
                period=period,
                total=total,
                homes=homes,
                other=other,
                price=price,
                amount=amount,
                by_area=by_area,
                run=run,
                by=by,
            )
            Charge.objects.bulk_create(
                [
                    _line(shared, unit, weight or Decimal(1), part)
                    for unit, weight, part in zip(units, weights, parts, strict=True)
                    if part
                ]
            )
            record.finish()
    except IntegrityError as error:
        raise refused(error) from error
    return shared


def _line(shared: SharedBill, unit: Unit, weight: Decimal, part: Decimal) -> Charge:
    item = shared.item
    return Charge(
        office_id=shared.office_id,
        unit=unit,
        item=item,
        kind=ChargeKind.SHARED,
        period=shared.period,
        starts_on=shared.period,
        ends_on=money.last_of(shared.period),
        price=shared.price,
        quantity=weight,
        unit_price=shared.price.price,
        amount=part,
        due_on=money.due_on(shared.period, item.due_day, item.due_months),
        source=f"shared:{shared.pk}",
        run=shared.run,
    )
