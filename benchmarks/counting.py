"""Reconciliation, the ledger's export and the counter's page against the bare work."""

from __future__ import annotations

import os
import statistics
import subprocess
import sys
from collections.abc import Callable, Iterator
from datetime import date

from django.db import connection
from django.http import QueryDict
from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell

from benchmarks import databases
from benchmarks.report import Result
from benchmarks.till import OFFICE, asleep_runs, owner_runs
from benchmarks.timing import clock, compare
from benchmarks.web import Visitor, statements
from fees.transitions.reconciling import sums_of
from fees.views.entries import EXPORT, REGISTER
from propertyservice.estate.models import Unit
from propertyservice.organisation.models import Office, Staff
from propertyservice.organisation.scope import scope
from propertyservice.spreadsheets import exports

SUMS, PAGE, FILE = 2.0, 3.0, 1.15
ROWS = 100_000
MOST_MB = 150
# Each names what it sums: a planner leaves out what nobody counts.
BARE_ALL = (
    "SELECT voucher_id, sum(amount) AS a, sum(amount) FILTER (WHERE account IN ('CASH',"
    " 'POS', 'WECHAT', 'ALIPAY', 'TRANSFER')) AS b FROM fees_entry WHERE office_id = 1"
    " GROUP BY 1",
    "SELECT charge_id, sum(amount) AS a, NULL AS b FROM fees_entry WHERE office_id = 1"
    " AND charge_id IS NOT NULL GROUP BY 1",
    "SELECT unit_id, item_id, sum(amount) AS a, NULL AS b FROM fees_entry"
    " WHERE office_id = 1 AND account = 'PREPAID' GROUP BY 1, 2",
    "SELECT deposit_id, sum(amount) AS a, NULL AS b FROM fees_entry"
    " WHERE office_id = 1 AND account = 'DEPOSIT' GROUP BY 1",
    "SELECT book_id, count(*) AS a, max(number) AS b FROM fees_voucher"
    " WHERE office_id = 1 AND number IS NOT NULL GROUP BY 1",
)
OF_DAY = (
    "FROM fees_voucher v JOIN fees_entry e ON e.voucher_id = v.id"
    " WHERE v.office_id = 1 AND v.business_date = %s"
)
BARE_DAY = (
    "SELECT v.id, sum(e.amount) AS a, sum(e.amount) FILTER (WHERE e.account IN ('CASH',"
    f" 'POS', 'WECHAT', 'ALIPAY', 'TRANSFER')) AS b {OF_DAY} GROUP BY 1",
    f"SELECT e.charge_id, sum(e.amount) AS a, NULL AS b {OF_DAY} GROUP BY 1",
    f"SELECT e.unit_id, e.item_id, sum(e.amount) AS a, NULL AS b {OF_DAY}"
    " AND e.account = 'PREPAID' GROUP BY 1, 2",
    f"SELECT e.deposit_id, sum(e.amount) AS a, NULL AS b {OF_DAY}"
    " AND e.account = 'DEPOSIT' GROUP BY 1",
    "SELECT book_id, count(*) AS a, max(number) AS b FROM fees_voucher"
    " WHERE office_id = 1 AND business_date = %s AND number IS NOT NULL GROUP BY 1",
)
# Ten years of two bills a month for one home, all paid but the last five.
TEN_YEARS = """
INSERT INTO fees_charge (office_id, unit_id, item_id, kind, period, starts_on, ends_on,
  by_developer, quantity, unit_price, amount, settled, due_on, source, posted_at)
SELECT 1, {unit}, i.id, 'SHARED', m, m, m, false, 1, 100, 100,
  CASE WHEN m >= '2025-08-01' THEN 0 ELSE 100 END, m, 'ten' || p || m, m
FROM generate_series(date '2016-01-01', '2025-12-01', '1 month') m,
  generate_series(1, 2) p, fees_feeitem i
ON CONFLICT DO NOTHING;

ANALYZE fees_charge
"""
PLAIN = """
DROP TABLE IF EXISTS bench_bill;

CREATE TABLE bench_bill AS SELECT c.id, c.unit_id, i.name, c.period, c.due_on, c.amount,
  c.amount - c.settled AS owed FROM fees_charge c
  JOIN fees_feeitem i ON i.id = c.item_id WHERE c.settled <> c.amount;

CREATE INDEX ON bench_bill (unit_id, period);

GRANT SELECT ON bench_bill TO PUBLIC;

ANALYZE bench_bill
"""


def measure(name: str, runs: int) -> Iterator[Result]:
    """The three of them."""
    databases.use(name)
    asleep_runs("DELETE FROM fees_charge WHERE source LIKE 'ten%'")
    yield from _reconciling()
    yield from _page(runs)
    yield from _file()


def _reconciling() -> Iterator[Result]:
    office = _office()
    with scope(offices=[OFFICE]), connection.cursor() as cursor:
        cursor.execute(
            "SELECT business_date FROM fees_voucher WHERE office_id = 1"
            " GROUP BY 1 ORDER BY count(*) DESC, 1 LIMIT 1"
        )
        day: date = cursor.fetchone()[0]

    def ours(on: date | None) -> Callable[[], None]:
        def run() -> None:
            with scope(offices=[OFFICE]):
                if found := list(sums_of(office, on)):
                    raise RuntimeError(f"the books of the benchmark differ: {found}")

        return run

    def bare(asked: tuple[str, ...], *facts: object) -> Callable[[], None]:
        def run() -> None:
            with scope(offices=[OFFICE]), connection.cursor() as cursor:
                for statement in asked:
                    summed = f"SELECT count(a), count(b) FROM ({statement}) x"
                    cursor.execute(summed, facts)
                    cursor.fetchall()

        return run

    for label, on, asked, facts in (
        ("reconciliation of a day", day, BARE_DAY, (day,)),
        ("reconciliation of all", None, BARE_ALL, ()),
    ):
        pair = compare(ours(on), bare(asked, *facts), 5, warm=1)
        yield Result(
            *("money", label, pair.ratio, SUMS),
            measured_ms=pair.measured,
            limit_ms=pair.limit,
            limit="its sums alone",
        )


def _page(runs: int) -> Iterator[Result]:
    with scope(offices=[OFFICE]):
        unit = Unit.objects.filter(office=OFFICE).order_by("pk")[0]
    asleep_runs(TEN_YEARS.format(unit=unit.pk))
    owner_runs(PLAIN)
    visitor = Visitor(Staff.objects.get(username="cashier"))
    page = visitor.get(f"/fees/counter/?unit={unit.code}")
    plain = visitor.get(f"/bench/bills/?unit={unit.pk}", plain=True)
    pair = compare(page, plain, runs)
    yield Result(
        *("money", "counter, ten years of bills", pair.ratio, PAGE),
        measured_ms=pair.measured,
        limit_ms=pair.limit,
        limit="bare page, one indexed query",
    )
    yield Result(*("money", "counter page", statements(page), None), unit="statements")


def _file() -> Iterator[Result]:
    """A hundred thousand rows, query included, against the same cells bare."""
    user = Staff.objects.get(username="cashier")
    with scope(offices=[OFFICE]), connection.cursor() as cursor:
        cursor.execute(
            "SELECT min(business_date) FROM (SELECT business_date FROM fees_voucher"
            " WHERE office_id = 1 ORDER BY business_date DESC, id DESC LIMIT %s) x",
            [ROWS // 2],
        )
        since: date = cursor.fetchone()[0]
    asked = QueryDict(f"day_from={since}&view=all")
    with scope(user):
        rows = [
            [column.value(row) for column in EXPORT.columns]
            for row in REGISTER.whole(user, asked).iterator(chunk_size=2000)
        ]

    def ours() -> None:
        with scope(user):
            content, _count = exports.build(EXPORT, user, asked)
            content.close()

    formats = [column.kind.number_format for column in EXPORT.columns]
    cells = [[cell if _plain(cell) else str(cell) for cell in row] for row in rows]

    def bare() -> None:
        workbook = Workbook(write_only=True)
        sheet = workbook.create_sheet()
        for row in cells:
            made = []
            for value, number_format in zip(row, formats, strict=True):
                cell = WriteOnlyCell(sheet, value=value)
                cell.number_format = number_format
                made.append(cell)
            sheet.append(made)
        exports.finished(workbook).close()

    def plain() -> None:
        workbook = Workbook(write_only=True)
        sheet = workbook.create_sheet()
        for row in cells:
            sheet.append(row)
        exports.finished(workbook).close()

    here, there = [], []
    for _n in range(3):
        here.append(clock(ours))
        there.append(clock(bare))
    mine, its = statistics.median(here), statistics.median(there)
    yield Result(
        *("money", f"ledger export, {len(rows):,} rows", mine / its, FILE),
        measured_ms=mine,
        limit_ms=its,
        limit="the same cells with formats, openpyxl",
    )
    yield Result(
        *("money", "the same against cells without formats", mine / clock(plain), None),
    )
    yield from _memory()


# Alone in a process: how much it grows while it writes a million rows.
CHILD = """
import sys
from pathlib import Path
import django
django.setup()
from django.db import connections
from django.http import QueryDict
connections.settings["default"]["NAME"] = sys.argv[1]
from fees.views.entries import EXPORT, REGISTER
from propertyservice.organisation.models import Staff
from propertyservice.organisation.scope import scope
from propertyservice.spreadsheets import exports
user = Staff.objects.get(username="cashier")
class Rows:
    def whole(self, user, params):
        return REGISTER.whole(user, params)[:1_000_000]
from dataclasses import replace
export = replace(EXPORT, rows=Rows().whole)
def kilobytes(what):
    status = Path("/proc/self/status").read_text()
    return int(status.partition(what + ":")[2].split()[0])
before = kilobytes("VmRSS")
with scope(user):
    content, count = exports.build(export, user, QueryDict("view=all"))
after = kilobytes("VmHWM")
print(count, (after - before) / 1024, after / 1024)
"""


def _memory() -> Iterator[Result]:
    said = subprocess.run(
        [sys.executable, "-c", CHILD, connection.settings_dict["NAME"]],
        env={**os.environ, "DJANGO_SETTINGS_MODULE": "propertyservice.settings"},
        capture_output=True,
        text=True,
        check=True,
    ).stdout.split()
    rows = f"{int(said[0]):,} rows"
    yield Result("money", f"memory of {rows}", float(said[1]), MOST_MB, unit="MB")
    whole = f"the whole process with them, {rows}"
    yield Result("money", whole, float(said[2]), None, unit="MB")


def _plain(cell: object) -> bool:
    """Whether openpyxl takes it as it is."""
    return cell is None or not type(cell).__module__.startswith("django")


def _office() -> Office:
    with scope(offices=[OFFICE]):
        return Office.objects.get(pk=OFFICE)
