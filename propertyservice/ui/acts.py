"""The steps of a case as buttons, by the same rule that guards the call."""

from __future__ import annotations

from collections.abc import Container, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from propertyservice.organisation.models import Staff
from propertyservice.workflow.transitions import Transition

SHOWN = 5


@dataclass(frozen=True, kw_only=True)
class Arrangement:
    """How a clause lays out its steps.

    ``quiet`` ones stand apart, ``elsewhere`` ones have their place on the page,
    ``expected`` are the guards whose refusal is said as a hint, and ``instead`` names
    the step that takes the place of another where both are open.
    """

    steps: Sequence[Transition]
    quiet: Container[str] = ()
    elsewhere: Container[str] = ()
    expected: Container[str] = ()
    instead: Mapping[str, str] = field(default_factory=dict)


@dataclass
class Acts:
    """What may be done now, in the order of likelihood (LOOK 6).

    ``for_whom`` is the colleague whose act the user would take in his place.
    """

    first: list[Transition] = field(default_factory=list)
    more: list[Transition] = field(default_factory=list)
    quiet: list[Transition] = field(default_factory=list)
    destructive: list[Transition] = field(default_factory=list)
    corrects: bool = False
    hint: str = ""
    for_whom: Any = None

    @property
    def any(self) -> bool:
        """Whether there is anything to do."""
        return bool(self.first or self.more or self.quiet or self.destructive)


def acts_for(user: Staff, record: Any, laid: Arrangement) -> Acts:
    """The steps open to this person; one that is expected and refused says why."""
    acts, open_steps = Acts(), []
    for step in sorted(laid.steps, key=lambda step: step.order):
        if record.status not in step.sources:
            continue
        if not user.may(step.right, record.office_id):
            continue
        refusal = step.refusal(user, record)
        if refusal is None:
            open_steps.append(step)
        elif refusal.code in laid.expected and not acts.hint:
            acts.hint = f"{step.label}: {refusal.sentence}"
    names = {step.name for step in open_steps}
    for step in open_steps:
        if laid.instead.get(step.name) not in names:
            _place(acts, step, laid)
    theirs = (s for s in acts.first if s.stands_in(user, record))
    acts.for_whom = next((getattr(record, step.of) for step in theirs), None)
    return acts


def _place(acts: Acts, step: Transition, laid: Arrangement) -> None:
    if step.name in laid.elsewhere:
        acts.corrects = True
    elif step.destructive:
        acts.destructive.append(step)
    elif step.name in laid.quiet:
        acts.quiet.append(step)
    elif len(acts.first) < SHOWN:
        acts.first.append(step)
    else:
        acts.more.append(step)


_at_once: dict[str, Sequence[Transition]] = {}


def register_at_once(clause: str, steps: Sequence[Transition]) -> None:
    """Steps of a clause that a list offers to who has the case in hand: one press.

    They ask for nothing, and their guards ask the database nothing.
    """
    _at_once[clause] = steps


def at_once(user: Staff, case: Any, record: Any) -> Transition | None:
    """The step that one press takes from a list; None when there is none for him."""
    if record is None or case.holder_id != user.pk:
        return None
    open_steps = (
        s for s in _at_once.get(case.clause, ()) if s.is_open_to(user, record)
    )
    return next(open_steps, None)
