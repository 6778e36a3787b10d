"""Taking a repair: the line of the register is written at once (4.2.2)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID, uuid4

from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from propertyservice.audit import refusals
from propertyservice.cases.opening import open_case
from propertyservice.estate.models import Place, Unit
from propertyservice.files.storage import attach
from propertyservice.organisation.models import Office, Staff
from propertyservice.policy.in_force import in_force
from propertyservice.workflow.deadlines import DeadlineBook
from propertyservice.workflow.transitions import Move, Refused, check_time
from repairs.models import Channel, Priority, Repair, Status
from repairs.rules import deadlines as limits
from repairs.signals import repair_reported

REGISTER = "repairs.register"
LOOK_UP: Any = object()
"""For ``repeats``: not looked up yet."""


@dataclass(frozen=True, kw_only=True)
class Request:
    """What the caller says: the columns of the paper register (RULES 1.1)."""

    office: Office
    resident_name: str
    relation: str
    description: str
    trade: str
    unit: Unit | None = None
    place: Place | None = None
    person: Any = None
    phone: str = ""
    channel: str = Channel.PHONE
    priority: str = Priority.NORMAL
    charge_type: str = "FREE"
    appointment_at: datetime | None = None
    remark: str = ""
    read_back: bool = False
    is_incident: bool = False
    once_key: UUID = field(default_factory=uuid4)


def report(
    request: Request,
    *,
    by: Staff,
    at: datetime | None = None,
    photos: Sequence[Any] = (),
    repeats: Any = LOOK_UP,
    right: str = REGISTER,
) -> Repair:
    """Write the line of the register, take its number and start its clocks.

    ``at`` is when the call came (edge case 17: the guard's note of last night).
    ``repeats`` is the earlier repair of the same trade, if the caller knows it; who
    finds it undone when calling back needs the ``right`` to rework instead. Raises
    PermissionDenied without the right, Refused with a sentence otherwise.
    """
    if not by.may(right, request.office):
        raise PermissionDenied(_("Your post does not include this act."))
    at = at or timezone.now()
    try:
        with transaction.atomic():
            repair = _write(request, by, at, repeats, right)
            for photo in photos:
                attach(repair.register, photo, by=by, kind="REPORT")
    except IntegrityError as error:
        name = refusals.constraint_of(error)
        raise Refused(refusals.sentence(error), code=name) from error
    return repair


def _write(
    request: Request, by: Staff, at: datetime, repeats: Any, right: str
) -> Repair:
    if repeats is LOOK_UP:
        repeats = repeated(request, at)
    book = _clocks(request, at)
    upcoming = book.next
    register = open_case(
        clause="repairs",
        kind="BX",
        office=request.office,
        title=request.description,
        opened_at=at,
        holder_post="REPAIR_DESK",
        unit=request.unit,
        place=request.place,
        person=request.person,
        due_at=upcoming.due_at if upcoming else None,
        words=(_location(request), request.resident_name),
    )
    said = request.unit or request.place
    repair = Repair(
        register=register,
        office=request.office,
        status=Status.REGISTERED,
        due_at=register.due_at,
        due_kind=upcoming.kind if upcoming else "",
        unit=request.unit,
        place=request.place,
        building_id=said.building_id if said else None,
        location=_location(request),
        reported_at=at,
        recorder=by,
        repeats=repeats,
        **{name: getattr(request, name) for name in SAID},
    )
    move = Move(record=repair, by=by, at=at, right=right)
    check_time(move)
    move.note(channel=request.channel, read_back=request.read_back)
    repair.save(force_insert=True)
    step = move.save_step("report", "")
    book.save(register)
    repair_reported.send(sender=Repair, record=repair, by=by, at=at, step=step)
    return repair


def _location(request: Request) -> str:
    if request.unit is not None:
        return request.unit.label
    return request.place.name if request.place else ""


SAID = (
    "resident_name",
    "relation",
    "phone",
    "channel",
    "description",
    "trade",
    "priority",
    "charge_type",
    "appointment_at",
    "remark",
    "read_back",
    "is_incident",
    "once_key",
)


def _clocks(request: Request, at: datetime) -> DeadlineBook:
    """The limits that run from the call (RULES 2.1)."""
    book = DeadlineBook(request.office, at, None)
    urgent = request.priority == Priority.EMERGENCY
    book.start(limits.NOTIFY, at, rule=f"repair.notify.{request.priority}")
    if urgent:
        book.start(limits.ARRIVE_URGENT, at, rule="repair.arrive.EMERGENCY")
        book.start(limits.CONTAIN, at, rule="repair.contain.EMERGENCY")
    elif request.appointment_at:
        appoint(book, request.appointment_at)
    start_finish(book, request, at)
    return book


def appoint(book: DeadlineBook, when: datetime, now: datetime | None = None) -> None:
    """The agreed time is the limit of arrival, with the tolerance of the rule."""
    tolerance = book.rules["repair.appointment_tolerance"]["minutes"]
    book.start(
        limits.ARRIVE,
        when,
        rule="repair.appointment_tolerance",
        fixed=when + timedelta(minutes=tolerance),
        now=now,
    )


def start_finish(
    book: DeadlineBook, said: Any, at: datetime, now: datetime | None = None
) -> None:
    """Start the limit of the work itself, from the call or the appointment."""
    size = getattr(said, "size", "NORMAL")
    begins = limits.finish_starts(at, said.appointment_at, said.priority)
    rule = limits.finish_rule(said.priority, size)
    book.start(limits.FINISH, begins, rule=rule, now=now)


def repeated(request: Request, at: datetime) -> Repair | None:
    """The last repair of the same home and trade within the window (edge case 16)."""
    if request.unit is None:
        return None
    days = in_force(request.office, timezone.localdate(at))["repair.rework_window_days"]
    return (
        Repair.objects.filter(
            unit=request.unit,
            trade=request.trade,
            finished_at__gte=at - timedelta(days=days),
        )
        .order_by("-finished_at")
        .first()
    )
