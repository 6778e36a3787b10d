"""Opening balances of an office, taken over from Excel at the cut-over (DESIGN 2).

Arrears by item and month, prepayments, deposits, last meter readings, the receipt
number to go on from: whole or not at all, once, as entries of their own kind.
"""

from __future__ import annotations

import hashlib
import uuid
from collections import defaultdict
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from fees.models import (
    Account,
    Book,
    Charge,
    ChargeKind,
    Deposit,
    Entry,
    Meter,
    Opening,
    Reading,
    ReadingKind,
    ReceiptBook,
    Voucher,
    VoucherKind,
)
from fees.rules.money import last_of
from fees.transitions.cutover_sheets import tables_of
from fees.transitions.posting import Draft, lock_accounts, post
from propertyservice.audit import refusals
from propertyservice.audit.models import Run
from propertyservice.estate import sheets
from propertyservice.estate.roster.found import Problem
from propertyservice.estate.sheets import Found
from propertyservice.organisation.models import Office, Staff

IMPORT = "fees.import_opening"
JOB = "fees.opening"
Row = dict[str, Any]


@dataclass
class Taken:
    """What a file did, or would do, or what is wrong with it."""

    on: date
    dry_run: bool
    counts: dict[str, int] = field(default_factory=dict)
    sums: dict[str, Decimal] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)


def take_over(
    office: Office, data: bytes, *, on: date, by: Staff, name: str, dry_run: bool
) -> Taken:
    """Take a workbook over, dated ``on``; a dry run is the real one rolled back.

    All that is wrong is told at once, and then nothing is written. Raises
    ValidationError for no workbook, PermissionDenied without the right.
    """
    if not by.may(IMPORT, office):
        raise PermissionDenied(_("Your post does not include this act."))
    if on > timezone.localdate():
        raise ValidationError(_("The cut-over day lies in the future."), code="on")
    digest = hashlib.sha256(data).hexdigest()
    taken = Taken(on, dry_run)
    found = sheets.read_tables(data, tables_of(office))
    if Opening.objects.filter(office=office, digest=digest).exists():
        raise ValidationError(_("This file was taken over already."), code="file")
    _check(office, found)
    if not found.problems:
        _write(office, found, taken, by, name, digest)
    taken.problems = found.problems
    return taken


def _check(office: Office, found: Found) -> None:
    """What no single cell can tell: doubles, wrong ledgers, numbers in use."""
    seen: dict[tuple[Any, ...], int] = {}
    for key, rows in found.rows.items():
        for at, row in rows:
            same = (
                key,
                *(str(row.get(n)) for n in ("unit", "item", "period", "number")),
            )
            if key in ("arrears", "prepaid", "readings") and same in seen:
                found.problem(at, _("The same as row %(row)d.") % {"row": seen[same]})
            seen.setdefault(same, at[1])
            item = row.get("item")
            if item and (item.book == Book.DEPOSIT) != (key == "deposits"):
                found.problem(at, _("This item belongs on another sheet."))
    if found.rows["receipts"] and ReceiptBook.objects.filter(office=office).exists():
        found.problem(
            found.rows["receipts"][0][0],
            _("The office has receipt books already; they go on from the last."),
        )
    ahead = Entry.objects.filter(
        office=office, account=Account.PREPAID, voucher__kind=VoucherKind.OPENING
    )
    known = set(ahead.values_list("unit", "item"))
    for at, row in found.rows["prepaid"]:
        if (row["unit"].pk, row["item"].pk) in known:
            found.problem(at, _("This prepayment was taken over already."))


def _write(
    office: Office, found: Found, taken: Taken, by: Staff, name: str, digest: str
) -> None:
    try:
        with transaction.atomic():
            lock_accounts(
                row["unit"].pk
                for key in ("prepaid", "deposits")
                for _at, row in found.rows[key]
            )
            for key, act in ACTS.items():
                rows = [row for _at, row in found.rows[key]]
                taken.counts[key] = len(rows)
                amounts = [row["amount"] for row in rows if row.get("amount")]
                taken.sums[key] = sum(amounts, Decimal())
                if rows:
                    act(office, rows, taken.on, by)
            for _at, row in found.rows["receipts"]:
                taken.counts["next_receipt"] = row["next"]
            counts = {
                **taken.counts,
                **{f"{k}_sum": str(v) for k, v in taken.sums.items()},
            }
            Opening.objects.create(
                office=office,
                on=taken.on,
                name=name[:120],
                digest=digest,
                counts=counts,
                by=by,
            )
            Run.objects.create(
                job=JOB,
                finished_at=timezone.now(),
                counts={"office": office.code, "dry_run": taken.dry_run, **counts},
            )
            if taken.dry_run:
                transaction.set_rollback(True)
    except IntegrityError as error:
        found.problems.append(Problem("", 0, "", refusals.sentence(error)))


def _arrears(office: Office, rows: list[Row], on: date, by: Staff) -> None:
    """Old debts keep their month and due day; a late fee on them is not reckoned."""
    Charge.objects.bulk_create(
        [
            Charge(
                office=office,
                unit=row["unit"],
                item=row["item"],
                kind=ChargeKind.OPENING,
                period=row["period"],
                starts_on=row["period"],
                ends_on=last_of(row["period"]),
                quantity=1,
                unit_price=row["amount"],
                amount=row["amount"],
                due_on=row["due_on"] or last_of(row["period"]),
                note=_("taken over %(day)s") % {"day": on.isoformat()},
                source=f"opening:{row['period']:%Y%m}",
                posted_at=timezone.now(),
            )
            for row in rows
        ],
        batch_size=2000,
    )


def _prepaid(office: Office, rows: list[Row], on: date, by: Staff) -> None:
    by_unit: dict[int, list[Row]] = defaultdict(list)
    for row in rows:
        by_unit[row["unit"].pk].append(row)
    for mine in by_unit.values():
        draft = _opening(office, mine[0]["unit"], on, by)
        for row in mine:
            draft.add(Account.OPENING, row["amount"], item_id=row["item"].pk)
            draft.add(
                Account.PREPAID,
                -row["amount"],
                item_id=row["item"].pk,
                unit_id=row["unit"].pk,
            )
        post(draft)


def _deposits(office: Office, rows: list[Row], on: date, by: Staff) -> None:
    for row in rows:
        deposit = Deposit.objects.create(
            office=office,
            unit=row["unit"],
            item=row["item"],
            payer_name=(row["payer"] or "")[:80],
            amount=row["amount"],
            purpose=(row["paper"] or "")[:120],
        )
        draft = _opening(office, row["unit"], on, by)
        draft.voucher.memo = deposit.purpose
        draft.add(Account.OPENING, row["amount"], item_id=row["item"].pk)
        draft.add(
            Account.DEPOSIT,
            -row["amount"],
            item_id=row["item"].pk,
            unit_id=row["unit"].pk,
            deposit_id=deposit.pk,
        )
        post(draft)


def _opening(office: Office, unit: Any, on: date, by: Staff) -> Draft:
    return Draft(
        Voucher(
            office=office,
            kind=VoucherKind.OPENING,
            business_date=on,
            by=by,
            unit=unit,
            key=uuid.uuid4(),
        )
    )


def _readings(office: Office, rows: list[Row], on: date, by: Staff) -> None:
    meters = Meter.objects.bulk_create(
        [
            Meter(
                office=office,
                unit=row["unit"],
                item=row["item"],
                number=(row["number"] or "")[:30],
                multiplier=row["multiplier"] or 1,
            )
            for row in rows
        ]
    )
    Reading.objects.bulk_create(
        [
            Reading(
                office=office,
                meter=meter,
                on=on,
                since=on,
                value=row["value"],
                usage=0,
                kind=ReadingKind.FIRST,
                by=by,
            )
            for meter, row in zip(meters, rows, strict=True)
        ]
    )


ACTS = {
    "arrears": _arrears,
    "prepaid": _prepaid,
    "deposits": _deposits,
    "readings": _readings,
}
