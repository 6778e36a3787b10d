"""The figures of a month, and the ties that must hold between them (RULES 4.6)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from django.db import connection
from django.utils.translation import gettext as _

from fees.exports import sql
from fees.models import Book
from fees.rules.money import next_month
from propertyservice.organisation.models import Office

ZERO = Decimal("0.00")


@dataclass(frozen=True)
class ItemLine:
    """One item of the summary, in yuan. ``opening`` is owed from before; ``current``
    and ``arrears`` were settled in the month, ``ahead`` paid for later; ``taken_over``
    is the part of ``opening`` that the cut-over brought.
    """

    name: str
    book: str
    opening: Decimal
    receivable: Decimal
    current: Decimal
    arrears: Decimal
    waived: Decimal
    closing: Decimal
    ahead: Decimal
    taken_over: Decimal

    @property
    def book_words(self) -> str:
        """Whose money it is; empty for the total."""
        return str(Book(self.book).label) if self.book else ""

    @property
    def rate(self) -> Decimal | None:
        """收缴率: what of this month's bills is settled; None without any."""
        if not self.receivable:
            return None
        return (self.current / self.receivable).quantize(Decimal("0.0001"))

    @property
    def rate_words(self) -> str:
        """The rate for people."""
        return "" if self.rate is None else f"{self.rate:.1%}"

    @property
    def ties(self) -> bool:
        """Whether opening, receivable and what was settled give what is owed now."""
        settled = self.current + self.arrears + self.waived
        return self.opening + self.receivable - settled == self.closing


SUMMED = (
    *("opening", "receivable", "current", "arrears", "waived", "closing", "ahead"),
    "taken_over",
)


@dataclass(frozen=True)
class Tie:
    """Two sums that must be the same."""

    label: str
    one: Decimal
    other: Decimal

    @property
    def holds(self) -> bool:
        """Whether they are."""
        return self.one == self.other


@dataclass(frozen=True)
class Month:
    """An office's month: by item, its deposits, its ties."""

    office: Office
    first: date
    items: list[ItemLine]
    deposits: list[tuple[Any, ...]]
    passed: list[tuple[Any, ...]]
    ties: list[Tie]

    @property
    def total(self) -> ItemLine:
        """All items together."""
        sums = {
            name: sum((getattr(line, name) for line in self.items), ZERO)
            for name in SUMMED
        }
        return ItemLine(name=_("Total"), book="", **sums)

    @property
    def facts(self) -> Mapping[str, Any]:
        """The parameters of the month's statements."""
        return parameters(self.office, self.first)


def parameters(office: Office, first: date) -> dict[str, Any]:
    """What every statement of a month asks."""
    return {"office": office.pk, "first": first, "next": next_month(first)}


def month_of_office(office: Office, first: date) -> Month:
    """The month that begins on ``first``; five statements."""
    facts = parameters(office, first)
    items = [ItemLine(*row[1:]) for row in _rows(sql.ITEMS, facts)]
    deposits = _rows(sql.DEPOSITS, facts)
    cash, expected, uncounted, banked, waiting = _rows(sql.CASH, facts)[0]
    passed = _rows(sql.PASSED_ON, facts)
    held = _rows(sql.HELD, facts)[0][0]
    settled = sum((i.current + i.arrears + i.waived for i in items), ZERO)
    ties = [
        Tie(
            _("Opening + receivable − settled = still owed"),
            sum((i.opening + i.receivable for i in items), ZERO) - settled,
            sum((i.closing for i in items), ZERO),
        ),
        Tie(
            _("List of deposits = deposits held"),
            sum((row[7] for row in deposits), ZERO),
            held,
        ),
    ]
    reports = _("Cash of the daily reports = cash")
    if uncounted:
        reports += " " + _("(without %(n)d days not counted yet)") % {"n": uncounted}
    ties.insert(0, Tie(reports, expected, cash))
    ties.insert(1, Tie(_("Cash − at the bank = cash on hand"), cash - banked, waiting))
    return Month(office, first, items, deposits, passed, ties)


def _rows(statement: str, facts: Mapping[str, Any]) -> list[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(statement, facts)
        return list(cursor.fetchall())
