"""Rules, rights and refusals of the shifts."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy

from propertyservice.audit import refusals
from propertyservice.organisation import posts
from propertyservice.planning.handovers import GRACE
from propertyservice.planning.roster import HOURS
from propertyservice.planning.sources import PLAN, SEE
from propertyservice.policy import definitions
from propertyservice.policy.definitions import Confidence, RuleDef

SHIFTS_AT_MOST = 6
OVERSEE = [
    posts.CS_SUPERVISOR,
    posts.MAINT_SUPERVISOR,
    posts.OFFICE_MANAGER,
    posts.COMPANY_MANAGER,
]
REFUSALS = {
    "planning_one_on_duty_a_shift": lazy(
        "Somebody has just filled this shift. Reload the page."
    ),
    "planning_duty_in_order": lazy("A duty can't end before it begins."),
    "planning_handover_frozen": lazy(
        "A signed hand-over stays as it is. Write what is new in the next one."
    ),
    "planning_handover_two_people": lazy(
        "Who hands over can't take over as well. The next one signs."
    ),
    "planning_handover_taken_when": lazy("Who takes over signs with name and time."),
    # Two who hand over the same shift at once.
    "planning_handover_duty_id_key": lazy(
        "This shift is handed over already. Reload the page."
    ),
}


def _check_hours(value: Any) -> None:
    """Between one and six shifts, none twice."""
    if not 1 <= len(value) <= SHIFTS_AT_MOST or len(set(value)) < len(value):
        raise ValidationError(_("Give one to six different shifts."), code="shifts")


RULES = (
    RuleDef(
        HOURS,
        ["08:00-20:00", "20:00-08:00"],
        lazy("Shifts of a day"),
        lazy("hours"),
        "DESIGN 3",
        Confidence.GUESS,
        by_grade=(
            ("GRADE_2", ["07:00-15:00", "15:00-23:00"]),
            ("GRADE_3", ["09:00-17:00"]),
        ),
        check=_check_hours,
    ),
    RuleDef(
        GRACE,
        30,
        lazy("A hand-over is missed after the end of the shift by"),
        lazy("minutes"),
        "DESIGN 3",
        Confidence.GUESS,
    ),
)


def register() -> None:
    """Tell the kernel; called once from ``apps.ready()``."""
    posts.grant({SEE: [*OVERSEE, posts.AUDITOR], PLAN: OVERSEE[:3]})
    definitions.register(*RULES)
    refusals.register(REFUSALS)
