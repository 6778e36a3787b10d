"""Statements of bank, terminal, WeChat and Alipay: taken in, matched (RULES 4.6).

A payment is received when it shows on a statement, not by a picture of a screen.
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, connection, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from fees.models import (
    STATED,
    Account,
    CashierDay,
    Entry,
    LineState,
    Statement,
    StatementLine,
)
from fees.transitions.closing import RECONCILE
from fees.transitions.posting import refused
from propertyservice.organisation.models import Office, Staff
from propertyservice.workflow.transitions import Refused


@dataclass(frozen=True)
class Stated:
    """One line of a file: its day, yuan (below zero: went out), and what it says."""

    on: date
    amount: Decimal
    reference: str = ""
    party: str = ""
    memo: str = ""


# By trade number first; then by amount and day where both sides have just one.
BY_REFERENCE = """
UPDATE fees_statementline l SET state = 'MATCHED', entry_id = e.id, matched_at = now()
FROM (
  SELECT DISTINCT ON (l.id) l.id AS line, e.id
  FROM fees_statementline l JOIN fees_entry e ON e.office_id = l.office_id
    AND e.account = l.account AND e.reference = l.reference AND e.amount = l.amount
  WHERE l.office_id = %(office)s AND l.state = 'NEW' AND l.reference <> ''
    AND NOT EXISTS (SELECT FROM fees_statementline m WHERE m.entry_id = e.id)
  ORDER BY l.id, e.id) e
WHERE l.id = e.line AND l.id = (
  SELECT min(x.id) FROM fees_statementline x WHERE x.office_id = %(office)s
    AND x.state = 'NEW' AND x.account = l.account AND x.reference = l.reference
    AND x.amount = l.amount)
"""
BY_DAY = """
WITH open_lines AS (
  SELECT id, account, amount, "on", count(*) OVER (PARTITION BY account, amount, "on")
    AS alike
  FROM fees_statementline WHERE office_id = %(office)s AND state = 'NEW'),
open_entries AS (
  SELECT e.id, e.account, e.amount, v.business_date AS "on",
    count(*) OVER (PARTITION BY e.account, e.amount, v.business_date) AS alike
  FROM fees_entry e JOIN fees_voucher v ON v.id = e.voucher_id
  WHERE e.office_id = %(office)s AND e.account IN ('TRANSFER','POS','WECHAT','ALIPAY')
    AND v.business_date >= %(since)s AND e.reference = ''
    AND NOT EXISTS (SELECT FROM fees_statementline m WHERE m.entry_id = e.id))
UPDATE fees_statementline l SET state = 'MATCHED', entry_id = e.id, matched_at = now()
FROM open_lines o JOIN open_entries e ON e.account = o.account
  AND e.amount = o.amount AND e."on" = o."on" AND e.alike = 1
WHERE o.id = l.id AND o.alike = 1
"""
CASH_DEPOSITS = """
UPDATE fees_statementline l SET state = 'MATCHED', day_id = d.day, matched_at = now()
FROM (
  SELECT l.id AS line, c.register_id AS day
  FROM fees_statementline l JOIN fees_cashierday c ON c.office_id = l.office_id
    AND c.slip_no <> '' AND c.slip_no = l.reference AND c.counted = l.amount
  WHERE l.office_id = %(office)s AND l.state = 'NEW' AND l.account = 'TRANSFER'
    AND NOT EXISTS (
      SELECT FROM fees_statementline m WHERE m.day_id = c.register_id)) d
WHERE l.id = d.line
"""


def digest_of(line: Stated, place: int) -> str:
    """Tells a line apart; ``place`` counts lines that say the very same in a file."""
    said = (line.on, line.amount, line.reference, line.party, line.memo, place)
    return hashlib.sha256("|".join(map(str, said)).encode()).hexdigest()


def take_in(
    office: Office,
    account: str,
    lines: Sequence[Stated],
    *,
    by: Staff,
    name: str,
    digest: str,
) -> Statement:
    """Take a file in, whole; lines known from another file are passed over. Then match.

    Raises Refused when the same file came in before, PermissionDenied without the
    right.
    """
    if not by.may(RECONCILE, office):
        raise PermissionDenied(_("Your post does not include this act."))
    if account not in STATED:
        raise Refused(_("Cash has no statement."), code="account")
    places: dict[Stated, int] = {}
    digests = []
    for line in lines:
        places[line] = places.get(line, 0) + 1
        digests.append(digest_of(line, places[line]))
    try:
        with transaction.atomic():
            known = set(
                StatementLine.objects.filter(
                    office=office, account=account, digest__in=digests
                ).values_list("digest", flat=True)
            )
            statement = Statement.objects.create(
                office=office,
                account=account,
                name=name[:120],
                digest=digest,
                lines=len(lines),
                known=len(known),
                by=by,
            )
            StatementLine.objects.bulk_create(
                [
                    StatementLine(
                        office=office,
                        statement=statement,
                        account=account,
                        digest=each,
                        on=line.on,
                        amount=line.amount,
                        reference=line.reference[:64],
                        party=line.party[:120],
                        memo=line.memo[:200],
                    )
                    for line, each in zip(lines, digests, strict=True)
                    if each not in known
                ],
                batch_size=1000,
            )
            match(office)
    except IntegrityError as error:
        raise refused(error) from error
    return statement


def match(office: Office) -> int:
    """Match what can be matched beyond doubt; how many lines. Safe to repeat."""
    known = StatementLine.objects.filter(office=office, state=LineState.NEW)
    since = known.order_by("on").values_list("on", flat=True).first()
    if since is None:
        return 0
    count = 0
    with transaction.atomic(), connection.cursor() as cursor:
        for statement in (BY_REFERENCE, CASH_DEPOSITS, BY_DAY):
            cursor.execute(statement, {"office": office.pk, "since": since})
            count += cursor.rowcount
    return count


def match_by_hand(
    line: StatementLine,
    *,
    by: Staff,
    reason: str,
    entry: Entry | None = None,
    day: CashierDay | None = None,
) -> StatementLine:
    """A person says what a line is: an entry, a day's cash, or something else.

    The reason is kept. Raises Refused for another amount, or without a reason.
    """
    if not by.may(RECONCILE, line.office_id):
        raise PermissionDenied(_("Your post does not include this act."))
    if not reason.strip():
        raise Refused(_("Say why."), code="reason")
    try:
        with transaction.atomic():
            rows = StatementLine.objects.select_for_update(of=("self",), no_key=True)
            locked = rows.get(pk=line.pk)
            if locked.state != LineState.NEW:
                raise Refused(_("Somebody has matched this line."), code="reason")
            _check_same(locked, entry, day)
            locked.entry, locked.day = entry, day
            locked.state = LineState.MATCHED if entry or day else LineState.EXPLAINED
            locked.reason, locked.matched_by = reason[:300], by
            locked.matched_at = timezone.now()
            locked.save()
    except IntegrityError as error:
        raise refused(error) from error
    return locked


def _check_same(
    line: StatementLine, entry: Entry | None, day: CashierDay | None
) -> None:
    wrong = _("The amounts differ: a line is matched with what it is.")
    if entry and (entry.amount, entry.office_id) != (line.amount, line.office_id):
        raise Refused(wrong, code="entry")
    if entry and entry.account == Account.CASH:
        raise Refused(_("Cash has no statement."), code="entry")
    if day and (day.counted, day.office_id) != (line.amount, line.office_id):
        raise Refused(wrong, code="day")
