"""What repairs puts on the hand-over of a shift (4.2.1, 3.3)."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Any

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from propertyservice.planning.sources import Row, Source
from repairs.models import Priority, Repair, Status

AHEAD = timedelta(days=2)


def open_cases(office: Any, post: str, at: datetime) -> list[Row]:
    """Every open repair of the office; an emergency that nobody has blocks."""
    return [
        _row(
            repair,
            repair.due_at,
            blocks=repair.priority == Priority.EMERGENCY
            and repair.status == Status.REGISTERED
            and repair.incident_id is None,
        )
        for repair in _open(office)
    ]


def promises(office: Any, post: str, at: datetime) -> list[Row]:
    """Appointments with residents of the next two days, and those that were missed."""
    expected = Q(appointment_at__lt=at + AHEAD)
    not_there = [Status.REGISTERED, Status.DISPATCHED, Status.ACCEPTED]
    agreed = _open(office).filter(expected, status__in=not_there)
    agreed = agreed.order_by("appointment_at")
    return [_row(each, each.appointment_at) for each in agreed]


def sheets_out(office: Any, post: str, at: datetime) -> list[Row]:
    """Finished, but the task sheet is not back."""
    out = (Status.FINISHED, Status.FINISHED_UNSIGNED)
    return [_row(each, each.due_at) for each in _open(office).filter(status__in=out)]


def _open(office: Any) -> Any:
    """Open repairs that nobody is barred from seeing, first due first."""
    found = Repair.objects.filter(office=office, register__hidden_from=None).open()
    return found.select_related("register", "technician").order_by("due_at", "pk")


def _row(repair: Repair, due_at: datetime | None, *, blocks: bool = False) -> Row:
    who = repair.technician.name if repair.technician else ""
    parts: Iterable[str] = (repair.location, str(repair.status_words), who)
    return Row(
        text=repair.description,
        sub=" · ".join(filter(None, parts)),
        number=repair.number,
        due_at=due_at,
        case=repair.register,
        blocks=blocks,
    )


SEE, BACK = "repairs.view", "repairs.return_sheet"
SOURCES = (
    Source("repairs.promises", _("Promised to residents"), SEE, promises, 10),
    Source("repairs.open", _("Open repairs"), SEE, open_cases, 20),
    Source("repairs.sheets", _("Task sheets out"), BACK, sheets_out, 30),
)
