"""Using what was paid ahead for what is owed now (RULES 4.3)."""

from __future__ import annotations

import uuid
from datetime import date
from decimal import Decimal

from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from fees.models import Account, Charge, Prepaid, Voucher, VoucherKind
from fees.transitions.paying import CHARGE
from fees.transitions.posting import Draft, lock_accounts, post, refused, settle
from propertyservice.estate.models import Unit
from propertyservice.organisation.models import Staff


def use_prepaid(unit: Unit, *, by: Staff, until: date | None = None) -> Voucher | None:
    """Settle a home's open lines from what it paid ahead for the same item.

    ``until`` leaves out later months. Money of one item never pays another (that takes
    the written consent of the payer). Returns None when there is nothing to settle.
    """
    if not by.may(CHARGE, unit.office_id):
        raise PermissionDenied(_("Your post does not include this act."))
    try:
        with transaction.atomic():
            lock_accounts([unit.pk])
            return _use(unit, by, until)
    except IntegrityError as error:
        raise refused(error) from error


def _use(unit: Unit, by: Staff, until: date | None) -> Voucher | None:
    voucher = Voucher(
        office_id=unit.office_id,
        kind=VoucherKind.PREPAID_USE,
        business_date=timezone.localdate(),
        by=by,
        unit=unit,
        key=uuid.uuid4(),
    )
    draft = Draft(voucher)
    for prepaid in Prepaid.objects.filter(unit=unit, balance__gt=0).order_by("item"):
        lines = Charge.objects.filter(unit=unit, item=prepaid.item_id).open().by_age()
        if until:
            lines = lines.filter(period__lte=until)
        owed = sum((line.owed for line in lines), Decimal())
        amount = min(prepaid.balance, owed)
        if amount > 0:
            settle(draft, lines, amount)
            draft.add(Account.PREPAID, amount, item_id=prepaid.item_id, unit_id=unit.pk)
    return post(draft) if draft.lines else None
