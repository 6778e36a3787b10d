"""What must hold of an office's money at any moment, asked of the rows themselves."""

from __future__ import annotations

from django.db import connection

from fees.models import ReceiptBook, SpoiledNumber, Voucher
from fees.models.sql import CHAIN
from propertyservice.ledger.chain import breaks

# Each lists what is wrong; all must be empty.
WRONG = {
    "a voucher does not balance": """
SELECT voucher_id FROM fees_entry GROUP BY 1 HAVING sum(amount) <> 0""",
    "a voucher's total is not its money": """
SELECT v.id FROM fees_voucher v JOIN fees_entry e ON e.voucher_id = v.id
GROUP BY v.id HAVING v.total <> coalesce(sum(e.amount) FILTER (WHERE e.account IN
  ('CASH', 'POS', 'WECHAT', 'ALIPAY', 'TRANSFER')), 0)""",
    "a line is settled by something else": """
SELECT c.id FROM fees_charge c LEFT JOIN fees_entry e ON e.charge_id = c.id
GROUP BY c.id HAVING c.settled <> coalesce(-sum(e.amount), 0)""",
    "paid ahead is not what was paid": """
SELECT unit_id FROM (
  SELECT unit_id, item_id, balance FROM fees_prepaid UNION ALL
  SELECT unit_id, item_id, sum(amount) FROM fees_entry WHERE account = 'PREPAID'
  GROUP BY 1, 2) x GROUP BY unit_id, item_id HAVING sum(balance) <> 0""",
    "a deposit is not what was left": """
SELECT deposit_id FROM (
  SELECT deposit_id, balance FROM fees_held UNION ALL
  SELECT deposit_id, sum(amount) FROM fees_entry WHERE account = 'DEPOSIT'
  GROUP BY 1) x GROUP BY deposit_id HAVING sum(balance) <> 0""",
    "a voucher has no entry": """
SELECT v.id FROM fees_voucher v WHERE NOT EXISTS (
  SELECT FROM fees_entry e WHERE e.voucher_id = v.id)""",
}


def assert_balanced() -> None:
    """Every ledger balances, no receipt number is missing or doubled, the chain holds.

    Call it in a scope that sees the offices.
    """
    with connection.cursor() as cursor:
        for what, statement in WRONG.items():
            cursor.execute(statement)
            assert cursor.fetchall() == [], what
    for book in ReceiptBook.objects.all():
        used = [
            *Voucher.objects.filter(book=book).values_list("number", flat=True),
            *SpoiledNumber.objects.filter(book=book).values_list("number", flat=True),
        ]
        assert sorted(used) == list(range(book.first_number, book.next_number))
    assert list(breaks(CHAIN)) == []
