"""The month by item, deposit and home, from the entries alone (RULES 4.6).

A voucher counts on its business date. Parameters: office, first (of the month), next
(month's first day).
"""

ITEMS = """
SELECT i.id, i.name, i.book,
  coalesce(sum(c.amount) FILTER (WHERE c.period < %(first)s), 0)
    - coalesce(sum(c.paid_before) FILTER (WHERE c.period < %(first)s), 0) AS opening,
  coalesce(sum(c.amount) FILTER (WHERE c.period = %(first)s), 0) AS receivable,
  coalesce(sum(c.paid) FILTER (WHERE c.period = %(first)s), 0)
    + coalesce(sum(c.paid_before) FILTER (WHERE c.period = %(first)s), 0) AS current,
  coalesce(sum(c.paid) FILTER (WHERE c.period < %(first)s), 0) AS arrears,
  coalesce(sum(c.waived) FILTER (WHERE c.period <= %(first)s), 0) AS waived,
  coalesce(sum(c.amount - c.paid_before - c.paid - c.waived)
    FILTER (WHERE c.period <= %(first)s), 0) AS closing,
  (SELECT coalesce(-sum(e.amount), 0) FROM fees_entry e
    JOIN fees_voucher v ON v.id = e.voucher_id
    WHERE e.item_id = i.id AND e.account = 'PREPAID'
      AND v.business_date >= %(first)s AND v.business_date < %(next)s) AS ahead
FROM fees_feeitem i LEFT JOIN (
  SELECT c.item_id, c.period, c.amount,
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
WHERE i.office_id = %(office)s GROUP BY i.id
ORDER BY i."order", i.code
"""

DEPOSITS = """
SELECT u.label, i.name, d.payer_name, d.amount,
  coalesce(-sum(e.amount) FILTER (WHERE v.business_date < %(first)s), 0) AS opening,
  coalesce(-sum(e.amount) FILTER (WHERE e.amount < 0
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
  AND e.account IN ('CASH', 'POS', 'WECHAT', 'ALIPAY', 'TRANSFER')
ORDER BY v.business_date, v.link, e.place
"""

CASH = """
SELECT coalesce(sum(e.amount), 0), (
  SELECT coalesce(sum(d.expected), 0) FROM fees_cashierday d
  WHERE d.office_id = %(office)s AND d.date >= %(first)s AND d.date < %(next)s), (
  SELECT count(*) FROM fees_cashierday d WHERE d.office_id = %(office)s
    AND d.date >= %(first)s AND d.date < %(next)s AND d.expected IS NULL), (
  SELECT coalesce(sum(d.expected), 0) FROM fees_cashierday d
  WHERE d.office_id = %(office)s AND d.date >= %(first)s AND d.date < %(next)s
    AND d.deposited_at IS NOT NULL)
FROM fees_entry e JOIN fees_voucher v ON v.id = e.voucher_id
WHERE v.office_id = %(office)s AND v.business_date >= %(first)s
  AND v.business_date < %(next)s AND e.account = 'CASH'
"""

HELD = """
SELECT coalesce(-sum(e.amount), 0) FROM fees_entry e
JOIN fees_voucher v ON v.id = e.voucher_id
WHERE v.office_id = %(office)s AND v.business_date < %(next)s AND e.account = 'DEPOSIT'
"""
