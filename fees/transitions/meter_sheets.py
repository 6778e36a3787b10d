"""Meter readings of a month from Excel: all or none (4.8.1)."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from fees.models import Meter, ReadingKind
from fees.transitions import metering
from fees.transitions.billing import BILL
from fees.transitions.cutover_sheets import item_of
from propertyservice.estate import sheets
from propertyservice.estate.sheets import Field, Found, Homes, Table
from propertyservice.organisation.models import Office, Staff
from propertyservice.spreadsheets.columns import Kind

HOW = {
    "": ReadingKind.READ,
    "抄表": ReadingKind.READ,
    "翻转": ReadingKind.ROLLOVER,
    "换表": ReadingKind.REPLACED,
    "估抄": ReadingKind.ESTIMATE,
    "估读": ReadingKind.ESTIMATE,
}


def how(value: Any) -> str:
    """A word of the column 方式. Raises ValidationError for another."""
    said = sheets.text(value)
    if said not in HOW:
        raise ValidationError(
            _("Write one of: %(words)s.") % {"words": "、".join(filter(None, HOW))},
            code="how",
        )
    return HOW[said]


def tables_of(office: Office) -> tuple[Table, ...]:
    """The one sheet of readings."""
    last: dict[str, Any] = {"needed": False, "kind": Kind.NUMBER}
    return (
        Table(
            "readings",
            "抄表",
            (
                Field("unit", ("房号", "房屋", "房间", "room"), Homes(office)),
                Field("item", ("收费项目", "项目", "item"), item_of(office)),
                Field("number", ("表号", "meter"), sheets.text, needed=False),
                Field(
                    "value", ("本次读数", "读数", "止码"), sheets.not_negative, **last
                ),
                Field("kind", ("方式", "how"), how, needed=False),
                Field("old_last", ("旧表止码",), sheets.not_negative, **last),
                Field("new_first", ("新表起码",), sheets.not_negative, **last),
            ),
            ("3-1-502", "水费", "W-30502", Decimal("1250.00"), "抄表", None, None),
        ),
    )


def take_in(
    office: Office, data: bytes, *, on: date, by: Staff, dry_run: bool = False
) -> Found:
    """Read every meter of a file on a day, whole or not at all; all problems at once.

    Raises ValidationError for no workbook, PermissionDenied without the right.
    """
    if not by.may(BILL, office):
        raise PermissionDenied(_("Your post does not include this act."))
    found = sheets.read_tables(data, tables_of(office))
    known: dict[tuple[int, int], list[Meter]] = {}
    for meter in Meter.objects.filter(office=office):
        known.setdefault((meter.unit_id, meter.item_id), []).append(meter)
    with transaction.atomic():
        for at, row in found.rows["readings"]:
            meters = known.get((row["unit"].pk, row["item"].pk), [])
            if row["number"]:
                meters = [each for each in meters if each.number == row["number"]]
            if len(meters) != 1:
                found.problem(at, _("This home has no such meter, or several."))
                continue
            try:
                metering.read(
                    meters[0],
                    on=on,
                    by=by,
                    value=row["value"],
                    kind=row["kind"] or ReadingKind.READ,
                    old_last=row["old_last"],
                    new_first=row["new_first"],
                )
            except ValidationError as refusal:
                found.problem(at, " ".join(refusal.messages))
        if dry_run or found.problems:
            transaction.set_rollback(True)
    return found
