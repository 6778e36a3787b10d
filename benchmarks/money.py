"""Bill runs, payments and the chain's proof against the same rows and hashes bare."""

from __future__ import annotations

import statistics
import uuid
from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from typing import Any

from django.db import connection, transaction

from benchmarks import databases
from benchmarks.report import Result
from benchmarks.till import OFFICE, asleep_runs
from benchmarks.timing import clock, compare
from fees.models import Charge, FeeItem
from fees.models.sql import CHAIN
from fees.rules.money import next_month
from fees.transitions import books, days
from fees.transitions.billing import draft_bills
from fees.transitions.paying import Payment, Tender, pay
from propertyservice.estate.models import Unit
from propertyservice.ledger.chain import breaks
from propertyservice.organisation.models import Office, Staff
from propertyservice.organisation.scope import scope

BILLS, AGAIN, PAYMENT, PROOF = 1.3, 0.5, 2.5, 2.0
FIRST_MONTH = date(2026, 2, 1)
# In a database that was kept some lines are paid: they stay.
UNPAID = """kind = 'BILL' AND NOT EXISTS (
  SELECT FROM fees_entry e WHERE e.charge_id = fees_charge.id)"""
COPY = f"""
DROP TABLE IF EXISTS bench_lines;

CREATE TABLE bench_lines AS SELECT * FROM fees_charge WHERE {UNPAID};

GRANT SELECT ON bench_lines TO PUBLIC;

DELETE FROM fees_charge WHERE {UNPAID};

VACUUM (ANALYZE) fees_charge
"""
FORGET = f"""
DELETE FROM fees_charge WHERE {UNPAID};

VACUUM (ANALYZE) fees_charge
"""
# A database that was kept: no bills but paid ones, no open day, no book in use.
RESET = f"""
DELETE FROM fees_charge WHERE {UNPAID};

UPDATE fees_cashierday SET status = 'LOCKED', counted = 0, expected = 0,
  deposited_at = now() WHERE status = 'OPEN';

UPDATE fees_receiptbook SET returned_at = now();

VACUUM (ANALYZE) fees_charge
"""
COLUMNS = (
    "office_id, unit_id, item_id, kind, period, starts_on, ends_on, price_id, payer_id,"
    " by_developer, quantity, unit_price, amount, due_on, run_id"
)
BARE = f"INSERT INTO fees_charge ({COLUMNS}) SELECT {COLUMNS} FROM bench_lines"
HASHED = f"""
SELECT count(encode(sha256(convert_to({CHAIN.text("v", "v.sealed_lines")}, 'UTF8')),
  'hex'))
FROM (SELECT w.*, s.lines AS sealed_lines FROM fees_voucher w LEFT JOIN (
  SELECT l.voucher_id, string_agg(concat_ws('|', l.place, l.account, l.amount,
    l.item_id, l.unit_id, l.charge_id, l.deposit_id, l.reference, l.memo), '|'
    ORDER BY l.place) AS lines FROM fees_entry l GROUP BY 1) s
  ON s.voucher_id = w.id) v
"""
ENTRY = """
INSERT INTO fees_entry (voucher_id, office_id, place, account, amount, item_id, unit_id,
  charge_id, reference, memo) VALUES
  (%(id)s, %(office)s, 1, 'CASH', %(amount)s, NULL, NULL, NULL, '', ''),
  (%(id)s, %(office)s, 2, 'RECEIVABLE', -%(amount)s, %(item)s, %(unit)s, %(charge)s, '',
   '')
"""
VOUCHER = """
INSERT INTO fees_voucher (id, office_id, kind, day_id, business_date, by_id, book_id,
  number, unit_id, payer_name, owner_name, memo, consent, key, total, link, previous,
  hash)
VALUES (%(id)s, %(office)s, 'RECEIPT', %(day)s, current_date, %(by)s, %(book)s,
  %(number)s, %(unit)s, '', '', '', '', %(key)s, %(amount)s, 0, '', '')
"""


def measure(name: str, months: int, runs: int) -> Iterator[Result]:
    """Bills, one payment, the proof."""
    databases.use(name)
    asleep_runs(RESET)
    yield from _bills(months)
    yield from _payment(runs)
    yield _proof()


def _bills(months: int) -> Iterator[Result]:
    """The lines of some months, the same lines bare, and the run once more."""
    with scope(offices=[OFFICE]):
        office = Office.objects.get(pk=OFFICE)
    periods = [FIRST_MONTH]
    while len(periods) < months:
        periods.append(next_month(periods[-1]))

    def run() -> None:
        for period in periods:
            with scope(offices=[OFFICE]):
                draft_bills(office, period, by=None)

    def bare() -> None:
        with scope(offices=[OFFICE]), connection.cursor() as cursor:
            cursor.execute(BARE)

    ours = [clock(run)]
    asleep_runs(COPY)
    theirs = [clock(bare)]
    asleep_runs(FORGET)
    theirs.append(clock(bare))
    asleep_runs(FORGET)
    ours.append(clock(run))
    again = clock(run)
    with scope(offices=[OFFICE]):
        count = Charge.objects.filter(kind="BILL").count()
    here, there = statistics.mean(ours), statistics.mean(theirs)
    yield Result(
        *("money", f"bill run, {count:,} unit-months", here / there, BILLS),
        measured_ms=here,
        limit_ms=there,
        limit="INSERT ... SELECT of the same rows",
    )
    yield Result(
        *("money", "the same run again", again / here, AGAIN),
        measured_ms=again,
        limit_ms=here,
        limit="the first time",
    )


def _payment(runs: int) -> Iterator[Result]:
    """One line of one home is paid; the same rows by hand, triggers included."""
    user = Staff.objects.get(username="cashier")
    facts: dict[str, Any] = {}
    with scope(user):
        office = Office.objects.get(pk=OFFICE)
        supervisor = Staff.objects.get(username="supervisor1")
        book = books.issue(office, holder=user, by=supervisor, count=5_000)
        day = days.open_day(office, cashier=user, by=user)
        Charge.objects.filter(kind="BILL").update(posted_at="2026-01-01T00:00Z")
        units = list(Unit.objects.filter(office=office).order_by("pk")[:1_000])
        item = FeeItem.objects.get(office=office)
        lines = {
            unit.pk: list(Charge.objects.filter(unit=unit, item=item).open().by_age())
            for unit in units[: 4 * (runs + 10)]
        }
    facts |= {"office": OFFICE, "day": day.pk, "by": user.pk, "book": book.pk}
    free = [unit for unit in units if lines.get(unit.pk)]
    places = iter(range(10_000_000))

    def next_line() -> tuple[Unit, Charge]:
        unit = free[next(places) % len(free)]
        return unit, lines[unit.pk].pop(0)

    def ours() -> None:
        unit, line = next_line()
        with scope(user):
            unit.office = office
            tender = [Tender("CASH", line.amount)]
            pay(Payment(unit, tender, uuid.uuid4(), charges=[line.pk]), by=user)

    def theirs() -> None:
        unit, line = next_line()
        with scope(user), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute("SELECT nextval('fees_voucher_id_seq')")
            said = {
                **facts,
                "id": cursor.fetchone()[0],
                "amount": Decimal(line.amount),
                "item": item.pk,
                "unit": unit.pk,
                "charge": line.pk,
                "key": uuid.uuid4(),
            }
            cursor.execute(ENTRY, said)
            cursor.execute(
                "SELECT next_number FROM fees_receiptbook WHERE id = %s", [book.pk]
            )
            cursor.execute(VOUCHER, {**said, "number": cursor.fetchone()[0]})

    pair = compare(ours, theirs, runs)
    yield Result(
        *("money", "one payment posted", pair.ratio, PAYMENT),
        measured_ms=pair.measured,
        limit_ms=pair.limit,
        limit="the same rows by hand",
    )


def _proof() -> Result:
    """The proof of the whole chain, against one pass that hashes the same rows."""

    def bare() -> None:
        with scope(offices=[OFFICE]), connection.cursor() as cursor:
            cursor.execute(HASHED)
            cursor.fetchall()

    def ours() -> None:
        with scope(offices=[OFFICE]):
            if found := list(breaks(CHAIN, [OFFICE])):
                raise RuntimeError(f"the chain of the benchmark is broken: {found[:3]}")

    pair = compare(ours, bare, 3, warm=1)
    return Result(
        *("money", "proof of the chain", pair.ratio, PROOF),
        measured_ms=pair.measured,
        limit_ms=pair.limit,
        limit="one pass that hashes the same rows",
    )
