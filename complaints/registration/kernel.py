"""Rights, rules, limits, requests and refusals of complaints."""

from __future__ import annotations

from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from complaints import transitions
from complaints.models import Complaint, Status
from complaints.panels import SOURCE
from complaints.rules import levels
from complaints.rules.deadlines import KINDS
from complaints.rules.defaults import RULES
from complaints.transitions import decided
from complaints.transitions.back import WAIT_COMPLAINANT
from complaints.transitions.queue import DECIDE, EXTEND
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
)
from propertyservice.planning import sources as shifts
from propertyservice.policy import definitions
from propertyservice.workflow import kinds as deadlines

DESK, CALLBACK = "COMPLAINT_DESK", "CALLBACK_STAFF"
HEADS = [CS_SUPERVISOR, MAINT_SUPERVISOR, OFFICE_MANAGER, COMPANY_MANAGER]
MANAGERS = [OFFICE_MANAGER, COMPANY_MANAGER]
LEADERS = [CS_SUPERVISOR, *MANAGERS]

GRANTS = {
    "complaints.view": [DESK, *LEADERS, AUDITOR, CALLBACK],
    "complaints.list": [DESK, *LEADERS, AUDITOR, CALLBACK, MAINT_SUPERVISOR],
    "complaints.register": [DESK, CS_SUPERVISOR],
    "complaints.classify": [CS_SUPERVISOR, COMPANY_MANAGER],
    "complaints.transfer": [DESK, *LEADERS],
    "complaints.reassign": MANAGERS,
    "complaints.handle": HEADS,
    "complaints.answer": [DESK, *LEADERS],
    "complaints.decide": LEADERS,
    "complaints.oversee": [COMPANY_MANAGER],
    "complaints.call_back": [CALLBACK, *LEADERS, MAINT_SUPERVISOR],
    "complaints.close": LEADERS,
    "complaints.close_serious": MANAGERS,
    "complaints.reopen": [DESK, CALLBACK, *LEADERS, MAINT_SUPERVISOR],
    "complaints.withdraw": [DESK, CS_SUPERVISOR, COMPANY_MANAGER],
    "complaints.merge": [CS_SUPERVISOR, COMPANY_MANAGER],
    "complaints.link": [DESK, CS_SUPERVISOR],
    "complaints.track": [DESK, *HEADS],
    "complaints.chase": [DESK, *LEADERS],
    "complaints.correct": [DESK, CS_SUPERVISOR],
    "complaints.enter_late": LEADERS,
    "complaints.export": [DESK, *LEADERS, AUDITOR],
    "complaints.print": [DESK, *HEADS, AUDITOR],
    "complaints.reports": [*LEADERS, AUDITOR],
}
REFUSALS = {
    "complaints_status_jump": _("No step leads there. Reload the page and go on."),
    "complaints_status_born": _("A complaint begins in the register."),
    "complaints_handler_is_another": _(
        "The complaint is about this person. Choose somebody else."
    ),
    "complaints_closer_is_another": _(
        "The complaint is about you. Somebody else must take this step."
    ),
    "complaints_approver_is_another": _(
        "The complaint is about you. Somebody else must take this step."
    ),
    "complaints_judged_when_classified": _("Say whether the complaint is valid."),
    "complaints_passed_on_to_somebody": _("Choose the department and who signs."),
    "complaints_serious_needs_measures": _(
        "Record the corrective and preventive action first."
    ),
    "complaints_merged_into_another": _("Choose the complaint it belongs to."),
    "complaints_not_into_itself": _("A complaint can't be merged into itself."),
    "complaints_outside_limit_has_party": _("Say whose limit it is."),
    "complaints_one_spokesman": _("A group has one spokesman. Reload the page."),
    "complaints_anonymous_has_no_name": _(
        "Write the complainant's name, or choose anonymous without name and telephone."
    ),
}
REQUESTS = (
    RequestKind(
        code=DECIDE,
        label=_("Proposal for a complaint"),
        right="complaints.decide",
        carry_out=decided.approve,
        facts=decided.proposal_facts,
        approve_label=_("Approve the proposal"),
        tiers=levels.DECIDED_BY,
        level=decided.tier_of,
        send_back=decided.send_back,
        take_back=decided.take_back,
    ),
    RequestKind(
        code=EXTEND,
        label=_("More time for a complaint"),
        right="complaints.decide",
        carry_out=decided.extend,
        facts=decided.extension_facts,
        approve_label=_("Grant more time"),
        tiers=levels.DECIDED_BY,
        level=decided.tier_of,
    ),
)


def register() -> None:
    """Tell the kernel; called once from ``apps.ready()``."""
    posts.grant(GRANTS)
    definitions.register(*RULES)
    deadlines.register(*KINDS)
    deadlines.register_pauses({WAIT_COMPLAINANT: _("Waits for the complainant")})
    requests.register(*REQUESTS)
    shifts.register(SOURCE)
    shifts.register_posts(DESK)
    refusals.register(REFUSALS)
    clauses.register(
        Clause(
            code="complaints",
            kind="TS",
            label=_("Complaints"),
            view="complaints.view",
            url_name="complaints:detail",
            icon="flag",
            status_label=lambda status: str(Status(status).label),
            step_label=step_label,
            also_visible=handled_by,
        )
    )


def step_label(name: str) -> str:
    """The name of a step in the timeline."""
    if name == "receive":
        return str(_("Taken down"))
    return str(transitions.LABELS.get(name, name))


def handled_by(user: Any) -> QuerySet[Any]:
    """Register ids of the complaints that were passed on to somebody."""
    return Complaint.objects.filter(handler=user).values("register")
