"""Each sum computed from the entries, compared with what stands (RULES 4.5).

Every statement lists what differs, for one office.
"""

from fees.models import Check

SUMS = {
    Check.BALANCE: """
SELECT e.voucher_id FROM fees_entry e LEFT JOIN fees_voucher v ON v.id = e.voucher_id
WHERE e.office_id = %(office)s GROUP BY e.voucher_id, v.total
HAVING sum(e.amount) <> 0 OR v.total IS DISTINCT FROM coalesce(sum(e.amount) FILTER (
  WHERE e.account IN ('CASH', 'POS', 'WECHAT', 'ALIPAY', 'TRANSFER')), 0)
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
