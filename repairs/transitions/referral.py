"""Leading a repair elsewhere, and its answer (edge cases 12 and 13)."""

from __future__ import annotations

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy

from propertyservice.organisation.models import Staff
from propertyservice.workflow.transitions import Move, Refused, transition
from repairs.models import ReferTo, Repair, Status
from repairs.rules import deadlines as limits
from repairs.signals import repair_closed, repair_dispatched
from repairs.transitions.dispatch import WORKING, hand_over, hold
from repairs.transitions.intake import start_finish


@transition(
    label=lazy("Refer out"),
    sources=[Status.REGISTERED, Status.DISPATCHED, *WORKING, Status.SUSPENDED],
    target=Status.REFERRED,
    right="repairs.refer",
    order=40,
)
def refer(
    repair: Repair, move: Move, *, to: str, party: str, their_no: str = ""
) -> None:
    """Refer to warranty, a utility or the owner; the desk tracks until answered.

    Edge cases 12 and 13: no price line, their ticket number.
    """
    if to == ReferTo.UTILITY and not their_no:
        raise Refused(_("Enter the ticket number they gave."), code="their_no")
    repair.referred_to, repair.referred_party = to, party
    repair.referred_no = their_no
    move.deadlines.resume(move.at)
    move.deadlines.drop_all(move.at)
    move.deadlines.start(limits.ANSWER, move.at, rule="repair.referral_answer")
    move.note(party=party, their_no=their_no)
    hold(repair, None, "REPAIR_DESK")


@transition(
    label=lazy("Record their answer"),
    sources=[Status.REFERRED],
    target=Status.CLOSED,
    right="repairs.track",
    announces=repair_closed,
    order=1,
)
def answer_referral(repair: Repair, move: Move, *, answer: str) -> None:
    """They have answered: the resident is told and the line closes."""
    repair.referral_answer = answer
    move.deadlines.meet([limits.ANSWER], move.at)
    move.note(answer=answer)
    hold(repair, None, "")


@transition(
    label=lazy("Take it back"),
    sources=[Status.REFERRED],
    target=Status.DISPATCHED,
    right="repairs.dispatch",
    announces=repair_dispatched,
    order=2,
)
def take_back(repair: Repair, move: Move, *, technician: Staff) -> None:
    """They won't do it: our own repairer does."""
    hand_over(repair, move, technician)
    move.deadlines.drop([limits.ANSWER], move.at)
    start_finish(move.deadlines, repair, move.at, move.at)
