"""Finishing: signed by the resident, unsigned, or inspected (RULES 2.1)."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy

from propertyservice.approvals import requests
from propertyservice.ledger.money import yuan
from propertyservice.workflow.transitions import Move, Refused, transition
from repairs.models import MaterialLine, Repair, Result, Status, TaskSheet
from repairs.rules import deadlines as limits
from repairs.signals import repair_finished
from repairs.transitions import guards
from repairs.transitions.queue import COMMON, UNSIGNED, hand_to_queue
from repairs.transitions.site import keep, sheet_of


@transition(
    label=lazy("Finish"),
    sources=[Status.IN_PROGRESS],
    target=Status.FINISHED,
    right="repairs.work",
    guards=[guards.own_task, guards.common_parts_by_supervisor],
    of="technician",
    announces=repair_finished,
    order=1,
)
def finish(
    repair: Repair,
    move: Move,
    *,
    result: str,
    work_done: str,
    resident_sign: str,
    resident_check: str = "",
    labour_fee: Decimal = Decimal(0),
    materials: Sequence[dict[str, Any]] = (),
    photos: Sequence[Any] = (),
) -> None:
    """The work is done and signed: by the resident, or by the supervisor."""
    sheet = sheet_of(repair)
    keep(repair, move, photos, "FINISH")
    sheet.resident_sign, sheet.resident_check = resident_sign, resident_check
    _done(repair, move, sheet, result, work_done, labour_fee, materials)
    if repair.unit_id is None:
        sheet.inspector = move.by
    sheet.save()


@transition(
    label=lazy("Hand in unsigned"),
    sources=[Status.IN_PROGRESS],
    right="repairs.work",
    guards=[guards.own_task, guards.is_household],
    of="technician",
    order=12,
)
def ask_unsigned(
    repair: Repair,
    move: Move,
    *,
    result: str,
    work_done: str,
    labour_fee: Decimal = Decimal(0),
    materials: Sequence[dict[str, Any]] = (),
    photos: Sequence[Any] = (),
) -> None:
    """Repaired, the resident won't sign: photo, reason, supervisor (edge case 9)."""
    _hand_in(repair, move, UNSIGNED, result, work_done, labour_fee, materials, photos)


@transition(
    label=lazy("Finish, unsigned"),
    sources=[Status.IN_PROGRESS],
    target=Status.FINISHED_UNSIGNED,
    right="repairs.confirm",
    guards=[guards.is_household],
    announces=repair_finished,
    order=13,
)
def finish_unsigned(
    repair: Repair,
    move: Move,
    *,
    result: str,
    work_done: str,
    labour_fee: Decimal = Decimal(0),
    materials: Sequence[dict[str, Any]] = (),
    photos: Sequence[Any] = (),
    since: datetime | None = None,
) -> None:
    """Repairer and supervisor sign; it counts as finished, a callback is forced."""
    sheet = sheet_of(repair)
    keep(repair, move, photos, "FINISH")
    if not repair.register.files.filter(kind="FINISH").exists():
        raise Refused(_("Add a photo of the finished work."), code="photo")
    sheet.unsigned_reason, sheet.inspector = move.reason, move.by
    _done(repair, move, sheet, result, work_done, labour_fee, materials, since)
    sheet.save()
    requests.withdraw(repair.register, UNSIGNED, by=move.person)


@transition(
    label=lazy("Hand in for inspection"),
    sources=[Status.IN_PROGRESS],
    right="repairs.work",
    guards=[guards.own_task, guards.is_common],
    of="technician",
    order=1,
)
def ask_inspection(
    repair: Repair,
    move: Move,
    *,
    result: str,
    work_done: str,
    labour_fee: Decimal = Decimal(0),
    materials: Sequence[dict[str, Any]] = (),
    photos: Sequence[Any] = (),
) -> None:
    """Common parts: the supervisor inspects and signs in the resident's place."""
    _hand_in(repair, move, COMMON, result, work_done, labour_fee, materials, photos)


@transition(
    label=lazy("Inspected, finish"),
    sources=[Status.IN_PROGRESS],
    target=Status.FINISHED,
    right="repairs.confirm",
    guards=[guards.is_common],
    announces=repair_finished,
    order=14,
)
def finish_common(
    repair: Repair,
    move: Move,
    *,
    result: str,
    work_done: str,
    labour_fee: Decimal = Decimal(0),
    materials: Sequence[dict[str, Any]] = (),
    since: datetime | None = None,
) -> None:
    """The supervisor has inspected the common parts."""
    sheet = sheet_of(repair)
    sheet.inspector = move.by
    _done(repair, move, sheet, result, work_done, labour_fee, materials, since)
    sheet.save()
    requests.withdraw(repair.register, COMMON, by=move.person)


def _hand_in(
    repair: Repair,
    move: Move,
    kind: str,
    result: str,
    work_done: str,
    labour_fee: Decimal,
    materials: Sequence[dict[str, Any]],
    photos: Sequence[Any],
) -> None:
    keep(repair, move, photos, "FINISH")
    if not repair.register.files.filter(kind="FINISH").exists():
        raise Refused(_("Add a photo of the finished work."), code="photo")
    lines = [{k: str(v) for k, v in line.items()} for line in materials]
    hand_to_queue(
        repair,
        move,
        kind,
        result=result,
        work_done=work_done,
        labour_fee=str(labour_fee),
        materials=lines,
    )


def _done(
    repair: Repair,
    move: Move,
    sheet: TaskSheet,
    result: str,
    work_done: str,
    labour_fee: Decimal,
    materials: Sequence[dict[str, Any]],
    since: datetime | None = None,
) -> None:
    """Write the sheet, meet the limits, start the clock of its return."""
    when = since or move.at
    sheet.result, sheet.work_done, sheet.finished_at = result, work_done, when
    sheet.labour_fee = yuan(labour_fee)
    sheet.material_fee = write_materials(sheet, materials)
    charged = sheet.labour_fee + sheet.material_fee
    if charged and (sheet.quote_amount is None or charged > sheet.quote_amount):
        raise Refused(
            _("¥%(sum)s is more than the accepted quote. Record a new quote first.")
            % {"sum": charged},
            code="over_quote",
        )
    repair.finished_at = when
    move.deadlines.meet([limits.CONTAIN, limits.FINISH], when)
    move.deadlines.start(limits.RETURN_SHEET, when, rule="repair.return_sheet")
    move.note(result=str(Result(result).label), work_done=work_done)


def write_materials(sheet: TaskSheet, lines: Sequence[dict[str, Any]]) -> Decimal:
    """Put the materials on the sheet; each line is rounded once. Returns their sum."""
    rows = [
        MaterialLine(
            sheet=sheet,
            name=line["name"],
            spec=line.get("spec", ""),
            quantity=Decimal(line["quantity"]),
            unit_price=Decimal(line["unit_price"]),
            amount=yuan(Decimal(line["quantity"]) * Decimal(line["unit_price"])),
        )
        for line in lines
    ]
    MaterialLine.objects.bulk_create(rows)
    return sum((row.amount for row in rows), Decimal(0))
