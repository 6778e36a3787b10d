"""What complaints puts on the shared pages: navigation, desk, household, Excel."""

from __future__ import annotations

from typing import Any

from django.db.models import QuerySet
from django.db.models.functions import Now
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from complaints import exports, panels
from complaints.models import Complaint, Status
from complaints.registration.reassigning import WAY
from complaints.reports import REPORTS
from complaints.views.register import REGISTER
from propertyservice.organisation.models import Staff
from propertyservice.spreadsheets import exports as excel
from propertyservice.ui import desk, nav, newmenu, reassign, reports, search, status
from propertyservice.ui import panels as household
from propertyservice.ui.desk import Tile
from propertyservice.ui.nav import Group, NavItem

# LOOK 3: the role of each status.
ROLES: dict[str, status.Role] = {
    Status.RECEIVED: "rest",
    Status.CLASSIFIED: "move",
    Status.TRANSFERRED: "move",
    Status.INVESTIGATING: "work",
    Status.PROPOSED: "wait",
    Status.APPROVED: "work",
    Status.IMPLEMENTING: "work",
    Status.DONE: "done",
    Status.REPLIED: "done",
    Status.CALLBACK: "done",
    Status.CLOSED: "rest",
    Status.REOPENED: "bad",
    Status.INVALID_EXPLAINED: "done",
    Status.WITHDRAWN: "rest",
    Status.MERGED: "rest",
}


def register() -> None:
    """Fill the shelves of the shared pages."""
    status.register("complaints.complaint", ROLES)
    excel.register(
        excel.Export(
            key=REGISTER.key,
            title=REGISTER.title,
            permission="complaints.export",
            columns=exports.COLUMNS,
            rows=REGISTER.whole,
            prepare=exports.prepare,
            sealed=lambda row: row.respondent_id is not None,
        )
    )
    nav.register(NAV, ANALYSIS)
    reassign.register(WAY)
    search.register(
        "complaints",
        _("Complaints"),
        panels.find,
        order=30,
        permission="complaints.list",
    )
    reports.register(*REPORTS)
    newmenu.register(
        newmenu.NewEntry(
            _("New complaint"),
            "complaints:new",
            "flag",
            "complaints.register",
            order=2,
        )
    )
    desk.register(*TILES)
    household.register(
        "complaints",
        20,
        _("Complaints"),
        "complaints.view",
        panels.of_unit,
        "complaints/panel.html",
    )


def open_complaints(user: Staff) -> QuerySet[Any]:
    """What the register's first view lists."""
    return Complaint.objects.visible_to(user).open()


def late_complaints(user: Staff) -> QuerySet[Any]:
    """Open complaints whose next limit has passed."""
    return open_complaints(user).filter(due_at__lt=Now())


def to_classify(user: Staff) -> QuerySet[Any]:
    """Received, and nobody has judged it."""
    return Complaint.objects.visible_to(user).filter(status=Status.RECEIVED)


def to_answer(user: Staff) -> QuerySet[Any]:
    """Dealt with, and the complainant does not know."""
    return Complaint.objects.visible_to(user).filter(status=Status.DONE)


def today(user: Staff) -> QuerySet[Any]:
    """Received since midnight."""
    midnight = timezone.localtime().replace(hour=0, minute=0, second=0, microsecond=0)
    return Complaint.objects.visible_to(user).filter(received_at__gte=midnight)


def listed(query: str) -> Any:
    """The register with a query string, for whoever asks."""
    return lambda user: f"{reverse('complaints:list')}?{query}"


NAV = NavItem(
    _("Complaints"),
    "complaints:list",
    "flag",
    Group.REGISTERS,
    "complaints.list",
    counter=open_complaints,
    late=late_complaints,
    order=3,
)
ANALYSIS = NavItem(
    _("Complaint analysis"),
    "complaints:analysis",
    "chart",
    Group.MANAGEMENT,
    "complaints.reports",
    order=31,
)
TILES = (
    Tile(
        "complaints.new",
        _("Complaints to classify"),
        to_classify,
        listed("view=new"),
        "complaints.classify",
        order=11,
    ),
    Tile(
        "complaints.late",
        _("Complaints overdue"),
        late_complaints,
        listed("view=late"),
        "complaints.list",
        order=12,
        bad=True,
    ),
    Tile(
        "complaints.answer",
        _("Complainants to answer"),
        to_answer,
        listed("view=answer"),
        "complaints.answer",
        order=13,
    ),
    Tile(
        "complaints.today",
        _("Complaints taken today"),
        today,
        lambda user: (
            f"{reverse('complaints:list')}?view=all&since={timezone.localdate()}"
        ),
        "complaints.register",
        order=14,
    ),
)
