"""Days of a month and what they cost (RULES 0.5, 4.3). Pure.

The bill run does the same arithmetic in SQL; tests hold one against the other.
"""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Sequence
from datetime import date, timedelta
from decimal import Decimal

from propertyservice.ledger.money import yuan

ACTUAL_DAYS, HALF_MONTH, FULL_MONTH = "ACTUAL_DAYS", "HALF_MONTH", "FULL_MONTH"
HALF_MONTH_UNTIL = 15


def month_of(day: date) -> date:
    """The first day of the month, by which a period is named."""
    return day.replace(day=1)


def last_of(month: date) -> date:
    """The last day of a month."""
    return month.replace(day=days_in(month))


def days_in(month: date) -> int:
    """How many days a month really has."""
    return monthrange(month.year, month.month)[1]


def next_month(month: date) -> date:
    """The first day of the month after."""
    return last_of(month) + timedelta(days=1)


def counted_days(starts_on: date, ends_on: date, method: str) -> Decimal:
    """The part of the month that is charged, in days of that month (RULES 4.3).

    Both days are counted. By the rule of the 15th a start up to the 15th is a whole
    month, a later one half; a full month is whole whenever it starts.
    """
    whole = Decimal(days_in(starts_on))
    if method == FULL_MONTH:
        return whole
    if method == HALF_MONTH and starts_on.day > 1:
        return whole if starts_on.day <= HALF_MONTH_UNTIL else whole / 2
    return Decimal((ends_on - starts_on).days + 1)


def part_of_month(monthly: Decimal, days: Decimal | int, month: date) -> Decimal:
    """Yuan for some days of a month, rounded once, at the end."""
    return yuan(monthly * days / days_in(month))


def by_owner(monthly: Decimal, days: Sequence[int], month: date) -> list[Decimal]:
    """One line for each owner in turn; together exactly what one would pay.

    Every line but the last is rounded by itself; the last is what is left of the sum.
    """
    whole = part_of_month(monthly, sum(days), month)
    lines = [part_of_month(monthly, each, month) for each in days[:-1]]
    return [*lines, whole - sum(lines, Decimal())]


def due_on(period: date, due_day: int, months_later: int) -> date:
    """The day by which a month's bill is to be paid: in its month, or some later."""
    for _ in range(months_later):
        period = next_month(period)
    return period.replace(day=min(due_day, days_in(period)))
