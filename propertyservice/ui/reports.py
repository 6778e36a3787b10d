"""The figures of /reports/; each clause registers what RULES 2 asks of it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from enum import StrEnum

from django.utils.functional import Promise

from propertyservice.organisation.models import Staff
from propertyservice.ui.registry import Registry


class By(StrEnum):
    """What stands in the rows of a report's table."""

    MONTH = "month"
    OFFICE = "office"


Slot = date | int
"""One row of the table: a month by its first day, or an office by its key."""


@dataclass(frozen=True)
class Period:
    """Whole months, both named by their first day, and the offices asked for.

    ``by`` says what is told apart: the months, or the offices over all of them.
    """

    first: date
    last: date
    offices: frozenset[int]
    by: By = By.MONTH


@dataclass(frozen=True)
class Figure:
    """One number; ``url`` opens the list behind it.

    ``rows`` is how many lines that list has: for a count as many as ``value`` says, for
    a rate or an average the cases that it is taken from. A test compares.
    """

    slot: Slot
    value: Decimal | int | None
    url: str = ""
    rows: int | None = None


@dataclass(frozen=True)
class Series:
    """One line of a report; ``target`` is the value the rules ask for."""

    label: str
    figures: Sequence[Figure]
    unit: str = ""
    target: Decimal | None = None
    at_least: bool = True
    source: str = ""


@dataclass(frozen=True)
class Report:
    """A table of series; ``load(user, period)`` counts them by ``period.by``.

    ``compares``: it makes sense beside other offices. ``monthly``: it belongs to the
    monthly set on paper (RULES 2.8).
    """

    key: str
    title: str | Promise
    clause: str
    load: Callable[[Staff, Period], Sequence[Series]]
    permission: str = ""
    order: int = 50
    note: str | Promise = ""
    tags: Sequence[str] = field(default=())
    compares: bool = True
    monthly: bool = True


reports: Registry[Report] = Registry()
register = reports.register
for_user = reports.for_user
