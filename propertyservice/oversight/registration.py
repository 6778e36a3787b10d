"""What the kernel must know of inspections and surveys."""

from __future__ import annotations

from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from propertyservice.audit import refusals
from propertyservice.cases import clauses
from propertyservice.cases.clauses import Clause
from propertyservice.organisation import posts
from propertyservice.oversight import demo, surveys
from propertyservice.oversight.drawing import INSPECT
from propertyservice.oversight.models import Finding, Status
from propertyservice.oversight.models.inspection import VIEW
from propertyservice.oversight.registers import EXPORTS
from propertyservice.oversight.rules import KINDS, RULES
from propertyservice.oversight.transitions import LABELS, RECTIFY, REFUSALS
from propertyservice.policy import definitions
from propertyservice.spreadsheets import exports
from propertyservice.ui import nav, status
from propertyservice.ui.nav import Group, NavItem
from propertyservice.workbench.demo import registry as examples
from propertyservice.workflow import kinds as deadlines

MANAGERS = (posts.COMPANY_MANAGER, posts.OFFICE_MANAGER)
HEADS = (posts.CS_SUPERVISOR, posts.MAINT_SUPERVISOR, posts.OFFICE_MANAGER)
DESKS = ("REPAIR_DESK", "COMPLAINT_DESK", "CALLBACK_STAFF")
GRANTS = {
    VIEW: (*MANAGERS, posts.CS_SUPERVISOR, posts.MAINT_SUPERVISOR, posts.AUDITOR),
    INSPECT: MANAGERS,
    RECTIFY: HEADS,
    surveys.RUN: (posts.CS_SUPERVISOR, *MANAGERS),
    surveys.ENTER: (posts.CS_SUPERVISOR, *MANAGERS, *DESKS),
}
ROLES: dict[str, status.Role] = {
    Status.OPEN: "wait",
    Status.RECTIFIED: "move",
    Status.CLOSED: "rest",
}


def register() -> None:
    """Tell the kernel; called once from ``apps.ready()``."""
    posts.grant(GRANTS)
    definitions.register(*RULES)
    deadlines.register(*KINDS)
    refusals.register(REFUSALS)
    exports.register(*EXPORTS)
    status.register("oversight.finding", ROLES)
    clauses.register(
        Clause(
            code="oversight",
            kind="ZG",
            label=_("Findings"),
            view=VIEW,
            url_name="oversight:finding",
            icon="eye",
            status_label=lambda code: str(Status(code).label),
            step_label=lambda name: str(LABELS.get(name, name)),
            also_visible=given_to,
        )
    )
    nav.register(
        NavItem(
            _("Inspections"),
            "oversight:inspections",
            "eye",
            Group.MANAGEMENT,
            VIEW,
            order=22,
        ),
        NavItem(
            _("Surveys"),
            "oversight:surveys",
            "users",
            Group.MANAGEMENT,
            surveys.ENTER,
            order=24,
        ),
    )
    examples.register("oversight", 95, demo.load)


def given_to(user: Any) -> QuerySet[Any]:
    """Register ids of the findings that somebody must put right."""
    return Finding.objects.filter(responsible=user).values("register")
