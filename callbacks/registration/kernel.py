"""Posts, rights, rules, limits, requests and refusals of callbacks."""

from __future__ import annotations

from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from callbacks import transitions
from callbacks.models import Callback, Status
from callbacks.rules.deadlines import KINDS
from callbacks.rules.defaults import RULES
from callbacks.transitions import decided
from callbacks.transitions.planning import DO_NOT_CALL, WAIVE
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
from propertyservice.policy import definitions
from propertyservice.workflow import kinds as deadlines

CALLBACK = "CALLBACK_STAFF"
GRANTS = {
    "callbacks.view": [
        CALLBACK,
        CS_SUPERVISOR,
        OFFICE_MANAGER,
        COMPANY_MANAGER,
        AUDITOR,
    ],
    "callbacks.call": [CALLBACK, CS_SUPERVISOR, OFFICE_MANAGER, COMPANY_MANAGER],
    "callbacks.worklist": [CALLBACK],
    "callbacks.assign": [CS_SUPERVISOR, COMPANY_MANAGER],
    "callbacks.add": [CS_SUPERVISOR],
    "callbacks.waive": [CS_SUPERVISOR, OFFICE_MANAGER],
    "callbacks.review": [CS_SUPERVISOR, OFFICE_MANAGER, COMPANY_MANAGER],
    "callbacks.enter_late": [CS_SUPERVISOR],
    "callbacks.export": [CALLBACK, CS_SUPERVISOR, OFFICE_MANAGER, AUDITOR],
    "callbacks.print": [CALLBACK, CS_SUPERVISOR, OFFICE_MANAGER],
    "callbacks.rate": [
        CALLBACK,
        CS_SUPERVISOR,
        MAINT_SUPERVISOR,
        OFFICE_MANAGER,
        COMPANY_MANAGER,
        AUDITOR,
    ],
    "callbacks.samplings": [CS_SUPERVISOR, OFFICE_MANAGER, COMPANY_MANAGER, AUDITOR],
    "callbacks.reports": [CS_SUPERVISOR, OFFICE_MANAGER, COMPANY_MANAGER, AUDITOR],
    "callbacks.relations": [OFFICE_MANAGER],
}
REFUSALS = {
    "callbacks_status_jump": _("No step leads there. Reload the page and go on."),
    "callbacks_status_born": _("A callback begins as planned."),
    "callbacks_one_sampling_a_month": _(
        "This month's sampling has just been opened. Try again."
    ),
    "callbacks_month_begins": _("A sampling is named by the first day of its month."),
    "callbacks_seed_stays": _("The seed of a sampling never changes."),
    "callbacks_one_candidate_a_turn": _("This is in the base already."),
    "callbacks_rate_is_a_share": _("Type a share from 0 to 1, such as 0.3."),
    "callbacks_window_in_order": _("A window can't end before it opens."),
    "callbacks_rating_stays": _(
        "The first rating stays in the statistics. Add a second callback instead."
    ),
    "callbacks_reviewed_stays": _(
        "Nothing is edited after the review. Add a second callback instead."
    ),
    "callbacks_never_by_the_rated": _("Nobody calls back on his own work."),
    "callbacks_review_by_another": _("Another person must review this callback."),
    "callbacks_assigned_has_caller": _("Choose who calls."),
    "callbacks_answer_is_whole": _("Enter who answered, how, and the rating."),
    "callbacks_unhappy_says_why": _(
        "Write down what the resident is not satisfied with."
    ),
    "callbacks_visit_is_signed": _("A visit is signed by the resident."),
    "callbacks_follow_up_has_case": _("Name the case that puts it right."),
    "callbacks_one_wish_a_household": _("The wish of this household is noted already."),
    "callbacks_relation_once": _("This relation stands on the list already."),
    "callbacks_relation_of_two": _("A relation is between two people."),
}
REQUESTS = (
    RequestKind(
        code=WAIVE,
        label=_("Waive a callback (duplicate)"),
        right="callbacks.waive",
        carry_out=decided.waive,
        facts=decided.facts,
        approve_label=_("Waive it"),
    ),
    RequestKind(
        code=DO_NOT_CALL,
        label=_("Household wants no calls"),
        right="callbacks.waive",
        carry_out=decided.do_not_call,
        facts=decided.facts,
        approve_label=_("Note the wish"),
    ),
)


def register() -> None:
    """Tell the kernel; called once from ``apps.ready()``."""
    posts.grant(GRANTS)
    definitions.register(*RULES)
    deadlines.register(*KINDS)
    requests.register(*REQUESTS)
    refusals.register(REFUSALS)
    clauses.register(
        Clause(
            code="callbacks",
            kind="HF",
            label=pgettext_lazy("clause", "Callbacks"),
            view="callbacks.view",
            url_name="callbacks:detail",
            icon="phone",
            status_label=lambda status: str(Status(status).label),
            step_label=step_label,
            also_visible=calls_of,
        )
    )


def step_label(name: str) -> str:
    """The name of a step in the timeline."""
    if name in ("draw", "second"):
        return str(_("Planned"))
    known = [
        *transitions.STEPS,
        *transitions.BY_SYSTEM,
        *transitions.BY_DECISION,
    ]
    return next((str(step.label) for step in known if step.name == name), name)


def calls_of(user: Any) -> QuerySet[Any]:
    """Register ids of the callbacks that somebody was given."""
    return Callback.objects.filter(caller=user).values("register")
