"""The steps of a case as buttons, by the same rule that guards the call."""

from __future__ import annotations

from dataclasses import dataclass, field

from propertyservice.organisation.models import Staff
from propertyservice.workflow.transitions import Transition
from repairs.models import Repair
from repairs.transitions import STEPS

SHOWN = 5
QUIET = ("contact",)
ELSEWHERE = ("correct",)
EXPECTED = (
    "paid_work_is_quoted",
    "not_in_incident",
    "own_task",
    "contacts_were_tried",
    "nobody_waits_for_an_answer",
    "within_rework_window",
    "common_parts_by_supervisor",
)
# Who decides does not ask himself; common parts are inspected, not signed.
INSTEAD = {
    "ask_suspension": "suspend",
    "ask_extension": "extend",
    "ask_unsigned": "finish_unsigned",
    "ask_inspection": "finish_common",
}


@dataclass
class Acts:
    """What may be done now, in the order of likelihood (LOOK 6)."""

    first: list[Transition] = field(default_factory=list)
    more: list[Transition] = field(default_factory=list)
    quiet: list[Transition] = field(default_factory=list)
    destructive: list[Transition] = field(default_factory=list)
    corrects: bool = False
    hint: str = ""

    @property
    def any(self) -> bool:
        """Whether there is anything to do."""
        return bool(self.first or self.more or self.quiet or self.destructive)


def acts_for(user: Staff, repair: Repair) -> Acts:
    """The steps open to this person; one that is expected and refused says why."""
    acts, open_steps = Acts(), []
    for step in sorted(STEPS, key=lambda step: step.order):
        if repair.status not in step.sources:
            continue
        if not user.may(step.right, repair.office_id):
            continue
        refusal = step.refusal(user, repair)
        if refusal is None:
            open_steps.append(step)
        elif refusal.code in EXPECTED and not acts.hint:
            acts.hint = f"{step.label}: {refusal.sentence}"
    names = {step.name for step in open_steps}
    for step in open_steps:
        _place(acts, step, names, repair)
    return acts


def _place(acts: Acts, step: Transition, names: set[str], repair: Repair) -> None:
    if INSTEAD.get(step.name) in names:
        return
    if step.name == "finish" and "finish_common" in names and not repair.unit_id:
        return
    if step.name in ELSEWHERE:
        acts.corrects = True
    elif step.destructive:
        acts.destructive.append(step)
    elif step.name in QUIET:
        acts.quiet.append(step)
    elif len(acts.first) < SHOWN:
        acts.first.append(step)
    else:
        acts.more.append(step)
