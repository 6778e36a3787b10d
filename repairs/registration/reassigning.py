"""How a late repair goes to another repairer (RULES 2.1)."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

from propertyservice.cases.models import Case
from propertyservice.organisation.models import Staff
from propertyservice.ui.reassign import Choice, Way
from propertyservice.workflow.transitions import Transition
from repairs.forms.people import load_of, not_the_same, repairers, trades_of
from repairs.models import Repair, Status
from repairs.transitions import dispatch, reassign


def step_for(repair: Repair) -> Transition:
    """Nobody has it yet: it is dispatched; else it is reassigned."""
    return dispatch if repair.status == Status.REGISTERED else reassign


def people(case: Case) -> Sequence[Choice]:
    """Today's repairers with what each has in hand, but for the present one."""
    repair = _repair(case)
    able = not_the_same(repairers(case.office_id), repair.technician_id)
    words = (" · ".join(filter(None, (trades_of(p), load_of(p)))) for p in able)
    return [Choice(person, said) for person, said in zip(able, words, strict=True)]


def act(case: Case, person: Staff, by: Staff, reason: str) -> None:
    """Take the step; the reason is on record."""
    repair = _repair(case)
    step = partial(step_for(repair), repair, by=by, technician=person)
    step(reason=reason)


def refusal(case: Case, by: Staff) -> str:
    """Why it can't be passed on now."""
    repair = _repair(case)
    found = step_for(repair).refusal(by, repair)
    return found.sentence if found else ""


def _repair(case: Case) -> Repair:
    return Repair.objects.select_related("register", "office").get(pk=case.pk)


WAY = Way("repairs", "repairs.reassign", people, act, refusal)
