"""Parking: rented and managed spaces by the month, others at once (RULES 4.1)."""

from __future__ import annotations

import uuid
from datetime import date
from decimal import Decimal

from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, connection, transaction
from django.utils.translation import gettext as _

from fees.models import Account, BillRun, FeeItem, Rental, Voucher, VoucherKind
from fees.rules import money
from fees.signals import paid
from fees.transitions.billing import BILL, JOB
from fees.transitions.ceilings import check_most
from fees.transitions.desk import desk
from fees.transitions.onceoff import price_of
from fees.transitions.paying import CHARGE, Tender
from fees.transitions.posting import Draft, post, refused
from propertyservice.audit.models import Run
from propertyservice.ledger.money import yuan
from propertyservice.organisation.models import Office, Staff
from propertyservice.workflow.transitions import Refused

# A rental's days of the month, by each price version; a day is billed once.
DRAFT = """
INSERT INTO fees_charge (office_id, unit_id, item_id, kind, period, starts_on, ends_on,
  price_id, by_developer, quantity, unit_price, amount, due_on, run_id, note, source)
SELECT r.office_id, r.unit_id, r.item_id, 'PARKING', %(period)s::date, d.a, d.b, p.id,
  false, 1, p.price, round(p.price * (d.b - d.a + 1) / %(days)s, 2),
  least(make_date(%(year)s, %(month)s, 1) + (i.due_months || ' month')::interval
    + (i.due_day - 1) * interval '1 day',
    make_date(%(year)s, %(month)s, 1) + (i.due_months + 1 || ' month')::interval
    - interval '1 day')::date,
  %(run)s, s.code, 'rental:' || r.id || ':' || to_char(%(period)s::date, 'YYYYMM')
FROM fees_rental r JOIN fees_feeitem i ON i.id = r.item_id AND i.is_active
JOIN estate_parkingspace s ON s.id = r.space_id
JOIN fees_priceversion p ON p.item_id = r.item_id AND p.published_on IS NOT NULL
  AND p.unit_use = '' AND p.starts_on <= %(last)s::date
  AND (p.ends_on IS NULL OR p.ends_on >= %(period)s::date)
CROSS JOIN LATERAL (SELECT
  greatest(%(period)s::date, r.starts_on, p.starts_on) AS a,
  least(%(last)s::date, coalesce(r.ends_on, %(last)s::date),
    coalesce(p.ends_on, %(last)s::date)) AS b) d
WHERE r.office_id = %(office)s AND d.a <= d.b AND p.price > 0
ON CONFLICT DO NOTHING
"""


def draft_parking(office: Office, period: date, *, by: Staff) -> BillRun:
    """Draft the month's lines of every rental; what is billed already stays."""
    if not by.may(BILL, office):
        raise PermissionDenied(_("Your post does not include this act."))
    first = money.month_of(period)
    record = Run.objects.create(job=JOB, counts={"office": office.code, "lines": 0})
    run = BillRun.objects.create(office=office, period=first, run=record, made_by=by)
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(
            DRAFT,
            {
                "office": office.pk,
                "run": run.pk,
                "period": first,
                "last": money.last_of(first),
                "days": money.days_in(first),
                "year": first.year,
                "month": first.month,
            },
        )
        record.counts |= {"lines": cursor.rowcount}
    record.finish()
    return run


def rent(rental: Rental, *, by: Staff) -> Rental:
    """Write down that a home rents a space, or has its own managed."""
    if not by.may(BILL, rental.unit.office_id):
        raise PermissionDenied(_("Your post does not include this act."))
    if len({rental.unit.office_id, rental.space.office_id, rental.item.office_id}) > 1:
        raise Refused(_("These belong to several offices."), code="space")
    rental.office_id = rental.unit.office_id
    return _saved(rental)


def end_rental(rental: Rental, *, on: date, by: Staff) -> Rental:
    """The last day of a rental; what is billed beyond it is corrected by a refund."""
    if not by.may(BILL, rental.office_id):
        raise PermissionDenied(_("Your post does not include this act."))
    rental.ends_on = on
    return _saved(rental)


def _saved(rental: Rental) -> Rental:
    try:
        with transaction.atomic():
            rental.save()
    except IntegrityError as error:
        raise refused(error) from error
    return rental


def sell(
    office: Office,
    item: FeeItem,
    quantity: Decimal,
    *,
    by: Staff,
    tender: str,
    key: uuid.UUID,
    payer_name: str = "",
    memo: str = "",
    reference: str = "",
) -> Voucher:
    """Something paid at once by nobody's home: temporary parking, a card (临停).

    By the published price of today, with a receipt like any other. Pressed twice it is
    paid once. Raises Refused without a price, an open day or a receipt.
    """
    if not by.may(CHARGE, office):
        raise PermissionDenied(_("Your post does not include this act."))
    try:
        with transaction.atomic():
            at = desk(office, by, key)
            if at.before:
                return Voucher.objects.select_related("office").get(pk=at.before)
            price = price_of(item, "", at.date)
            sum_ = yuan(quantity * price.price)
            check_most(office, sum_, code="quantity")
            if quantity <= 0 or not sum_:
                raise Refused(_("Enter an amount above zero."), code="quantity")
            draft = Draft(
                Voucher(
                    pk=at.voucher_id,
                    office=office,
                    kind=VoucherKind.RECEIPT,
                    day_id=at.day_id,
                    business_date=at.date,
                    by=by,
                    book_id=at.book_id,
                    number=at.number,
                    payer_name=payer_name,
                    memo=(memo or f"{price.price_words} {price.unit}")[:300],
                    key=key,
                )
            )
            tendered = Tender(tender, sum_, reference)
            draft.add(tendered.account, sum_, reference=tendered.reference)
            draft.add(Account.INCOME, -sum_, item_id=item.pk, memo=str(quantity))
            voucher = post(draft)
            paid.send(sender=Voucher, voucher=voucher, by=by)
    except IntegrityError as error:
        raise refused(error) from error
    return voucher
