"""Which limits a complaint has, when each starts and which rule sets it (RULES 2.3)."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from propertyservice.organisation import posts
from propertyservice.workflow.kinds import DeadlineKind

FIRST_REPLY = "complaints.first_reply"
TRANSFER = "complaints.transfer"
ANSWER = "complaints.answer"
SOLVE = "complaints.solve"
REPLY = "complaints.reply"
EXTERNAL = "complaints.external"
LEGAL = "complaints.legal"

DESK, MANAGER = posts.CS_SUPERVISOR, posts.OFFICE_MANAGER
COMPANY = posts.COMPANY_MANAGER

KINDS = (
    DeadlineKind(
        FIRST_REPLY, _("Accept the complaint"), pausable=False, supervisor_post=DESK
    ),
    DeadlineKind(
        TRANSFER, _("Pass the complaint on"), pausable=False, supervisor_post=DESK
    ),
    DeadlineKind(ANSWER, _("Clear answer"), pausable=False, supervisor_post=DESK),
    DeadlineKind(SOLVE, _("Solve"), supervisor_post=DESK),
    DeadlineKind(REPLY, _("Tell the outcome"), pausable=False, supervisor_post=DESK),
    DeadlineKind(EXTERNAL, _("Outside limit"), pausable=False, supervisor_post=MANAGER),
    DeadlineKind(
        LEGAL, _("Answer by local law"), pausable=False, supervisor_post=MANAGER
    ),
)
# Whatever tells the complainant how it ended meets these.
ANSWERED = (FIRST_REPLY, ANSWER, REPLY, EXTERNAL, LEGAL)


def transfer_rule(level: str) -> str:
    """The key of the rule that limits the hand-over."""
    return f"complaint.transfer.{level}"


def answer_rule(level: str) -> str:
    """The key of the rule that limits the clear answer."""
    return f"complaint.answer.{level}"


def solve_rule(level: str, is_safety: bool) -> str:
    """The key of the rule that limits the solution; safety waits for no holiday."""
    return f"complaint.solve{'_safety' if is_safety else ''}.{level}"
