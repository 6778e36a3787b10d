"""The month as a workbook, written row by row: memory stays the same (4.8.2)."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from typing import Any

from django.db import connection
from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from openpyxl import Workbook

from fees.exports import sql
from fees.exports.figures import ItemLine, Month
from fees.models import Account, Book, VoucherKind
from propertyservice.spreadsheets.columns import Column, Kind
from propertyservice.spreadsheets.writing import add_sheet

CHUNK = 2_000


def write_month(month: Month) -> tuple[Workbook, int]:
    """Details, summary by item, deposits, collected on behalf, common income, arrears,
    and the ties; how many rows of details."""
    workbook = Workbook(write_only=True)
    count = add_sheet(workbook, _details(), _detail_rows(month), _("Details"))
    lines = [*month.items, month.total]
    add_sheet(workbook, _summary(), lines, _("Summary by item"))
    add_sheet(workbook, _deposits(), month.deposits, _("Deposits held"))
    for book in (Book.ON_BEHALF, Book.COMMON):
        lines = [item for item in month.items if item.book == book]
        add_sheet(workbook, _summary(), lines, book.label)
    add_sheet(workbook, _passed(), month.passed, pgettext("fees", "Passed on"))
    add_sheet(workbook, _arrears(), _streamed(sql.ARREARS, month), _("Arrears"))
    add_sheet(workbook, _ties(), month.ties, _("Ties"))
    return workbook, count


def _streamed(statement: str, month: Month) -> Iterator[tuple[Any, ...]]:
    """Rows from the server in pieces."""
    with connection.chunked_cursor() as cursor:
        cursor.execute(statement, month.facts)
        while rows := cursor.fetchmany(CHUNK):
            yield from rows


def _detail_rows(month: Month) -> Iterator[tuple[Any, ...]]:
    """Each payment with its place and the balance so far."""
    balance, code = Decimal("0.00"), month.office.code
    kinds = {str(kind): str(kind.label) for kind in VoucherKind}
    for seq, row in enumerate(_streamed(sql.DETAILS, month), start=1):
        day, kind, number, link, unit, payer, items, memo, since, until = row[:10]
        account, amount, by = row[10:]
        balance += amount
        cash, owed = account == Account.CASH, account == Account.PAYABLE
        period = f"{since:%Y-%m}" if since else ""
        if since and until != since:
            period += f"–{until:%Y-%m}"
        yield (
            seq,
            day,
            f"{code}-SJ-{number:08d}" if number else f"#{link}",
            unit or payer,
            items,
            kinds[kind],
            period,
            amount if amount > 0 and cash else None,
            amount if amount > 0 and not cash and not owed else None,
            -amount if amount < 0 or owed else None,
            balance,
            by,
            memo,
        )


def _column(place: int, label: str, kind: Kind = Kind.TEXT) -> Column:
    return Column(label, lambda row: row[place], kind)


def _details() -> list[Column]:
    """The columns of 月收支明细表."""
    return [
        _column(0, _("No."), Kind.NUMBER),
        _column(1, _("Date"), Kind.DATE),
        _column(2, _("Voucher or receipt no."), Kind.IDENTIFIER),
        _column(3, _("Room or party")),
        _column(4, _("Item")),
        _column(5, _("Summary")),
        _column(6, _("Period"), Kind.IDENTIFIER),
        _column(7, _("Income, cash"), Kind.MONEY),
        _column(8, _("Income, other"), Kind.MONEY),
        _column(9, _("Outflow"), Kind.MONEY),
        _column(10, _("Balance"), Kind.MONEY),
        _column(11, pgettext("fees", "Handled by")),
        _column(12, _("Remark"), Kind.LONG),
    ]


def _summary() -> list[Column]:
    def of(label: str, name: str, kind: Kind = Kind.MONEY) -> Column:
        return Column(label, lambda line: getattr(line, name), kind)

    return [
        of(_("Item"), "name", Kind.TEXT),
        of(pgettext("fees", "Ledger"), "book_words", Kind.TEXT),
        of(_("Owed before"), "opening"),
        of(_("Receivable"), "receivable"),
        of(_("Received, this month"), "current"),
        of(_("Received, arrears"), "arrears"),
        of(_("Received ahead"), "ahead"),
        of(pgettext("fees", "Waived"), "waived"),
        of(_("Owed after"), "closing"),
        Column(_("Collection rate"), rate_of, Kind.PERCENT),
        of(_("Owed before: taken over"), "taken_over"),
    ]


def rate_of(line: ItemLine) -> Decimal | None:
    """The collection rate of a line."""
    return line.rate


def _deposits() -> list[Column]:
    return [
        _column(0, _("Room"), Kind.IDENTIFIER),
        _column(1, _("Item")),
        _column(2, _("Paid by")),
        _column(4, _("Held before"), Kind.MONEY),
        _column(5, _("Taken"), Kind.MONEY),
        _column(6, pgettext("fees", "Returned"), Kind.MONEY),
        _column(7, _("Held after"), Kind.MONEY),
    ]


def _passed() -> list[Column]:
    return [
        _column(0, _("Item")),
        _column(1, _("To pass on before"), Kind.MONEY),
        _column(2, _("Collected"), Kind.MONEY),
        _column(3, pgettext("fees", "Passed on"), Kind.MONEY),
        _column(4, _("To pass on after"), Kind.MONEY),
    ]


def _arrears() -> list[Column]:
    return [
        _column(0, _("Room"), Kind.IDENTIFIER),
        _column(1, _("Item")),
        _column(2, _("Since"), Kind.DATE),
        _column(3, pgettext("fees", "Until"), Kind.DATE),
        _column(4, _("Lines"), Kind.NUMBER),
        _column(5, _("Still owed"), Kind.MONEY),
    ]


def _ties() -> list[Column]:
    return [
        Column(_("Tie"), lambda tie: tie.label, Kind.LONG),
        Column(_("One sum"), lambda tie: tie.one, Kind.MONEY),
        Column(_("The other"), lambda tie: tie.other, Kind.MONEY),
        Column(pgettext("fees", "Holds"), lambda tie: tie.holds),
    ]
