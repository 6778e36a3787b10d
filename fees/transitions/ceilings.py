"""How much may be entered at once: slips of keys, and months ahead (RULES 4.1)."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta
from decimal import Decimal

from django.utils import timezone
from django.utils.translation import gettext as _

from fees.models import Charge, ChargeKind, Prepaid
from fees.rules.defaults import MOST_AT_ONCE, PREPAY_MONTHS
from propertyservice.estate.models import Unit
from propertyservice.organisation.models import Office
from propertyservice.policy.in_force import in_force
from propertyservice.workflow.transitions import Refused


def check_most(office: Office, amount: Decimal, *, code: str) -> None:
    """Refuse more yuan than the office's rule lets a person enter at once."""
    most = Decimal(str(in_force(office, timezone.localdate())[MOST_AT_ONCE]))
    if amount > most:
        raise Refused(
            _("At most %(most)s yuan at once. Look at the figures again.")
            % {"most": f"{most:,.2f}"},
            code=code,
        )


def check_ahead(office: Office, period: date) -> None:
    """A month is billed no further ahead than is paid ahead. Raises Refused."""
    today = timezone.localdate()
    most = int(in_force(office, today)[PREPAY_MONTHS])
    if period > today + timedelta(days=31 * most):
        raise Refused(
            _("At most %(n)d months ahead are billed.") % {"n": most}, code="period"
        )


def check_months(unit: Unit, ahead: Mapping[int, Decimal]) -> None:
    """No more months ahead than the local law allows, by each item's last bill, with
    what is paid ahead already. ``ahead`` is yuan by item. Raises Refused."""
    if not ahead:
        return
    most = int(in_force(unit.office, timezone.localdate())[PREPAY_MONTHS])
    bills = Charge.objects.filter(unit=unit, kind=ChargeKind.BILL, amount__gt=0)
    held = Prepaid.objects.filter(unit=unit, item__in=ahead)
    kept = dict(held.values_list("item", "balance"))
    for item, amount in ahead.items():
        last = bills.filter(item=item).order_by("-period").first()
        if last is not None and amount + kept.get(item, 0) > most * last.amount:
            raise Refused(
                _("At most %(n)d months are paid ahead: %(sum)s yuan.")
                % {"n": most, "sum": most * last.amount},
                code="too_much",
            )
