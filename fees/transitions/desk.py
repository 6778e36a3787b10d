"""What a payment needs of the cashier, asked and locked in one statement."""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from datetime import date

from django.db import connection
from django.utils.translation import gettext as _

from propertyservice.organisation.models import Office, Staff
from propertyservice.workflow.transitions import Refused

# The book's lock makes one cashier's payments wait for each other; the day is locked by
# the journal's own trigger. The key is looked up in the same breath, after the homes'
# locks: whoever sent the form first has committed by now, or has not begun.
DESK = """
SELECT (SELECT v.id FROM fees_voucher v WHERE v.key = %(key)s), d.register_id, d.date,
  b.id, b.next_number, nextval(pg_get_serial_sequence('fees_voucher', 'id'))
FROM (VALUES (1)) one
LEFT JOIN LATERAL (SELECT register_id, date FROM fees_cashierday
  WHERE office_id = %(office)s AND cashier_id = %(by)s AND status = 'OPEN'
  ORDER BY date DESC LIMIT 1) d ON true
LEFT JOIN LATERAL (SELECT id, next_number FROM fees_receiptbook
  WHERE office_id = %(office)s AND holder_id = %(by)s AND returned_at IS NULL
    AND next_number <= last_number
  ORDER BY first_number LIMIT 1 FOR NO KEY UPDATE) b ON true
"""


@dataclass(frozen=True)
class Desk:
    """The cashier's open day and book, the voucher's id, and a receipt of the same key
    that was written before."""

    before: int | None
    day_id: int
    date: date
    book_id: int
    number: int
    voucher_id: int


def desk(office: Office, by: Staff, key: uuid.UUID) -> Desk:
    """Read and lock. Raises Refused without an open day, or without a receipt left."""
    with connection.cursor() as cursor:
        cursor.execute(DESK, {"office": office.pk, "by": by.pk, "key": key})
        before, day_id, on, book_id, number, voucher_id = cursor.fetchone()
    if before is None and day_id is None:
        raise Refused(
            _("Your day is not open. Open it before you take money."), code="no_day"
        )
    if before is None and book_id is None:
        raise Refused(
            _("You have no receipt left. Ask the supervisor to issue you a book."),
            code="no_book",
        )
    return Desk(before, day_id, on, book_id, number, voucher_id)
