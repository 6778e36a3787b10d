"""The month by item, deposit and home, from the entries alone (RULES 4.6).

A voucher counts on its business date. Parameters: office, first (of the month), next
(month's first day).
"""

ITEMS = """
SELECT i.id, i.name, i.book,
  coalesce(sum(c.amount - c.paid_before) FILTER (WHERE c.old), 0) AS opening,
  coalesce(sum(c.amount) FILTER (WHERE NOT c.old), 0) + d.income AS receivable,
  coalesce(sum(c.paid + c.paid_before) FILTER (WHERE NOT c.old), 0) + d.income
    AS current,
  coalesce(sum(c.paid) FILTER (WHERE c.old), 0) AS arrears,
  coalesce(sum(c.waived), 0) AS waived,
  coalesce(sum(c.amount - c.paid_before - c.paid - c.waived), 0) AS closing,
  d.ahead,
  coalesce(sum(c.amount) FILTER (WHERE c.taken_over), 0) AS taken_over
FROM fees_feeitem i LEFT JOIN (
  SELECT c.item_id, c.amount, c.kind = 'OPENING' AS taken_over,
    c.period < %(first)s OR c.kind = 'OPENING' AS old,
    coalesce(-sum(e.amount) FILTER (WHERE v.business_date < %(first)s), 0)
      AS paid_before,
    coalesce(-sum(e.amount) FILTER (WHERE v.business_date >= %(first)s
      AND v.business_date < %(next)s AND v.kind <> 'WAIVER'), 0) AS paid,
    coalesce(-sum(e.amount) FILTER (WHERE v.business_date >= %(first)s
      AND v.business_date < %(next)s AND v.kind = 'WAIVER'), 0) AS waived
  FROM fees_charge c LEFT JOIN fees_entry e ON e.charge_id = c.id
  LEFT JOIN fees_voucher v ON v.id = e.voucher_id
  WHERE c.office_id = %(office)s AND c.posted_at IS NOT NULL AND c.period <= %(first)s
  GROUP BY c.id) c ON c.item_id = i.id
CROSS JOIN LATERAL (
  SELECT coalesce(-sum(e.amount) FILTER (WHERE e.account = 'PREPAID'), 0) AS ahead,
    coalesce(-sum(e.amount) FILTER (WHERE e.account = 'INCOME'), 0) AS income
  FROM fees_entry e JOIN fees_voucher v ON v.id = e.voucher_id
  WHERE e.item_id = i.id AND e.account IN ('PREPAID', 'INCOME') AND v.kind <> 'OPENING'
    AND v.business_date >= %(first)s AND v.business_date < %(next)s) d
WHERE i.office_id = %(office)s GROUP BY i.id, d.ahead, d.income
ORDER BY i."order", i.code
"""

# Collected for others, passed on, and what is left of it to pass on.
PASSED_ON = """
SELECT i.name,
  coalesce(-sum(e.amount) FILTER (WHERE v.business_date < %(first)s), 0) AS opening,
  coalesce(-sum(e.amount) FILTER (WHERE v.business_date >= %(first)s
    AND e.account <> 'REMITTED'), 0) AS collected,
  coalesce(sum(e.amount) FILTER (WHERE v.business_date >= %(first)s
    AND e.account = 'REMITTED'), 0) AS passed,
  coalesce(-sum(e.amount), 0) AS closing
FROM fees_feeitem i LEFT JOIN (
  fees_entry e JOIN fees_voucher v ON v.id = e.voucher_id
    AND v.business_date < %(next)s AND v.kind <> 'WAIVER')
  ON e.item_id = i.id AND e.account IN ('RECEIVABLE', 'INCOME', 'REMITTED')
WHERE i.office_id = %(office)s AND i.book = 'ON_BEHALF'
GROUP BY i.id ORDER BY i."order", i.code
"""

DEPOSITS = """
SELECT u.label, i.name, d.payer_name, d.amount,
  coalesce(-sum(e.amount) FILTER (WHERE v.business_date < %(first)s
    OR v.kind = 'OPENING'), 0) AS opening,
  coalesce(-sum(e.amount) FILTER (WHERE e.amount < 0 AND v.kind <> 'OPENING'
    AND v.business_date >= %(first)s AND v.business_date < %(next)s), 0) AS taken,
  coalesce(sum(e.amount) FILTER (WHERE e.amount > 0
    AND v.business_date >= %(first)s AND v.business_date < %(next)s), 0) AS returned,
  coalesce(-sum(e.amount) FILTER (WHERE v.business_date < %(next)s), 0) AS closing
FROM fees_deposit d JOIN fees_entry e ON e.deposit_id = d.id
JOIN fees_voucher v ON v.id = e.voucher_id JOIN estate_unit u ON u.id = d.unit_id
JOIN fees_feeitem i ON i.id = d.item_id
WHERE d.office_id = %(office)s AND v.business_date < %(next)s
GROUP BY d.id, u.label, u.sort_key, i.name ORDER BY u.sort_key, d.id
"""

ARREARS = """
SELECT u.label, i.name, min(c.period), max(c.period), count(*), sum(c.left)
FROM (SELECT c.unit_id, c.item_id, c.period, c.amount
    + coalesce(sum(e.amount) FILTER (WHERE v.business_date < %(next)s), 0) AS left
  FROM fees_charge c LEFT JOIN fees_entry e ON e.charge_id = c.id
  LEFT JOIN fees_voucher v ON v.id = e.voucher_id
  WHERE c.office_id = %(office)s AND c.posted_at IS NOT NULL AND c.period <= %(first)s
  GROUP BY c.id) c
JOIN estate_unit u ON u.id = c.unit_id JOIN fees_feeitem i ON i.id = c.item_id
WHERE c.left <> 0
GROUP BY u.id, u.label, u.sort_key, i.id, i.name ORDER BY u.sort_key, i.name
"""

# A red receipt takes income back on its day; that it is paid back later only moves what
# is to be paid back, so that account stands among the means of payment here.
DETAILS = """
SELECT v.business_date, v.kind, v.number, v.link, u.label, v.payer_name, said.items,
  v.memo, said.since, said.until, e.account, e.amount, s.name
FROM fees_voucher v JOIN fees_entry e ON e.voucher_id = v.id
LEFT JOIN estate_unit u ON u.id = v.unit_id
JOIN organisation_staff s ON s.id = v.by_id
CROSS JOIN LATERAL (
  SELECT string_agg(DISTINCT i.name, '、') AS items, min(c.period) AS since,
    max(c.period) AS until
  FROM fees_entry x LEFT JOIN fees_feeitem i ON i.id = x.item_id
  LEFT JOIN fees_charge c ON c.id = x.charge_id
  WHERE x.voucher_id = v.id AND x.item_id IS NOT NULL) said
WHERE v.office_id = %(office)s AND v.business_date >= %(first)s
  AND v.business_date < %(next)s
  AND e.account IN ('CASH', 'POS', 'WECHAT', 'ALIPAY', 'TRANSFER', 'PAYABLE')
ORDER BY v.business_date, v.link, e.place
"""

# Days that are not counted yet have no report; they are left out and said.
CASH = """
SELECT coalesce(sum(e.amount) FILTER (WHERE c.expected IS NOT NULL), 0), (
  SELECT coalesce(sum(d.expected), 0) FROM fees_cashierday d
  WHERE d.office_id = %(office)s AND d.date >= %(first)s AND d.date < %(next)s), (
  SELECT count(*) FROM fees_cashierday d WHERE d.office_id = %(office)s
    AND d.date >= %(first)s AND d.date < %(next)s AND d.expected IS NULL), (
  SELECT coalesce(sum(d.expected), 0) FROM fees_cashierday d
  WHERE d.office_id = %(office)s AND d.date >= %(first)s AND d.date < %(next)s
    AND d.deposited_at IS NOT NULL),
  coalesce(sum(e.amount) FILTER (WHERE c.deposited_at IS NULL
    AND c.expected IS NOT NULL), 0)
FROM fees_entry e JOIN fees_voucher v ON v.id = e.voucher_id
LEFT JOIN fees_cashierday c ON c.register_id = v.day_id
WHERE v.office_id = %(office)s AND v.business_date >= %(first)s
  AND v.business_date < %(next)s AND e.account = 'CASH'
"""

HELD = """
SELECT coalesce(-sum(e.amount), 0) FROM fees_entry e
JOIN fees_voucher v ON v.id = e.voucher_id
WHERE v.office_id = %(office)s AND v.business_date < %(next)s AND e.account = 'DEPOSIT'
"""
