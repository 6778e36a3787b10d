"""The columns of 《回访记录表》 for Excel and paper (RULES 1.3)."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as lazy

from callbacks.models import Rating
from propertyservice.spreadsheets.columns import Column, Kind
from propertyservice.ui.formats import stamp


def letter(value: str) -> str:
    """A, B or C as the paper says it."""
    return str(Rating(value).label) if value else ""


def source_no(row: Any) -> str:
    """Type and number of what is called back on."""
    return f"{row.get_source_display()} {row.source_case}"


COLUMNS = (
    Column(lazy("No. in the list"), lambda r: r.seq, Kind.NUMBER, 6),
    Column(lazy("Date of the call"), lambda r: r.called_at, Kind.MOMENT),
    Column(lazy("Callback no."), lambda r: r.number, Kind.IDENTIFIER),
    Column(lazy("Source and number"), source_no, width=26),
    Column(lazy("Room"), lambda r: r.location),
    Column(lazy("Spoken to"), lambda r: r.interviewee, width=12),
    Column(lazy("How"), lambda r: r.get_method_display(), width=8),
    Column(lazy("Timeliness"), lambda r: r.timeliness, width=8),
    Column(lazy("Quality"), lambda r: r.quality, width=8),
    Column(lazy("Attitude"), lambda r: r.attitude, width=8),
    Column(lazy("Charging"), lambda r: r.charging, width=8),
    Column(lazy("Cleanliness"), lambda r: r.cleanliness, width=8),
    Column(lazy("Opinion"), lambda r: letter(r.rating), width=12),
    Column(lazy("Faults and suggestions"), lambda r: r.comments, Kind.LONG),
    Column(lazy("Outcome"), lambda r: r.get_outcome_display(), width=10),
    Column(
        lazy("Put right under"),
        lambda r: str(r.follow_up or ""),
        Kind.IDENTIFIER,
    ),
    Column(lazy("Caller"), lambda r: str(r.caller or ""), width=10),
    Column(lazy("Resident's sign"), lambda r: r.interviewee_sign, width=10),
    Column(lazy("Supervisor's review"), lambda r: r.review_note, Kind.LONG),
)
# What fits on A4 across; the paper's other columns stand in the Excel file.
PRINTED = (0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 18)
PRINTED_HEADS = tuple(COLUMNS[n].label for n in PRINTED)


def printed_row(row: Any) -> list[tuple[str, str]]:
    """A line of the register on paper: the class and the text of each cell."""
    return [_printed(COLUMNS[n], row) for n in PRINTED]


def _printed(column: Column, row: Any) -> tuple[str, str]:
    value = column.value(row)
    text = stamp(value) if hasattr(value, "tzinfo") else str(value or "")
    return ("no" if column.kind is Kind.IDENTIFIER else "", text)
