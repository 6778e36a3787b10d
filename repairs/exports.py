"""The twenty columns of 《住户报修记录表》 for Excel and paper (RULES 1.1)."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy

from propertyservice.estate.privacy import SEE_PHONES
from propertyservice.estate.text import masked_phone
from propertyservice.organisation.models import Staff
from propertyservice.spreadsheets.columns import Column, Kind
from propertyservice.ui.formats import stamp


def appointment(row: Any) -> str:
    """The agreed time, or at once."""
    return stamp(row.appointment_at) if row.appointment_at else _("at once")


def passed_on(row: Any) -> str:
    """When maintenance was told, and who took it up."""
    who = str(row.technician) if row.technician_id else ""
    return " ".join(filter(None, (stamp(row.notified_at), who)))


def task_no(row: Any) -> str:
    """The number of the present round's sheet."""
    return row.sheet.task_no if row.sheet_id else ""


COLUMNS = (
    Column(lazy("No. in the list"), lambda r: r.seq, Kind.NUMBER, 6),
    Column(lazy("Repair no."), lambda r: r.number, Kind.IDENTIFIER),
    Column(lazy("Reported at"), lambda r: r.reported_at, Kind.MOMENT),
    Column(lazy("Channel"), lambda r: r.get_channel_display(), width=10),
    Column(lazy("Resident"), lambda r: r.resident_name, width=12),
    Column(lazy("Relation"), lambda r: r.get_relation_display(), width=10),
    Column(lazy("Address"), lambda r: r.location),
    Column(lazy("Telephone"), lambda r: r.shown_phone, Kind.IDENTIFIER, 15),
    Column(lazy("What is wrong"), lambda r: r.description, Kind.LONG),
    Column(lazy("Trade"), lambda r: r.get_trade_display(), width=10),
    Column(lazy("Urgency"), lambda r: r.get_priority_display(), width=10),
    Column(lazy("Charge"), lambda r: r.get_charge_type_display(), width=10),
    Column(lazy("Appointment"), appointment, width=17),
    Column(lazy("Maintenance told / taken up by"), passed_on, width=24),
    Column(lazy("Task sheet no."), task_no, Kind.IDENTIFIER),
    Column(lazy("Completion"), lambda r: r.completion_remark, width=34),
    Column(lazy("Sheet back at"), lambda r: r.sheet_returned_at, Kind.MOMENT),
    Column(lazy("Callback result"), lambda r: r.callback_result),
    Column(lazy("Recorded by"), lambda r: str(r.recorder), width=10),
    Column(lazy("Remark"), lambda r: r.remark, Kind.LONG),
)


def prepare(rows: list[Any], user: Staff) -> None:
    """Phones stand clear to those who may see them, masked to others (RULES 2.4)."""
    clear = user.offices_for(SEE_PHONES)
    for row in rows:
        seen = row.office_id in clear
        row.shown_phone = row.phone if seen else masked_phone(row.phone)


# What fits on A4 across; the paper's other columns stand in the Excel file.
PRINTED = (0, 1, 2, 4, 6, 7, 8, 9, 10, 12, 13, 14, 15, 18)
PRINTED_HEADS = tuple(COLUMNS[n].label for n in PRINTED)


def printed_row(row: Any) -> list[tuple[str, str]]:
    """A line of the register on paper: the class and the text of each cell."""
    return [_printed(COLUMNS[n], row) for n in PRINTED]


def _printed(column: Column, row: Any) -> tuple[str, str]:
    value = column.value(row)
    text = stamp(value) if hasattr(value, "tzinfo") else str(value or "")
    return ("no" if column.kind is Kind.IDENTIFIER else "", text)
