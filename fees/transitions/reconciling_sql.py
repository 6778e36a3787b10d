"""Each sum computed from the entries, compared with what stands (RULES 4.5).

Every statement lists what differs, for one office.
"""

from fees.models import Check

SUMS = {
    Check.BALANCE: """
SELECT e.voucher_id FROM (
  SELECT voucher_id, sum(amount) AS rest, coalesce(sum(amount) FILTER (
    WHERE account IN ('CASH', 'POS', 'WECHAT', 'ALIPAY', 'TRANSFER')), 0) AS money
  FROM fees_entry WHERE office_id = %(office)s GROUP BY 1) e
LEFT JOIN fees_voucher v ON v.id = e.voucher_id
WHERE e.rest <> 0 OR v.total IS DISTINCT FROM e.money
ORDER BY 1 LIMIT 20""",
    Check.SETTLED: """
SELECT c.id FROM fees_charge c LEFT JOIN (
  SELECT charge_id, -sum(amount) AS paid FROM fees_entry
  WHERE office_id = %(office)s AND charge_id IS NOT NULL GROUP BY 1) e
  ON e.charge_id = c.id
WHERE c.office_id = %(office)s AND c.settled <> coalesce(e.paid, 0)
ORDER BY 1 LIMIT 20""",
    Check.PREPAID: """
SELECT unit_id || '/' || item_id FROM (
  SELECT unit_id, item_id, balance FROM fees_prepaid WHERE office_id = %(office)s
  UNION ALL
  SELECT unit_id, item_id, amount FROM fees_entry
  WHERE office_id = %(office)s AND account = 'PREPAID') x
GROUP BY unit_id, item_id HAVING sum(balance) <> 0 ORDER BY 1 LIMIT 20""",
    Check.HELD: """
SELECT deposit_id FROM (
  SELECT deposit_id, balance FROM fees_held WHERE office_id = %(office)s
  UNION ALL
  SELECT deposit_id, amount FROM fees_entry
  WHERE office_id = %(office)s AND account = 'DEPOSIT') x
GROUP BY deposit_id HAVING sum(balance) <> 0 ORDER BY 1 LIMIT 20""",
    Check.NUMBERS: """
SELECT b.first_number || '-' || b.last_number FROM fees_receiptbook b
WHERE b.office_id = %(office)s AND b.next_number - b.first_number <> (
  SELECT count(*) FROM fees_voucher v WHERE v.office_id = b.office_id
    AND v.number >= b.first_number AND v.number < b.next_number) + (
  SELECT count(*) FROM fees_spoilednumber s WHERE s.book_id = b.id)
ORDER BY 1 LIMIT 20""",
}

# The same for one business date: only what its vouchers touched.
OF_DAY = {
    Check.BALANCE: """
SELECT v.id FROM fees_voucher v LEFT JOIN fees_entry e ON e.voucher_id = v.id
WHERE v.office_id = %(office)s AND v.business_date = %(on)s GROUP BY v.id, v.total
HAVING coalesce(sum(e.amount), 1) <> 0 OR v.total <> coalesce(sum(e.amount) FILTER (
  WHERE e.account IN ('CASH', 'POS', 'WECHAT', 'ALIPAY', 'TRANSFER')), 0)
ORDER BY 1 LIMIT 20""",
    Check.SETTLED: """
SELECT c.id FROM fees_charge c JOIN (
  SELECT DISTINCT e.charge_id FROM fees_voucher v JOIN fees_entry e
    ON e.voucher_id = v.id AND e.charge_id IS NOT NULL
  WHERE v.office_id = %(office)s AND v.business_date = %(on)s) t ON t.charge_id = c.id
CROSS JOIN LATERAL (
  SELECT -sum(e.amount) AS paid FROM fees_entry e WHERE e.charge_id = c.id) e
WHERE c.settled <> e.paid ORDER BY 1 LIMIT 20""",
    Check.PREPAID: """
SELECT t.unit_id || '/' || t.item_id FROM (
  SELECT DISTINCT e.unit_id, e.item_id FROM fees_voucher v JOIN fees_entry e
    ON e.voucher_id = v.id AND e.account = 'PREPAID'
  WHERE v.office_id = %(office)s AND v.business_date = %(on)s) t
LEFT JOIN fees_prepaid p ON p.unit_id = t.unit_id AND p.item_id = t.item_id
CROSS JOIN LATERAL (
  SELECT -sum(e.amount) AS left FROM fees_voucher v JOIN fees_entry e
    ON e.voucher_id = v.id AND e.account = 'PREPAID' AND e.item_id = t.item_id
  WHERE v.unit_id = t.unit_id) e
WHERE coalesce(p.balance, 0) <> e.left ORDER BY 1 LIMIT 20""",
    Check.HELD: """
SELECT t.deposit_id FROM (
  SELECT DISTINCT e.deposit_id FROM fees_voucher v JOIN fees_entry e
    ON e.voucher_id = v.id AND e.deposit_id IS NOT NULL
  WHERE v.office_id = %(office)s AND v.business_date = %(on)s) t
LEFT JOIN fees_held h ON h.deposit_id = t.deposit_id
CROSS JOIN LATERAL (
  SELECT -sum(e.amount) AS left FROM fees_entry e WHERE e.deposit_id = t.deposit_id) e
WHERE coalesce(h.balance, 0) <> e.left ORDER BY 1 LIMIT 20""",
    Check.NUMBERS: """
SELECT min(n.number) || '-' || max(n.number) FROM (
  SELECT v.book_id, v.number FROM fees_voucher v WHERE v.office_id = %(office)s
    AND v.business_date = %(on)s AND v.number IS NOT NULL
  UNION ALL
  SELECT s.book_id, s.number FROM fees_spoilednumber s
    JOIN fees_cashierday d ON d.register_id = s.day_id
  WHERE s.office_id = %(office)s AND d.date = %(on)s) n
GROUP BY n.book_id HAVING max(n.number) - min(n.number) + 1 <> count(*)
ORDER BY 1 LIMIT 20""",
}
