"""What the workbench itself puts on the shelves that it shows."""

from __future__ import annotations

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from propertyservice.estate.rosterform import IMPORT
from propertyservice.organisation import posts
from propertyservice.organisation.models import Staff
from propertyservice.policy import definitions
from propertyservice.spreadsheets import exports
from propertyservice.ui import bell, desk, nav, panels, search, status, todo
from propertyservice.ui.desk import Tile
from propertyservice.ui.nav import Group, NavItem
from propertyservice.workbench import (
    approvals,
    demo,
    finding,
    late,
    monthly,
    shifts,
    waiting,
)
from propertyservice.workbench import desk as front
from propertyservice.workbench import panels as own
from propertyservice.workbench.demo import shifts as example
from propertyservice.workbench.views.shift import register as handovers
from propertyservice.workflow import notices

STATISTICS = "workbench.statistics"
MONTHLY_SET = "workbench.monthly_set"
READERS = (
    posts.COMPANY_MANAGER,
    posts.OFFICE_MANAGER,
    posts.CS_SUPERVISOR,
    posts.MAINT_SUPERVISOR,
    posts.FINANCE,
    posts.AUDITOR,
)


SET_READERS = (
    posts.COMPANY_MANAGER,
    posts.OFFICE_MANAGER,
    posts.CS_SUPERVISOR,
    posts.AUDITOR,
)


def register() -> None:
    """Fill the shelves; called once from ``apps.ready()``."""
    rights = (approvals.SEE, handovers.EXPORT_RIGHT)
    posts.grant(dict.fromkeys(rights, READERS))
    # The page opens once a clause grants the post a report: charges give it to FINANCE.
    posts.grant({STATISTICS: [post for post in READERS if post != posts.FINANCE]})
    posts.grant({late.SEE: READERS[:4]})
    demo.register("shifts", 90, example.load)
    posts.grant({MONTHLY_SET: SET_READERS})
    definitions.register(*monthly.RULES)
    nav.register(*NAV)
    desk.register(*TILES)
    bell.register(notices.unread)
    exports.register(approvals.EXPORT, handovers.EXPORT)
    todo.register(shifts.TODO)
    status.register("approvals.request", approvals.ROLES)
    search.register(
        "estate",
        _("Rooms and people"),
        finding.estate,
        order=10,
        permission="estate.view",
    )
    search.register("cases", _("Case numbers"), finding.cases, order=20)
    search.register("requests", _("Approvals"), finding.requests, order=21)
    for name, order, title, load, template in PANELS:
        panels.register(name, order, title, "estate.view", load, template)


PANELS = (
    (
        "matters",
        10,
        _("Open matters"),
        own.open_matters,
        "workbench/panel_matters.html",
    ),
    ("cars", 70, _("Vehicles and parking"), own.cars, "workbench/panel_cars.html"),
    ("papers", 80, _("Photos and papers"), own.papers, "workbench/panel_papers.html"),
    (
        "contacts",
        90,
        _("Latest contacts"),
        own.contacts,
        "workbench/panel_contacts.html",
    ),
)
NAV = (
    NavItem(_("Home"), "home", "home", Group.WORKBENCH, order=1, phone=True),
    NavItem(
        _("My to-do"),
        "todo",
        "todo",
        Group.WORKBENCH,
        counter=waiting.everything,
        late=waiting.everything_late,
        order=10,
        phone=True,
        phone_label=_("To-do"),
    ),
    NavItem(
        _("Approvals"),
        "queue",
        "stamp",
        Group.WORKBENCH,
        counter=front.waiting_requests,
        order=20,
    ),
    NavItem(
        _("Late matters"),
        "late",
        "clock",
        Group.WORKBENCH,
        late.SEE,
        counter=late.late,
        order=30,
    ),
    NavItem(_("Shifts"), "shift", "shift", Group.WORKBENCH, "shift.view", order=45),
    NavItem(_("All matters"), "cases", "archive", Group.REGISTERS, order=90),
    NavItem(
        _("Statistics"), "reports", "chart", Group.MANAGEMENT, STATISTICS, order=20
    ),
    NavItem(
        _("Posts"),
        "posts",
        "users",
        Group.MANAGEMENT,
        "organisation.view_posts",
        order=30,
    ),
    NavItem(
        _("Rules in force"),
        "rules",
        "file",
        Group.MANAGEMENT,
        "policy.view_rules",
        order=40,
    ),
    NavItem(
        _("Take over a roster"), "roster", "archive", Group.MANAGEMENT, IMPORT, order=50
    ),
    NavItem(
        _("Administration"),
        "admin:index",
        "gear",
        Group.MANAGEMENT,
        "organisation.administer",
        order=90,
    ),
)


def _late_url(user: Staff) -> str:
    return f"{reverse('cases')}?view=late"


TILES = (
    Tile(
        "cases.today",
        _("Came in today"),
        front.opened_today,
        lambda user: f"{reverse('cases')}?view=today",
        order=60,
    ),
    Tile("cases.late", _("Overdue"), front.late, _late_url, order=61, bad=True),
    Tile(
        "queue",
        _("Waiting for my decision"),
        front.waiting_requests,
        lambda user: reverse("queue"),
        order=62,
    ),
)
