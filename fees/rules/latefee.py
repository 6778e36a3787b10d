"""The late fee (违约金): simple, on unpaid principal, up to it (RULES 4.4)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

from propertyservice.ledger.money import yuan


@dataclass(frozen=True)
class Paid:
    """A part payment: from the day after ``on`` the base is smaller by ``amount``."""

    on: date
    amount: Decimal


Days = tuple[date, date]


def late_fee(
    principal: Decimal,
    due_on: date,
    until: date,
    daily: Decimal,
    *,
    paid: Sequence[Paid] = (),
    disputed: Sequence[Days] = (),
) -> Decimal:
    """Yuan of late fee from the day after ``due_on`` through ``until`` (RULES 0.5).

    ``principal`` is what was open at the end of the due day; ``paid`` are payments
    after it; ``disputed`` are spans, first and last day included, that are free.
    Rounded once at the end, then never above the principal.
    """
    changes = sorted({until, *(each.on for each in paid if due_on < each.on < until)})
    total, begins = Decimal(), due_on + timedelta(days=1)
    for ends in changes:
        base = principal - sum(
            (each.amount for each in paid if each.on < begins), Decimal()
        )
        total += max(base, Decimal()) * daily * _free_of(begins, ends, disputed)
        begins = ends + timedelta(days=1)
    return min(yuan(total), principal)


def _free_of(begins: date, ends: date, disputed: Sequence[Days]) -> int:
    """How many days of a span are not disputed."""
    days = (begins + timedelta(days=n) for n in range((ends - begins).days + 1))
    return sum(not any(a <= day <= b for a, b in disputed) for day in days)
