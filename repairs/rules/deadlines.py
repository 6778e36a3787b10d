"""Which limits a repair has, when each starts and which rule sets it (RULES 2.1)."""

from __future__ import annotations

from datetime import datetime

from django.utils.translation import gettext_lazy as _

from propertyservice.organisation import posts
from propertyservice.workflow.kinds import DeadlineKind

NOTIFY = "repairs.notify"
ACCEPT = "repairs.accept"
ARRIVE = "repairs.arrive"
ARRIVE_URGENT = "repairs.arrive_urgent"
CONTAIN = "repairs.contain"
FINISH = "repairs.finish"
RETURN_SHEET = "repairs.return_sheet"
ANSWER = "repairs.answer"

MAINT, DESK = posts.MAINT_SUPERVISOR, posts.CS_SUPERVISOR

KINDS = (
    DeadlineKind(NOTIFY, _("Pass on"), pausable=False, supervisor_post=DESK),
    DeadlineKind(ACCEPT, _("Accept"), pausable=False, supervisor_post=MAINT),
    DeadlineKind(ARRIVE, _("Arrive"), supervisor_post=MAINT),
    DeadlineKind(ARRIVE_URGENT, _("Arrive"), pausable=False, supervisor_post=MAINT),
    DeadlineKind(CONTAIN, _("Contain"), pausable=False, supervisor_post=MAINT),
    DeadlineKind(FINISH, _("Finish"), supervisor_post=MAINT),
    DeadlineKind(RETURN_SHEET, _("Return sheet"), pausable=False, supervisor_post=DESK),
    DeadlineKind(ANSWER, _("Answer"), pausable=False, supervisor_post=DESK),
)


def finish_rule(priority: str, size: str) -> str:
    """The key of the rule that limits the work."""
    return f"repair.finish.{'EMERGENCY' if priority == 'EMERGENCY' else size}"


def finish_starts(
    reported_at: datetime, appointment_at: datetime | None, priority: str
) -> datetime:
    """An emergency counts from the call, other work from the appointment if later."""
    if priority == "EMERGENCY" or appointment_at is None:
        return reported_at
    return max(reported_at, appointment_at)
