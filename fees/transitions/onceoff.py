"""Charges outside the monthly run: once, corrected, transferred (4.8.1; RULES 4.3).

Other clauses charge with :func:`charge_once` (a paid repair, a renovation's fee): by
the published price in force, or not at all.
"""

from __future__ import annotations

from collections import defaultdict
from datetime import date
from decimal import Decimal

from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from fees.models import Charge, ChargeKind, FeeItem, PriceVersion
from fees.rules import money
from fees.transitions.ceilings import check_most
from fees.transitions.paying import CHARGE
from fees.transitions.posting import refused
from propertyservice.estate.models import Unit
from propertyservice.ledger.money import yuan
from propertyservice.organisation.models import Office, Staff
from propertyservice.workflow.transitions import Refused

CORRECT = "fees.correct_area"


def price_of(item: FeeItem, use: str, on: date) -> PriceVersion:
    """The published version in force on a day, the one for the home's use first.

    Raises Refused when there is none: no published price, no charge (RULES 4.2).
    """
    versions = PriceVersion.objects.filter(
        item=item,
        unit_use__in=[use, ""],
        published_on__isnull=False,
        starts_on__lte=on,
    ).exclude(ends_on__lt=on)
    found = versions.order_by("-unit_use").first()
    if found is None:
        raise Refused(
            _("%(item)s has no published price on %(day)s. Publish one first.")
            % {"item": item.name, "day": on.isoformat()},
            code="item",
        )
    return found


def charge_once(
    unit: Unit,
    item: FeeItem,
    quantity: Decimal,
    *,
    by: Staff,
    source: str,
    note: str = "",
    on: date | None = None,
) -> Charge:
    """Charge something once by its published price; owed from now on.

    ``source`` names what it is for (a form's key, a case): from it a charge is made
    once, and asked again the first is returned. Raises PermissionDenied without the
    right, Refused without a published price.
    """
    if not by.may(CHARGE, unit.office_id):
        raise PermissionDenied(_("Your post does not include this act."))
    if item.office_id != unit.office_id or quantity <= 0:
        raise Refused(_("Enter an amount above zero."), code="quantity")
    day = on or timezone.localdate()
    price = price_of(item, unit.use, day)
    check_most(unit.office, quantity * price.price, code="quantity")
    charge = Charge(
        office_id=unit.office_id,
        unit=unit,
        item=item,
        kind=ChargeKind.ONE_OFF,
        period=money.month_of(day),
        starts_on=day,
        ends_on=day,
        price=price,
        quantity=quantity,
        unit_price=price.price,
        amount=yuan(quantity * price.price),
        due_on=day,
        note=note[:200],
        source=source[:40],
        posted_at=timezone.now(),
    )
    made = Charge.objects.filter(source=charge.source, unit=unit, item=item)
    if source and (before := made.first()):
        return before
    try:
        with transaction.atomic():
            charge.save(force_insert=True)
    except IntegrityError as error:
        if before := made.first():
            return before
        raise refused(error) from error
    charge.refresh_from_db(fields=["settled"])
    return charge


def correct_area(
    unit: Unit, area: Decimal, *, since: date, by: Staff, basis: str
) -> list[Charge]:
    """A home's area was another all along (title certificate, edge case 86).

    Every bill by area from ``since`` on gets a line with what is missing or too much
    beside earlier corrections, due a month from today and without late fee; the home's
    area is changed for the bills to come. Not for the cashier, who could lower a debt
    by it. Raises PermissionDenied without the right.
    """
    if not by.may(CORRECT, unit.office_id):
        raise PermissionDenied(_("Your post does not include this act."))
    if not basis.strip():
        raise Refused(_("Name the document that says so."), code="basis")
    today = timezone.localdate()
    if since > today:
        raise Refused(_("This day lies in the future."), code="since")
    try:
        with transaction.atomic():
            home = Unit.objects.select_for_update(of=("self",), no_key=True)
            locked = home.get(pk=unit.pk)
            before = locked.gross_floor_area
            if before is None or area <= 0 or area == before:
                raise Refused(_("This is the home's area already."), code="area")
            bills = Charge.objects.filter(
                unit=unit,
                kind=ChargeKind.BILL,
                item__method="AREA",
                posted_at__isnull=False,
                ends_on__gte=since,
            )
            before_now = _corrections(unit)
            lines = [
                _difference(line, before_now.get(line.pk, []), area, today, basis)
                for line in bills.by_age()
            ]
            made = Charge.objects.bulk_create(each for each in lines if each.amount)
            locked.gross_floor_area = area
            locked.save()
    except IntegrityError as error:
        raise refused(error) from error
    return made


def _corrections(unit: Unit) -> dict[int, list[Charge]]:
    """The lines of earlier corrections of a home's area, by the bill they correct."""
    found: dict[int, list[Charge]] = defaultdict(list)
    lines = Charge.objects.filter(unit=unit, kind=ChargeKind.TRUE_UP)
    for line in lines.filter(source__startswith="area:"):
        found[int(line.source.split(":")[1])].append(line)
    return found


def _difference(
    line: Charge, before: list[Charge], area: Decimal, today: date, basis: str
) -> Charge:
    """What one bill line would have been by the right area, less what it was and what
    earlier corrections made of it."""
    right = yuan(line.amount * area / line.quantity)
    billed = line.amount + sum(each.amount for each in before)
    measured = line.quantity + sum(each.quantity for each in before)
    return Charge(
        office_id=line.office_id,
        unit_id=line.unit_id,
        item_id=line.item_id,
        kind=ChargeKind.TRUE_UP,
        period=line.period,
        starts_on=line.starts_on,
        ends_on=line.ends_on,
        price_id=line.price_id,
        payer_id=line.payer_id,
        by_developer=line.by_developer,
        quantity=area - measured,
        unit_price=line.unit_price,
        amount=right - billed,
        due_on=money.due_on(money.month_of(today), 31, 1),
        note=basis[:200],
        source=f"area:{line.pk}:{len(before)}",
        posted_at=timezone.now(),
    )


def split_at_transfer(unit: Unit, on: date, buyer_id: int) -> list[Charge]:
    """The home changed hands on ``on`` after bills were published: the seller pays to
    the day before, the buyer from that day (RULES 4.3).

    Each bill that covers days from then on gets two lines: what the seller no longer
    owes, and the same for the buyer; the home's sum stays. Repeated it makes nothing.
    """
    lines = (
        Charge.objects.filter(
            unit=unit, kind=ChargeKind.BILL, posted_at__isnull=False, ends_on__gte=on
        )
        .exclude(payer=buyer_id)
        .exclude(by_developer=True)
    )
    made: list[Charge] = []
    for line in lines:
        days = (line.ends_on - line.starts_on).days + 1
        later = (line.ends_on - max(on, line.starts_on)).days + 1
        part = yuan(line.amount * later / days)
        for sign, payer in ((-1, line.payer_id), (1, buyer_id)):
            made.append(
                Charge(
                    office_id=line.office_id,
                    unit_id=line.unit_id,
                    item_id=line.item_id,
                    kind=ChargeKind.TRUE_UP,
                    period=line.period,
                    starts_on=max(on, line.starts_on),
                    ends_on=line.ends_on,
                    price_id=line.price_id,
                    payer_id=payer,
                    quantity=sign * line.quantity,
                    unit_price=line.unit_price,
                    amount=sign * part,
                    due_on=line.due_on,
                    note=_("Transfer of ownership %(day)s") % {"day": on.isoformat()},
                    source=f"transfer:{line.pk}:{'to' if sign > 0 else 'from'}",
                    posted_at=timezone.now(),
                )
            )
    kept = [each for each in made if each.amount]
    Charge.objects.bulk_create(kept, ignore_conflicts=True)
    return kept


def office_items(office: Office, *methods: str) -> list[FeeItem]:
    """The items of an office that are charged in one of these ways."""
    found = FeeItem.objects.filter(office=office, is_active=True, method__in=methods)
    return list(found.order_by("order", "code"))
