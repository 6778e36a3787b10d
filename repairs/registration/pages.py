"""What repairs puts on the shared pages: navigation, desk, incidents, figures."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta
from typing import Any

from django.db.models import Q, QuerySet
from django.db.models.functions import Now
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from propertyservice.organisation.models import Staff
from propertyservice.spreadsheets import exports as excel
from propertyservice.ui import (
    acts,
    desk,
    incidents,
    nav,
    newmenu,
    reassign,
    reports,
    status,
)
from propertyservice.ui.desk import Tile
from propertyservice.ui.incidents import Incident
from propertyservice.ui.nav import Group, NavItem
from repairs import exports, transitions
from repairs.models import Repair, Status
from repairs.registration.reassigning import WAY
from repairs.reports import REPORTS
from repairs.views.register import REGISTER

# LOOK 3: the role of each status.
ROLES: dict[str, status.Role] = {
    Status.REGISTERED: "rest",
    Status.DISPATCHED: "move",
    Status.ACCEPTED: "move",
    Status.ON_SITE: "work",
    Status.IN_PROGRESS: "work",
    Status.SUSPENDED: "wait",
    Status.FINISHED: "done",
    Status.FINISHED_UNSIGNED: "bad",
    Status.SHEET_RETURNED: "done",
    Status.CLOSED: "rest",
    Status.CLOSED_RESIDENT_REASON: "rest",
    Status.CANCELLED: "rest",
    Status.REFERRED: "out",
}
SHEETS = Q(status__in=[Status.FINISHED, Status.FINISHED_UNSIGNED])
AT_WORK = (Status.DISPATCHED, Status.ACCEPTED, Status.ON_SITE, Status.IN_PROGRESS)


def register() -> None:
    """Fill the shelves of the shared pages."""
    status.register("repairs.repair", ROLES)
    acts.register_at_once("repairs", [transitions.accept])
    reassign.register(WAY)
    reports.register(*REPORTS)
    excel.register(
        excel.Export(
            key=REGISTER.key,
            title=REGISTER.title,
            permission="repairs.export",
            columns=exports.COLUMNS,
            rows=REGISTER.whole,
            prepare=exports.prepare,
        )
    )
    nav.register(*NAV)
    newmenu.register(
        newmenu.NewEntry(
            _("New repair"), "repairs:new", "wrench", "repairs.register", order=1
        )
    )
    desk.register(*TILES)
    incidents.register(
        incidents.Source("repairs", known_incidents, "repairs.view", order=1)
    )


def open_repairs(user: Staff) -> QuerySet[Any]:
    """What the register's first view lists."""
    return Repair.objects.visible_to(user).open()


def late_repairs(user: Staff) -> QuerySet[Any]:
    """Open repairs whose next limit has passed."""
    return open_repairs(user).filter(due_at__lt=Now())


def my_tasks(user: Staff) -> QuerySet[Any]:
    """What a repairer has in hand."""
    mine = Repair.objects.visible_to(user).filter(technician=user)
    return mine.filter(status__in=[*AT_WORK, Status.SUSPENDED])


def my_late_tasks(user: Staff) -> QuerySet[Any]:
    """The overdue part of it."""
    return my_tasks(user).filter(due_at__lt=Now())


def unassigned(user: Staff) -> QuerySet[Any]:
    """Registered, and nobody has it yet."""
    every = Repair.objects.visible_to(user)
    return every.filter(status=Status.REGISTERED, incident=None)


def sheets_out(user: Staff) -> QuerySet[Any]:
    """Finished, but the task sheet is not back."""
    return Repair.objects.visible_to(user).filter(SHEETS)


def today(user: Staff) -> QuerySet[Any]:
    """Reported since midnight."""
    midnight = timezone.localtime().replace(hour=0, minute=0, second=0, microsecond=0)
    return Repair.objects.visible_to(user).filter(reported_at__gte=midnight)


def listed(query: str) -> Any:
    """The register with a query string, for whoever asks."""
    return lambda user: f"{reverse('repairs:list')}?{query}"


def known_incidents(user: Staff, unit: Any) -> Sequence[Incident]:
    """Open incidents of the unit's building and of the grounds, or all of them."""
    found = (
        Repair.objects.visible_to(user)
        .open()
        .filter(is_incident=True, reported_at__gte=timezone.now() - timedelta(days=30))
        .select_related("register")
    )
    if unit is not None:
        near = Q(building=unit.building_id) | Q(building=None)
        found = found.filter(near, office=unit.office_id)
    return [
        Incident(
            title=repair.description[:80],
            where=repair.location,
            since=repair.reported_at,
            url=repair.get_absolute_url(),
            words=repair.status_words,
            join_url=_join_url(user, repair, unit),
        )
        for repair in found.order_by("-reported_at")[:5]
    ]


def _join_url(user: Staff, repair: Repair, unit: Any) -> str:
    """Where a call is counted on an incident; nothing for who takes no calls."""
    if not user.may(transitions.count_report.right, repair.office_id):
        return ""
    home = f"?unit={unit.code}" if unit else ""
    return f"{repair.get_absolute_url()}{transitions.count_report.name}/{home}"


NAV = (
    NavItem(
        _("My tasks"),
        "repairs:mine",
        "wrench",
        Group.WORKBENCH,
        "repairs.own_tasks",
        counter=my_tasks,
        late=my_late_tasks,
        order=15,
        phone=True,
    ),
    NavItem(
        _("Maintenance board"),
        "repairs:board",
        "users",
        Group.WORKBENCH,
        "repairs.board",
        order=40,
    ),
    NavItem(
        _("Repairs"),
        "repairs:list",
        "wrench",
        Group.REGISTERS,
        "repairs.view",
        counter=open_repairs,
        late=late_repairs,
        order=1,
        phone=True,
    ),
)
TILES = (
    Tile(
        "repairs.unassigned",
        _("To dispatch"),
        unassigned,
        listed("view=all&status=REGISTERED"),
        "repairs.dispatch",
        order=1,
    ),
    Tile(
        "repairs.late",
        _("Repairs overdue"),
        late_repairs,
        listed("view=late"),
        "repairs.view",
        order=2,
        bad=True,
    ),
    Tile(
        "repairs.today",
        _("Repairs taken today"),
        today,
        lambda user: f"{reverse('repairs:list')}?view=all&since={timezone.localdate()}",
        "repairs.register",
        order=3,
    ),
    Tile(
        "repairs.sheets",
        _("Sheets to take back"),
        sheets_out,
        listed("view=sheets"),
        "repairs.return_sheet",
        order=4,
    ),
)
