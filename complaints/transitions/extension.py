"""More time: asked before the limit, granted by level, told before it runs out."""

from __future__ import annotations

from datetime import datetime

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy

from complaints.models import Complaint, Status
from complaints.rules import deadlines as limits
from complaints.transitions import guards, routing
from complaints.transitions.queue import EXTEND, hand_to_queue
from propertyservice.workflow.transitions import Move, Refused, transition

WORKING = (
    Status.CLASSIFIED,
    Status.TRANSFERRED,
    Status.INVESTIGATING,
    Status.PROPOSED,
    Status.APPROVED,
    Status.IMPLEMENTING,
    Status.REOPENED,
)


def _present_limit(move: Move) -> datetime | None:
    """When the solution is due now. Raises Refused when that has passed."""
    running = move.deadlines.running(limits.SOLVE)
    if not running:
        raise Refused(_("No limit of the solution is running."), code="until")
    due = running[0].due_at
    if due is not None and due <= move.at:
        raise Refused(
            _("The limit has passed: more time is asked and told before that."),
            code="too_late",
        )
    return due


@transition(
    label=lazy("Ask for more time"),
    sources=WORKING,
    right="complaints.handle",
    guards=guards.HANDLED,
    order=48,
)
def ask_extension(complaint: Complaint, move: Move, *, until: datetime) -> None:
    """It can't be solved in time; whoever decides at this level may grant more."""
    due = _present_limit(move)
    if due and until <= due:
        raise Refused(_("Enter a time after the present limit."), code="until")
    hand_to_queue(complaint, move, EXTEND, reason=move.reason, until=until.isoformat())


@transition(
    label=lazy("Grant more time"),
    sources=WORKING,
    right="complaints.decide",
    guards=[guards.not_about_him],
)
def grant_extension(complaint: Complaint, move: Move, *, until: datetime) -> None:
    """Granted in the queue; it holds once the complainant has been told."""
    complaint.extension_until = until
    move.note(until=until.isoformat())


@transition(
    label=lazy("Tell of the longer time"),
    sources=WORKING,
    right="complaints.answer",
    guards=[guards.not_about_him, guards.more_time_was_granted],
    order=4,
)
def tell_extension(
    complaint: Complaint, move: Move, *, method: str, words: str = ""
) -> None:
    """Told to the complainant before the old limit: only now the new one holds."""
    _present_limit(move)
    until = complaint.extension_until
    assert until is not None  # noqa: S101 the guard asked
    move.deadlines.extend(limits.SOLVE, until, move.reason or str(_("extension")))
    routing.route(complaint, move.deadlines)
    complaint.extended_to, complaint.extension_until = until, None
    move.note(method=method, words=words, until=timezone.localtime(until).isoformat())
