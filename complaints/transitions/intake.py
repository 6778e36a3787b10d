"""Taking a complaint: the line of the register is written at once (4.6.3)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from uuid import UUID, uuid4

from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from complaints.models import Channel, Complainant, Complaint, Level, Status
from complaints.rules import deadlines as limits
from complaints.signals import complaint_received
from complaints.transitions import clocks, routing
from propertyservice.audit import refusals
from propertyservice.cases.opening import open_case
from propertyservice.estate.models import Unit
from propertyservice.files.storage import attach
from propertyservice.organisation.models import Office, Staff
from propertyservice.workflow.deadlines import DeadlineBook
from propertyservice.workflow.transitions import Move, Refused, check_time


@dataclass(frozen=True, kw_only=True)
class Received:
    """What the complainant says: the columns of the paper register (RULES 1.4).

    ``name`` empty means anonymous. ``respondent`` is the member of staff complained
    about; ``about_staff``: it is one, but nobody knows his name yet. ``level`` is the
    desk's first judgement. ``accepted``: he was told at once
    that the complaint is accepted, and its number.
    """

    office: Office
    content: str
    category: str
    name: str = ""
    phone: str = ""
    person: Any = None
    unit: Unit | None = None
    channel: str = Channel.PHONE
    demand: str = ""
    level: str = Level.MINOR
    is_safety: bool = False
    respondent: Staff | None = None
    respondent_words: str = ""
    about_staff: bool = False
    occurred_at: datetime | None = None
    occurred_where: str = ""
    promised_at: datetime | None = None
    external_party: str = ""
    external_no: str = ""
    external_due_at: datetime | None = None
    accepted: bool = False
    remark: str = ""
    once_key: UUID = field(default_factory=uuid4)


def receive(
    said: Received,
    *,
    by: Staff,
    at: datetime | None = None,
    photos: Sequence[Any] = (),
) -> Complaint:
    """Write the line of the register, take its number and start its clocks.

    Raises PermissionDenied without the right, Refused with a sentence otherwise.
    """
    if not by.may("complaints.register", said.office):
        raise PermissionDenied(_("Your post does not include this act."))
    if said.respondent == by:
        raise Refused(
            _("The complaint is about you. Ask a colleague to take it."),
            code="about_yourself",
        )
    at = at or timezone.now()
    try:
        with transaction.atomic():
            complaint = _write(said, by, at)
            for photo in photos:
                attach(complaint.register, photo, by=by, kind="COMPLAINT")
    except IntegrityError as error:
        name = refusals.constraint_of(error)
        raise Refused(refusals.sentence(error), code=name) from error
    return complaint


def _write(said: Received, by: Staff, at: datetime) -> Complaint:
    above = routing.goes_above(said.respondent, said.office, timezone.localdate(at))
    complaint = Complaint(
        office=said.office,
        status=Status.RECEIVED,
        received_at=at,
        recorder=by,
        goes_above=above,
        building_id=said.unit.building_id if said.unit else None,
        location=said.unit.label if said.unit else "",
        complainant_name=said.name,
        is_anonymous=not said.name,
        **{name: getattr(said, name) for name in SAID},
    )
    book = DeadlineBook(said.office, at, None)
    clocks.start_all(book, complaint)
    if said.accepted and said.name:
        book.meet([limits.FIRST_REPLY], at)
    upcoming = book.next
    register = open_case(
        clause="complaints",
        kind="TS",
        office=said.office,
        title=said.content,
        opened_at=at,
        holder_post=routing.supervising_post(above),
        unit=said.unit,
        person=said.person,
        due_at=upcoming.due_at if upcoming else None,
        hidden_from=said.respondent,
        words=(complaint.location, said.name),
        series_code=routing.series_of(
            said.office, said.about_staff or said.respondent is not None
        ),
    )
    complaint.register = register
    complaint.due_at = register.due_at
    complaint.due_kind = upcoming.kind if upcoming else ""
    move = Move(record=complaint, by=by, at=at, right="complaints.register")
    check_time(move)
    move.note(channel=said.channel, accepted=said.accepted)
    complaint.save(force_insert=True)
    Complainant.objects.create(
        complaint=complaint,
        person=said.person,
        unit=said.unit,
        name=said.name,
        room=complaint.location,
        phone=said.phone if said.name else "",
        is_anonymous=not said.name,
        is_spokesman=True,
    )
    step = move.save_step("receive", "")
    book.save(register)
    complaint_received.send(sender=Complaint, record=complaint, by=by, at=at, step=step)
    return complaint


SAID = (
    "unit",
    "channel",
    "content",
    "demand",
    "category",
    "level",
    "is_safety",
    "respondent",
    "respondent_words",
    "occurred_at",
    "occurred_where",
    "promised_at",
    "external_party",
    "external_no",
    "external_due_at",
    "remark",
    "once_key",
)
