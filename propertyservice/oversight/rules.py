"""How large a sample is, how long a finding may take, what a survey must reach."""

from __future__ import annotations

from math import ceil
from typing import Any

from django.utils.translation import gettext_lazy as _

from propertyservice.organisation import posts
from propertyservice.policy.definitions import Confidence, RuleDef
from propertyservice.policy.in_force import RulesInForce
from propertyservice.workflow.kinds import DeadlineKind

RECTIFY, RECHECK = "oversight.rectify", "oversight.recheck"
SHARE, LEAST, MOST = (
    "inspection.sample_share",
    "inspection.sample_least",
    "inspection.sample_most",
)
RETURN, SATISFACTION = "survey.return_min", "survey.satisfaction_min"
G, C = Confidence.GUESS, Confidence.CERTAIN
DAYS = _("limit")


def days(count: int) -> dict[str, Any]:
    """A limit in days; its last day moves past a holiday."""
    return {"clock": "NATURAL", "days": count, "shift_if_holiday": True}


KINDS = (
    DeadlineKind(RECTIFY, _("Put right"), pausable=False),
    DeadlineKind(
        RECHECK,
        _("Re-check"),
        pausable=False,
        supervisor_post=posts.OFFICE_MANAGER,
        manager_post=posts.COMPANY_MANAGER,
    ),
)
RULES = (
    RuleDef(
        SHARE,
        0.05,
        _("Inspection: share of a register"),
        "",
        "SPEC 3.1",
        G,
        percent=True,
    ),
    RuleDef(LEAST, 5, _("Inspection: at least"), _("cases"), "SPEC 3.1", G),
    RuleDef(MOST, 30, _("Inspection: at most"), _("cases"), "SPEC 3.1", G),
    RuleDef(RECTIFY, days(7), _("Put a finding right"), DAYS, "SPEC 3.2", G),
    RuleDef(RECHECK, days(3), _("Re-check a finding"), DAYS, "SPEC 3.1", G),
    RuleDef(
        RETURN,
        0.70,
        _("Survey: sheets that come back"),
        "",
        "RULES 2.2",
        G,
        percent=True,
    ),
    RuleDef(
        SATISFACTION,
        0.80,
        _("Survey: satisfied and fairly satisfied"),
        "",
        "RULES 2.0.6",
        C,
        by_grade=(("GRADE_1", 0.80), ("GRADE_2", 0.75), ("GRADE_3", 0.70)),
        percent=True,
    ),
)


def sample_size(population: int, rules: RulesInForce) -> int:
    """How many cases are looked at: a share, within bounds, never more than there are.

    The share is rounded up, so that a small register is not left out.
    """
    wanted = max(int(rules[LEAST]), ceil(population * float(rules[SHARE])))
    return min(population, wanted, max(int(rules[MOST]), int(rules[LEAST])))
