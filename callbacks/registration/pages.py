"""What callbacks puts on the shared pages: navigation, desk, household, Excel."""

from __future__ import annotations

from typing import Any

from django.db.models import Q, QuerySet
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from callbacks import exports, panels
from callbacks.filters import late
from callbacks.models import Callback, Status
from callbacks.registration.reassigning import WAY
from callbacks.reports import REPORTS
from callbacks.views.register import REGISTER
from callbacks.views.worklist import calls_of
from propertyservice.organisation.models import Staff
from propertyservice.spreadsheets import exports as excel
from propertyservice.ui import desk, nav, reassign, reports, status
from propertyservice.ui import panels as household
from propertyservice.ui.desk import Tile
from propertyservice.ui.nav import Group, NavItem

# LOOK 3: the role of each status.
ROLES: dict[str, status.Role] = {
    Status.PLANNED: "wait",
    Status.ASSIGNED: "move",
    Status.COMPLETED: "done",
    Status.UNREACHABLE: "wait",
    Status.REFUSED: "bad",
    Status.REVIEWED: "done",
    Status.FOLLOW_UP: "work",
    Status.CLOSED: "rest",
    Status.WAIVED: "rest",
}
TO_REVIEW = Q(status__in=[Status.COMPLETED, Status.UNREACHABLE, Status.REFUSED])


def register() -> None:
    """Fill the shelves of the shared pages."""
    status.register("callbacks.callback", ROLES)
    excel.register(
        excel.Export(
            key=REGISTER.key,
            title=REGISTER.title,
            permission="callbacks.export",
            columns=exports.COLUMNS,
            rows=REGISTER.whole,
            sealed=lambda row: row.hidden_from_id is not None,
        )
    )
    nav.register(*NAV)
    desk.register(*TILES)
    reassign.register(WAY)
    household.register(
        "callbacks",
        30,
        pgettext_lazy("clause", "Callbacks"),
        "callbacks.view",
        panels.of_unit,
        "callbacks/panel.html",
    )
    reports.register(*REPORTS)


def to_call(user: Staff) -> QuerySet[Any]:
    """What the register's first view lists."""
    return Callback.objects.visible_to(user).to_call()


def late_calls(user: Staff) -> QuerySet[Any]:
    """Still to be called though the window has ended."""
    return to_call(user).filter(late())


def my_late_calls(user: Staff) -> QuerySet[Any]:
    """The overdue part of one's own calls."""
    return calls_of(user).filter(late())


def unassigned(user: Staff) -> QuerySet[Any]:
    """Drawn, and nobody has it yet."""
    return Callback.objects.visible_to(user).filter(status=Status.PLANNED)


def to_review(user: Staff) -> QuerySet[Any]:
    """Called, and the supervisor has not read it."""
    return Callback.objects.visible_to(user).filter(TO_REVIEW)


def listed(query: str) -> Any:
    """The register with a query string, for whoever asks."""
    return lambda user: f"{reverse('callbacks:list')}?{query}"


NAV = (
    NavItem(
        _("Calls to make"),
        "callbacks:worklist",
        "phone",
        Group.WORKBENCH,
        "callbacks.worklist",
        counter=calls_of,
        late=my_late_calls,
        order=16,
    ),
    NavItem(
        pgettext_lazy("clause", "Callbacks"),
        "callbacks:list",
        "phone",
        Group.REGISTERS,
        "callbacks.view",
        counter=to_call,
        late=late_calls,
        order=2,
    ),
)
TILES = (
    Tile(
        "callbacks.planned",
        _("Callbacks to assign"),
        unassigned,
        listed("view=planned"),
        "callbacks.assign",
        order=11,
    ),
    Tile(
        "callbacks.review",
        _("Callbacks to review"),
        to_review,
        listed("view=review"),
        "callbacks.review",
        order=12,
    ),
    Tile(
        "callbacks.late",
        _("Callbacks overdue"),
        late_calls,
        listed("view=late"),
        "callbacks.view",
        order=13,
        bad=True,
    ),
)
