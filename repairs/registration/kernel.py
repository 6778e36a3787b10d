"""Posts, rights, rules, limits, requests and refusals of repairs."""

from __future__ import annotations

from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from propertyservice.approvals import kinds as requests
from propertyservice.approvals.kinds import RequestKind
from propertyservice.audit import refusals
from propertyservice.cases import clauses
from propertyservice.cases.clauses import Clause
from propertyservice.organisation import posts
from propertyservice.organisation.posts import (
    AUDITOR,
    COMPANY_MANAGER,
    CS_SUPERVISOR,
    MAINT_SUPERVISOR,
    OFFICE_MANAGER,
    Post,
)
from propertyservice.planning import sources as shifts
from propertyservice.policy import definitions
from propertyservice.workflow import kinds as deadlines
from repairs import transitions
from repairs.models import Repair, Status, SuspendReason
from repairs.panels import SOURCES
from repairs.rules.deadlines import KINDS
from repairs.rules.defaults import RULES
from repairs.transitions import decided, queue

DESK, TECHNICIAN, CALLBACK = "REPAIR_DESK", "TECHNICIAN", "CALLBACK_STAFF"

POSTS = (
    Post(DESK, _("Repair desk"), order=10),
    Post(TECHNICIAN, _("Repairer"), order=20),
)
GRANTS = {
    "repairs.view": [
        DESK,
        CS_SUPERVISOR,
        MAINT_SUPERVISOR,
        OFFICE_MANAGER,
        COMPANY_MANAGER,
        AUDITOR,
        CALLBACK,
        "COMPLAINT_DESK",
    ],
    "repairs.register": [DESK, CS_SUPERVISOR, MAINT_SUPERVISOR],
    "repairs.dispatch": [DESK, CS_SUPERVISOR, MAINT_SUPERVISOR],
    "repairs.reassign": [MAINT_SUPERVISOR],
    "repairs.work": [TECHNICIAN, MAINT_SUPERVISOR],
    "repairs.confirm": [MAINT_SUPERVISOR],
    "repairs.raise_priority": [DESK, CS_SUPERVISOR, MAINT_SUPERVISOR, TECHNICIAN],
    "repairs.refer": [MAINT_SUPERVISOR],
    "repairs.return_sheet": [DESK, CS_SUPERVISOR],
    "repairs.reissue": [CS_SUPERVISOR],
    "repairs.close": [CS_SUPERVISOR],
    "repairs.rework": [DESK, CS_SUPERVISOR, CALLBACK],
    "repairs.cancel": [DESK, CS_SUPERVISOR],
    "repairs.track": [DESK, CS_SUPERVISOR, MAINT_SUPERVISOR, TECHNICIAN],
    "repairs.chase": [DESK, CS_SUPERVISOR, MAINT_SUPERVISOR],
    "repairs.correct": [DESK, CS_SUPERVISOR],
    "repairs.enter_late": [CS_SUPERVISOR, MAINT_SUPERVISOR],
    "repairs.export": [DESK, CS_SUPERVISOR, MAINT_SUPERVISOR, OFFICE_MANAGER, AUDITOR],
    "repairs.print": [DESK, CS_SUPERVISOR, MAINT_SUPERVISOR, TECHNICIAN],
    "repairs.own_tasks": [TECHNICIAN],
    "repairs.board": [MAINT_SUPERVISOR, CS_SUPERVISOR, OFFICE_MANAGER],
    "repairs.reports": [
        CS_SUPERVISOR,
        MAINT_SUPERVISOR,
        OFFICE_MANAGER,
        COMPANY_MANAGER,
        AUDITOR,
    ],
}
REFUSALS = {
    "repairs_somewhere": _("Choose a room or a common place."),
    "repairs_household_has_phone": _("Enter the phone number of the household."),
    "repairs_remark_needs_sheet": _(
        "The remark is written only after the task sheet is back."
    ),
    "repairs_suspended_has_reason": _("Choose why the work is suspended."),
    "repairs_dispatched_has_repairer": _("Choose a repairer first."),
    "repairs_not_its_own_incident": _("A repair can't join itself."),
    "repairs_status_jump": _("No step leads there. Reload the page and go on."),
    "repairs_status_born": _("A repair begins in the register."),
    "repairs_one_sheet_a_round": _(
        "Somebody has just made this task sheet. Reload the page."
    ),
    "repairs_fees_not_negative": _("An amount can't be negative."),
    "repairs_finish_has_result": _("Choose the result of the work."),
    "repairs_charge_needs_quote": _(
        "Record the quote and the resident's acceptance before charging."
    ),
    "repairs_material_positive": _("Enter a quantity above 0 and a price from 0 up."),
    "repairs_one_report_a_household": _("This household is counted already."),
}
REQUESTS = (
    RequestKind(
        code=queue.SUSPEND,
        label=_("Suspend a repair"),
        right="repairs.confirm",
        carry_out=decided.suspend,
        facts=decided.suspend_facts,
        approve_label=_("Agree to suspend"),
    ),
    RequestKind(
        code=queue.EXTEND,
        label=_("More time for a repair"),
        right="repairs.confirm",
        carry_out=decided.extend,
        facts=decided.extend_facts,
        approve_label=_("Grant more time"),
    ),
    RequestKind(
        code=queue.UNSIGNED,
        label=_("Finished, resident did not sign"),
        right="repairs.confirm",
        carry_out=decided.finish_unsigned,
        facts=decided.work_facts,
        approve_label=_("Sign as finished"),
    ),
    RequestKind(
        code=queue.COMMON,
        label=_("Common parts to inspect"),
        right="repairs.confirm",
        carry_out=decided.finish_common,
        facts=decided.work_facts,
        approve_label=_("Inspected, sign"),
    ),
)


def register() -> None:
    """Tell the kernel; called once from ``apps.ready()``."""
    posts.register(*POSTS)
    posts.grant(GRANTS)
    definitions.register(*RULES)
    deadlines.register(*KINDS)
    deadlines.register_pauses(dict(SuspendReason.choices))
    requests.register(*REQUESTS)
    shifts.register(*SOURCES)
    shifts.register_posts(DESK, TECHNICIAN)
    refusals.register(REFUSALS)
    clauses.register(
        Clause(
            code="repairs",
            kind="BX",
            label=_("Repairs"),
            view="repairs.view",
            url_name="repairs:detail",
            icon="wrench",
            status_label=lambda status: str(Status(status).label),
            step_label=step_label,
            also_visible=tasks_of,
        )
    )


def step_label(name: str) -> str:
    """The name of a step in the timeline."""
    if name == "report":
        return str(_("Registered"))
    known = [*transitions.STEPS, *transitions.FROM_ABOVE]
    return next((str(step.label) for step in known if step.name == name), name)


def tasks_of(user: Any) -> QuerySet[Any]:
    """Register ids of the tasks that a repairer was given."""
    return Repair.objects.filter(technician=user).values("register")
