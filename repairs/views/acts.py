"""How the steps of a repair are laid out (LOOK 6)."""

from __future__ import annotations

from dataclasses import replace

from propertyservice.organisation.models import Staff
from propertyservice.ui import acts
from propertyservice.ui.acts import Acts, Arrangement
from repairs.models import Repair
from repairs.transitions import STEPS

LAID = Arrangement(
    steps=STEPS,
    quiet=("contact",),
    elsewhere=("correct",),
    expected=(
        "paid_work_is_quoted",
        "not_in_incident",
        "own_task",
        "contacts_were_tried",
        "nobody_waits_for_an_answer",
        "within_rework_window",
        "common_parts_by_supervisor",
    ),
    # Who decides does not ask himself; common parts are inspected, not signed.
    instead={
        "ask_suspension": "suspend",
        "ask_extension": "extend",
        "ask_unsigned": "finish_unsigned",
        "ask_inspection": "finish_common",
    },
)
IN_COMMON_PARTS = replace(LAID, instead={**LAID.instead, "finish": "finish_common"})


def acts_for(user: Staff, repair: Repair) -> Acts:
    """The steps open to this person; one that is expected and refused says why."""
    laid = LAID if repair.unit_id else IN_COMMON_PARTS
    return acts.acts_for(user, repair, laid)
