"""The figures of /reports/; each clause registers what RULES 2 asks of it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

from django.utils.functional import Promise

from propertyservice.organisation.models import Staff
from propertyservice.ui.registry import Registry


@dataclass(frozen=True)
class Period:
    """Whole months, both named by their first day, and the offices asked for."""

    first: date
    last: date
    offices: frozenset[int]


@dataclass(frozen=True)
class Figure:
    """One number of one month; ``url`` opens the list it counts."""

    month: date
    value: Decimal | int | None
    url: str = ""


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
    """A table of series by month; ``load(user, period)`` counts them."""

    key: str
    title: str | Promise
    clause: str
    load: Callable[[Staff, Period], Sequence[Series]]
    permission: str = ""
    order: int = 50
    note: str | Promise = ""
    tags: Sequence[str] = field(default=())


reports: Registry[Report] = Registry()
register = reports.register
for_user = reports.for_user
