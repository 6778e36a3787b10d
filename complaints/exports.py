"""The columns of 《业主投诉记录表》 for Excel and paper (RULES 1.4)."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as lazy

from complaints.models import Complainant
from propertyservice.estate.privacy import SEE_PHONES
from propertyservice.estate.text import masked_phone
from propertyservice.organisation.models import Staff
from propertyservice.spreadsheets.columns import Column, Kind
from propertyservice.ui.formats import stamp


def happened(row: Any) -> str:
    """When and where."""
    return " ".join(filter(None, (stamp(row.occurred_at), row.occurred_where)))


def respondent(row: Any) -> str:
    """Whom it is about."""
    named = str(row.respondent) if row.respondent_id else ""
    return " ".join(filter(None, (named, row.respondent_words)))


def passed_on(row: Any) -> str:
    """To which department, who received it, and when he signed."""
    if not row.handler_id:
        return ""
    return f"{row.department} {row.handler} {stamp(row.signed_at)}".strip()


def approved(row: Any) -> str:
    """Who approved, when, and what he said."""
    if not row.approver_id:
        return ""
    return f"{row.approver} {stamp(row.approved_at)} {row.approval}".strip()


def replied(row: Any) -> str:
    """When and how the complainant was answered."""
    how = row.get_reply_method_display() if row.reply_method else ""
    return " ".join(filter(None, (stamp(row.replied_at), how)))


def closed(row: Any) -> str:
    """Who closed it, and when."""
    if not row.closer_id:
        return ""
    return f"{row.closer} {stamp(row.register.closed_at)}"


COLUMNS = (
    Column(lazy("No. in the list"), lambda r: r.seq, Kind.NUMBER, 6),
    Column(lazy("Complaint no."), lambda r: r.number, Kind.IDENTIFIER),
    Column(lazy("Received at"), lambda r: r.received_at, Kind.MOMENT),
    Column(lazy("How it came"), lambda r: r.get_channel_display(), width=10),
    Column(lazy("Complainant"), lambda r: r.who_complains, width=14),
    Column(lazy("Room"), lambda r: r.location),
    Column(lazy("Telephone"), lambda r: r.shown_phone, Kind.IDENTIFIER, 15),
    Column(lazy("Happened at, where"), happened, width=20),
    Column(lazy("Complained about"), respondent, width=16),
    Column(lazy("Content"), lambda r: r.content, Kind.LONG),
    Column(lazy("Demand"), lambda r: r.demand, Kind.LONG),
    Column(lazy("Category"), lambda r: r.get_category_display(), width=12),
    Column(lazy("Level"), lambda r: r.get_level_display(), width=8),
    Column(
        lazy("Valid or not"),
        lambda r: r.get_validity_display() if r.validity else "",
        width=10,
    ),
    Column(lazy("Taken by"), lambda r: str(r.recorder), width=10),
    Column(lazy("Answer promised by"), lambda r: r.promised_at, Kind.MOMENT),
    Column(lazy("Passed on to, received by, at"), passed_on, width=28),
    Column(lazy("Investigation"), lambda r: r.investigation, Kind.LONG),
    Column(lazy("Proposal"), lambda r: r.proposal, Kind.LONG),
    Column(lazy("Approval"), approved, width=28),
    Column(lazy("Outcome"), lambda r: r.outcome, Kind.LONG),
    Column(lazy("Answered at, how"), replied, width=20),
    Column(
        lazy("Complainant's opinion"),
        lambda r: r.get_opinion_display() if r.opinion else "",
        width=10,
    ),
    Column(lazy("Callback"), lambda r: r.callback_no, Kind.IDENTIFIER),
    Column(
        lazy("Corrective and preventive action"),
        lambda r: r.corrective_action,
        Kind.LONG,
    ),
    Column(lazy("Closed by, at"), closed, width=22),
    Column(lazy("Status"), lambda r: r.status_words, width=12),
)


def prepare(rows: list[Any], user: Staff) -> None:
    """Phones stand clear to those who may see them, masked to others (RULES 2.4)."""
    clear = user.offices_for(SEE_PHONES)
    first: dict[int, str] = {}
    people = Complainant.objects.filter(complaint__in=[row.pk for row in rows])
    for each in people.order_by("is_spokesman", "-pk"):
        first[each.complaint_id] = each.phone
    for row in rows:
        phone = first.get(row.pk, "")
        row.shown_phone = phone if row.office_id in clear else masked_phone(phone)


# What fits on A4 across; the paper's other columns stand in the Excel file.
PRINTED = (0, 1, 2, 4, 5, 8, 9, 11, 12, 13, 16, 20, 21, 22, 25)
PRINTED_HEADS = tuple(COLUMNS[n].label for n in PRINTED)


def printed_row(row: Any) -> list[tuple[str, str]]:
    """A line of the register on paper: the class and the text of each cell."""
    return [_printed(COLUMNS[n], row) for n in PRINTED]


def _printed(column: Column, row: Any) -> tuple[str, str]:
    value = column.value(row)
    text = stamp(value) if hasattr(value, "tzinfo") else str(value or "")
    return ("no" if column.kind is Kind.IDENTIFIER else "", text)
