"""What the journal's triggers do, in PL/pgSQL. They run as the owner."""

from __future__ import annotations

from propertyservice.ledger.chain import Chain


def moment(column: str) -> str:
    """A time as text that no setting of a session changes."""
    return f"extract(epoch from {{row}}.{column})"


def day(column: str) -> str:
    """A date as text that no setting of a session changes."""
    return f"to_char({{row}}.{column}, 'YYYY-MM-DD')"


def plain(*columns: str) -> list[str]:
    """Columns whose text is the same everywhere."""
    return [f"{{row}}.{column}" for column in columns]


CHAIN = Chain(
    ledger="fees",
    table="fees_voucher",
    said=[
        *plain("id", "kind", "day_id"),
        day("business_date"),
        moment("at"),
        *plain("by_id", "book_id", "number", "unit_id", "payer_name", "owner_name"),
        *plain("memo", "consent", "reverses_id", "matter_id", "key", "total"),
    ],
    lines="fees_entry",
    line_key="voucher_id",
    line_said=plain(
        "place",
        "account",
        "amount",
        "item_id",
        "unit_id",
        "charge_id",
        "deposit_id",
        "reference",
        "memo",
    ),
    line_order="place",
)
"""The cash ledger: one chain an office. A payer's person may be merged into another, so
the chain names him by his name on the receipt."""

MONEY = "('CASH', 'POS', 'WECHAT', 'ALIPAY', 'TRANSFER')"
DECLARED = [
    ("cashier", "record"),
    ("lines", "record"),
    ("undone", "record"),
    ("differs", "numeric"),
    ("sealed_lines", "text"),
]


def refuse(name: str, what: str) -> str:
    """PL/pgSQL that refuses with a constraint's name."""
    return (
        f"RAISE EXCEPTION '{what}' USING ERRCODE = 'check_violation',"
        f" CONSTRAINT = '{name}', TABLE = TG_TABLE_NAME;"
    )


SEAL = f"""
NEW.at := clock_timestamp();
IF NEW.day_id IS NOT NULL THEN
  SELECT d.status, d.date, d.office_id, d.cashier_id INTO cashier
    FROM public.fees_cashierday d WHERE d.register_id = NEW.day_id FOR SHARE;
  IF cashier.office_id IS DISTINCT FROM NEW.office_id OR cashier.status <> 'OPEN' THEN
    {refuse("fees_day_is_open", "the day is closed")}
  END IF;
  NEW.business_date := cashier.date;
ELSIF NEW.kind <> 'OPENING'
    OR NEW.business_date > (NEW.at AT TIME ZONE 'Asia/Shanghai')::date THEN
  NEW.business_date := (NEW.at AT TIME ZONE 'Asia/Shanghai')::date;
END IF;
SELECT count(*) AS n, coalesce(sum(e.amount), 0) AS rest,
    count(*) FILTER (WHERE e.office_id <> NEW.office_id) AS strange,
    coalesce(sum(e.amount) FILTER (WHERE e.amount > 0), 0) AS moved,
    coalesce(sum(e.amount) FILTER (WHERE e.account = 'PAYABLE'), 0) AS payable,
    count(*) FILTER (WHERE e.account = 'CASH') AS cash,
    count(*) FILTER (WHERE e.account IN {MONEY}) AS money,
    count(*) FILTER (WHERE e.account IN {MONEY} AND e.amount < 0) AS out,
    coalesce(sum(e.amount) FILTER (WHERE e.account IN {MONEY}), 0) AS total
  INTO lines FROM public.fees_entry e WHERE e.voucher_id = NEW.id;
IF lines.n = 0 OR lines.rest <> 0 OR lines.strange > 0 THEN
  {refuse("fees_voucher_balances", "the entries do not balance")}
END IF;
NEW.total := lines.total;
IF lines.money > 0
   AND (NEW.kind IN ('RECEIPT', 'VOID', 'RED')) <> (NEW.day_id IS NOT NULL) THEN
    {refuse("fees_money_has_its_day", "money of the counter has its day")}
END IF;
IF NEW.kind = 'RECEIPT' AND (lines.out > 0 OR lines.total < 0) THEN
  {refuse("fees_receipt_takes_money", "a receipt takes money")}
END IF;
IF NEW.kind NOT IN ('RECEIPT', 'VOID') AND lines.cash > 0 THEN
  {refuse("fees_nothing_paid_from_takings", "cash goes back the same day or never")}
END IF;
IF NEW.matter_id IS NOT NULL AND NOT EXISTS (
    SELECT FROM public.fees_matter m WHERE m.register_id = NEW.matter_id
      AND m.office_id = NEW.office_id AND m.status IN ('ASKED', 'APPROVED')
      AND m.kind = CASE NEW.kind WHEN 'RED' THEN 'REVERSAL' ELSE NEW.kind END
      AND (NEW.reverses_id IS NULL AND m.amount = lines.moved
        OR m.voucher_id = NEW.reverses_id)) THEN
  {refuse("fees_as_decided", "not what was decided")}
END IF;
IF NEW.kind = 'REFUND' AND lines.payable > 0 THEN
  SELECT coalesce(-sum(e.amount), 0) INTO differs FROM public.fees_entry e
    JOIN public.fees_matter m ON m.voucher_id = e.voucher_id
    WHERE m.register_id = NEW.matter_id AND e.account = 'PAYABLE';
  IF differs <> lines.payable THEN
    {refuse("fees_as_decided", "not what is to be paid back")}
  END IF;
ELSIF NEW.kind NOT IN ('RED', 'REFUND') AND lines.payable <> 0 THEN
  {refuse("fees_as_decided", "only a reversal leaves something to be paid back")}
END IF;
IF NEW.reverses_id IS NOT NULL THEN
  SELECT v.kind, v.day_id, v.office_id INTO undone
    FROM public.fees_voucher v WHERE v.id = NEW.reverses_id;
  IF undone.kind <> 'RECEIPT' OR undone.office_id <> NEW.office_id
     OR (NEW.kind = 'VOID' AND undone.day_id IS DISTINCT FROM NEW.day_id) THEN
    {refuse("fees_void_same_open_day", "a void belongs to the open day of its receipt")}
  END IF;
  SELECT count(*) INTO differs FROM (
    SELECT e.account, e.item_id, e.unit_id, e.charge_id, e.deposit_id, sum(e.amount)
      FROM public.fees_entry e WHERE e.voucher_id IN (NEW.id, NEW.reverses_id)
        AND e.account NOT IN {MONEY} AND e.account <> 'PAYABLE'
      GROUP BY 1, 2, 3, 4, 5 HAVING sum(e.amount) <> 0) x;
  IF differs > 0 THEN
    {refuse("fees_undone_in_whole", "a receipt is taken back in whole")}
  END IF;
END IF;
IF NEW.kind = 'PREPAID_USE' AND NEW.consent = '' THEN
  SELECT count(*) INTO differs FROM (
    SELECT e.item_id FROM public.fees_entry e WHERE e.voucher_id = NEW.id
      GROUP BY e.item_id, e.unit_id HAVING sum(e.amount) <> 0) x;
  IF differs > 0 THEN
    {refuse("fees_prepaid_same_item", "paid ahead for another item")}
  END IF;
END IF;
IF NEW.number IS NOT NULL THEN
  UPDATE public.fees_receiptbook b SET next_number = b.next_number + 1
    WHERE b.id = NEW.book_id AND b.office_id = NEW.office_id
      AND b.next_number = NEW.number AND b.next_number <= b.last_number
      AND b.holder_id = NEW.by_id AND b.returned_at IS NULL;
  IF NOT FOUND OR cashier.cashier_id <> NEW.by_id THEN
    {refuse("fees_number_in_order", "not the next number of this book")}
  END IF;
END IF;
SELECT ({CHAIN.sealed_lines("NEW.id")}) INTO sealed_lines;
{CHAIN.link()}
RETURN NEW;
"""  # noqa: S608

BALANCES = f"""
IF EXISTS (SELECT FROM added a JOIN public.fees_voucher v ON v.id = a.voucher_id) THEN
  {refuse("fees_voucher_is_sealed", "nothing is added to a sealed voucher")}
END IF;
IF EXISTS (SELECT FROM added WHERE account = 'RECEIVABLE') THEN
  UPDATE public.fees_charge c SET settled = c.settled - s.amount
    FROM (SELECT charge_id, office_id, unit_id, item_id, sum(amount) AS amount
      FROM added WHERE account = 'RECEIVABLE' GROUP BY 1, 2, 3, 4) s
    WHERE c.id = s.charge_id AND c.office_id = s.office_id AND c.unit_id = s.unit_id
      AND c.item_id = s.item_id AND c.posted_at IS NOT NULL;
  GET DIAGNOSTICS found_lines = ROW_COUNT;
  IF found_lines <> (SELECT count(DISTINCT charge_id) FROM added
      WHERE account = 'RECEIVABLE') THEN
    {refuse("fees_line_of_this_home", "no published line of this home and item")}
  END IF;
END IF;
IF EXISTS (SELECT FROM added WHERE account = 'PREPAID') THEN
  INSERT INTO public.fees_prepaid AS p (office_id, unit_id, item_id, balance)
    SELECT office_id, unit_id, item_id, -sum(amount) FROM added
      WHERE account = 'PREPAID' AND amount < 0 GROUP BY 1, 2, 3 ORDER BY 2, 3
    ON CONFLICT (unit_id, item_id) DO UPDATE SET balance = p.balance + excluded.balance;
  UPDATE public.fees_prepaid p SET balance = p.balance - s.amount
    FROM (SELECT office_id, unit_id, item_id, sum(amount) AS amount FROM added
      WHERE account = 'PREPAID' AND amount > 0 GROUP BY 1, 2, 3) s
    WHERE p.unit_id = s.unit_id AND p.item_id = s.item_id
      AND p.office_id = s.office_id;
  GET DIAGNOSTICS found_lines = ROW_COUNT;
  IF found_lines <> (SELECT count(*) FROM (SELECT DISTINCT unit_id, item_id FROM added
      WHERE account = 'PREPAID' AND amount > 0) x) THEN
    {refuse("fees_prepaid_enough", "nothing was paid ahead")}
  END IF;
END IF;
IF EXISTS (SELECT FROM added WHERE account = 'DEPOSIT') THEN
  INSERT INTO public.fees_held AS h (deposit_id, office_id, balance)
    SELECT deposit_id, office_id, -sum(amount) FROM added
      WHERE account = 'DEPOSIT' AND amount < 0 GROUP BY 1, 2 ORDER BY 1
    ON CONFLICT (deposit_id) DO UPDATE SET balance = h.balance + excluded.balance;
  UPDATE public.fees_held h SET balance = h.balance - s.amount
    FROM (SELECT deposit_id, office_id, sum(amount) AS amount FROM added
      WHERE account = 'DEPOSIT' AND amount > 0 GROUP BY 1, 2) s
    WHERE h.deposit_id = s.deposit_id AND h.office_id = s.office_id;
  GET DIAGNOSTICS found_lines = ROW_COUNT;
  IF found_lines <> (SELECT count(DISTINCT deposit_id) FROM added
      WHERE account = 'DEPOSIT' AND amount > 0) THEN
    {refuse("fees_held_enough", "nothing is held of this deposit")}
  END IF;
END IF;
RETURN NULL;
"""  # noqa: S608
COUNTED = [("found_lines", "bigint")]
