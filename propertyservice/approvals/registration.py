"""Rules and refusals of the approval queue."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _

from propertyservice.approvals import requests
from propertyservice.approvals.kinds import LIMIT
from propertyservice.approvals.routing import APART
from propertyservice.audit import refusals
from propertyservice.policy import definitions
from propertyservice.policy.definitions import Confidence, RuleDef
from propertyservice.workflow.signals import case_closed

REFUSALS = {
    "approvals_not_ones_own": _(
        "This is your own request. Another person must decide it."
    ),
    "approvals_not_about_oneself": _(
        "This case is about you. Another person must decide it."
    ),
    "approvals_decider_holds_the_post": _("Your post does not include this decision."),
    "approvals_decided_by_somebody": _("A decision needs a person and a time."),
    "approvals_one_waiting_of_a_kind": _(
        "The same request waits for a decision already."
    ),
    "approvals_born_waiting": _("A request begins by waiting for its decision."),
    "approvals_decided_once": _(
        "This request is decided already, and a decision stands. Ask anew."
    ),
    "approvals_question_stays": _(
        "What was asked can't be changed. Take the request back and ask anew."
    ),
    "approvals_tier_in_turn": _(
        "This tier is decided already, or another comes first. Reload the page."
    ),
    "approvals_one_word_a_tier": _("This tier is decided already. Reload the page."),
    "approvals_tiers_in_two_hands": _(
        "You have decided an earlier tier. Another person must decide this one."
    ),
}
RULES = (
    RuleDef(
        LIMIT,
        {"clock": "NATURAL", "minutes": 24 * 60},
        _("Decide a request"),
        _("limit"),
        "DESIGN 3",
        Confidence.GUESS,
    ),
    RuleDef(
        APART,
        True,
        _("Each tier of an approval is another person"),
        "",
        "RULES 2.0.2",
        Confidence.TYPICAL,
    ),
)


def register() -> None:
    """Tell the kernel; called once from ``apps.ready()``."""
    refusals.register(REFUSALS)
    definitions.register(*RULES)
    case_closed.connect(_withdraw_what_waits, dispatch_uid="approvals")


def _withdraw_what_waits(sender: Any, case: Any, by: Any, **facts: Any) -> None:
    """A closed case asks for nothing any more."""
    requests.withdraw_all(case, by=by)
