"""An office's money: homes with prices, a month's lines, a million payments."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from django.db import connection

from benchmarks.databases import as_owner
from benchmarks.filling import LONG_AGO
from fees.models.sql import CHAIN
from propertyservice.organisation.models import Appointment, Office, Staff

OFFICE = 1


@dataclass(frozen=True)
class Takings:
    """How many payments of one line each stand in the journal."""

    payments: int
    a_day: int = 2_000


SET_UP = """
UPDATE estate_unit SET gross_floor_area = 60 + id % 90, delivered_on = '2020-01-01';

INSERT INTO fees_feeitem (office_id, code, name, book, method, due_day, due_months,
  late_fee, is_active, "order")
VALUES (1, 'PROPERTY_FEE', '物业服务费', 'OWN', 'AREA', 31, 0, false, true, 1);

INSERT INTO fees_priceversion (office_id, item_id, unit_use, price, unit, tiers,
  starts_on, basis, control, service, standard, published_on, published_by_id,
  early_reason)
SELECT 1, id, '', 2.35, '元/月·㎡', '[]', '2020-01-01', '合同', 'MARKET', '', '',
  '2020-01-01', 1, '' FROM fees_feeitem;

ANALYZE
"""
# Payments of a line each, as the triggers would have written them, chained.
PAID = """
CREATE TEMP TABLE wanted AS
SELECT n, u.id AS unit_id, date '2026-01-01' - ((n - 1) / {a_day})::int AS day,
  100 + n % 200 AS amount, (ARRAY['CASH', 'WECHAT', 'POS', 'TRANSFER'])[1 + n % 4] AS m
FROM generate_series(1, {payments}) n
JOIN (SELECT id, row_number() OVER (ORDER BY id) - 1 AS place
  FROM estate_unit WHERE office_id = 1) u
  ON u.place = n % (SELECT count(*) FROM estate_unit WHERE office_id = 1);

ANALYZE wanted;

INSERT INTO cases_case (id, clause, number, office_id, title, search_text, holder_post,
  is_open, opened_at, recorded_at, last_step_at, closed_at)
SELECT 90000000 + row_number() OVER (ORDER BY day DESC), 'fees',
  'B1-RB-' || to_char(day, 'YYYYMMDD') || '-0001', 1, day::text, '', '', false, day,
  day, day, day FROM (SELECT DISTINCT day FROM wanted) d;

INSERT INTO fees_cashierday (register_id, office_id, status, due_kind, cashier_id, date,
  part, opened_at, despite, float_amount, notes, counted, expected, explanation,
  chain_hash, carried_reason, deposited_at, bank, slip_no)
SELECT c.id, 1, 'LOCKED', '', s.id, c.title::date, 1, c.opened_at, '', 500, '{{}}',
  k.cash, k.cash, '', '', '', c.opened_at, '', ''
FROM cases_case c JOIN organisation_staff s ON s.username = 'cashier'
JOIN LATERAL (SELECT coalesce(sum(amount) FILTER (WHERE m = 'CASH'), 0) AS cash
  FROM wanted w WHERE w.day = c.title::date) k ON true WHERE c.clause = 'fees';

INSERT INTO fees_receiptbook (office_id, first_number, last_number, next_number,
  holder_id, issued_by_id, issued_at)
SELECT 1, 1, {payments}, {payments} + 1, s.id, 1, now() FROM organisation_staff s
WHERE s.username = 'cashier';

INSERT INTO fees_charge (id, office_id, unit_id, item_id, kind, period, starts_on,
  ends_on, by_developer, quantity, unit_price, amount, settled, due_on, source,
  posted_at)
SELECT n, 1, unit_id, i.id, 'ONE_OFF', date_trunc('month', day), day, day, false, 1,
  amount, amount, amount, day, 'b' || n, day
FROM wanted, fees_feeitem i;

INSERT INTO fees_voucher (id, office_id, kind, day_id, business_date, at, by_id,
  book_id, number, unit_id, payer_name, owner_name, memo, consent, key, total, link,
  previous, hash)
SELECT n, 1, 'RECEIPT', d.register_id, w.day, w.day + interval '9 hours', s.id, b.id, n,
  unit_id, '', '', '', '', gen_random_uuid(), amount, n, '', ''
FROM wanted w JOIN fees_cashierday d ON d.date = w.day
CROSS JOIN organisation_staff s CROSS JOIN fees_receiptbook b
WHERE s.username = 'cashier' ORDER BY n;

INSERT INTO fees_entry (voucher_id, office_id, place, account, amount, item_id, unit_id,
  charge_id, reference, memo)
SELECT n, 1, p, CASE p WHEN 1 THEN m ELSE 'RECEIVABLE' END,
  CASE p WHEN 1 THEN amount ELSE -amount END, CASE p WHEN 2 THEN i.id END,
  CASE p WHEN 2 THEN unit_id END, CASE p WHEN 2 THEN n END, '', ''
FROM wanted, fees_feeitem i, generate_series(1, 2) p ORDER BY n, p;

DO $$ DECLARE v record; before text := ''; BEGIN
  FOR v IN SELECT w.*, ({lines}) AS sealed_lines FROM fees_voucher w ORDER BY link LOOP
    v.previous := before;
    before := encode(sha256(convert_to({said}, 'UTF8')), 'hex');
    UPDATE fees_voucher SET previous = v.previous, hash = before WHERE id = v.id;
  END LOOP;
  INSERT INTO ledger_chainhead (ledger, office_id, link, hash)
    VALUES ('fees', 1, {payments}, before);
END $$;

SELECT setval(pg_get_serial_sequence('fees_voucher', 'id'), {payments});

SELECT setval(pg_get_serial_sequence('fees_charge', 'id'), {payments});

"""
TABLES = (
    *("cases_case", "fees_cashierday", "fees_receiptbook"),
    *("fees_charge", "fees_voucher", "fees_entry"),
)


@contextmanager
def asleep() -> Iterator[None]:
    """As the owner, with the triggers of the journal's tables asleep."""
    with as_owner():
        for act in ("DISABLE", "ENABLE"):
            with connection.cursor() as cursor:
                for table in TABLES:
                    cursor.execute(f"ALTER TABLE {table} {act} TRIGGER USER")
            if act == "DISABLE":
                yield


def prepare(size: Takings) -> None:
    """Prices, a cashier, and payments as if they had been taken day by day."""
    paid = PAID.format(
        a_day=size.a_day,
        payments=size.payments,
        lines=CHAIN.sealed_lines("w.id"),
        said=CHAIN.text("v", "v.sealed_lines"),
    )
    with as_owner():
        _people()
    owner_runs(SET_UP)
    asleep_runs(paid)
    owner_runs("VACUUM (FULL, ANALYZE) fees_voucher;\n\nVACUUM (ANALYZE)")


def asleep_runs(statements: str) -> None:
    """Run statements as the owner, with the journal's triggers asleep."""
    with asleep(), connection.cursor() as cursor:
        for statement in statements.split(";\n\n"):
            if statement.strip():
                cursor.execute(statement)


def _people() -> None:
    """The office's cashier."""
    office = Office.objects.get(pk=OFFICE)
    cashier = Staff.objects.create(username="cashier", name="钱小美", office=office)
    Appointment.objects.create(
        post="CASHIER",
        company=office.company,
        office=office,
        holder=cashier,
        starts_on=LONG_AGO,
    )


def owner_runs(statements: str) -> None:
    """Run statements as the owner, one after the other on one connection."""
    with as_owner(), connection.cursor() as cursor:
        for statement in statements.split(";\n\n"):
            if statement.strip():
                cursor.execute(statement)
