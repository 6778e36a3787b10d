"""What must hold before a step, said as sentences that refuse."""

from __future__ import annotations

from datetime import timedelta

from django.utils import timezone
from django.utils.translation import gettext as _

from complaints.models import Complaint, Level, Rating, Status, Validity
from complaints.rules import levels
from propertyservice.organisation.models import Staff
from propertyservice.policy.in_force import in_force

User = Staff | None


def not_about_him(user: User, complaint: Complaint) -> str | None:
    """Nobody handles or closes a complaint about himself (RULES 2.0.2)."""
    if user is None or complaint.respondent_id != user.pk:
        return None
    return _("The complaint is about you. Somebody else must take this step.")


def from_above(user: User, complaint: Complaint) -> str | None:
    """About the manager or the supervisor: the company's manager's part (edge 26)."""
    if user is None or not complaint.goes_above:
        return None
    if user.may(levels.OVERSEE, complaint.office_id):
        return None
    return _("This complaint is decided by the company's manager.")


def own_case(user: User, complaint: Complaint) -> str | None:
    """Whoever signed for it, or the manager for him."""
    if user is None or user.pk == complaint.handler_id:
        return None
    if user.may("complaints.reassign", complaint.office_id):
        return None
    if complaint.handler is None:
        return _("Nobody handles this complaint yet. Hand it to a department first.")
    return _("%(who)s handles this complaint. Ask the manager to pass it on.") % {
        "who": complaint.handler
    }


HANDLED = (not_about_him, own_case)
"""The department's part: whoever signed for it, and never whom it is about."""


def is_signed_for(user: User, complaint: Complaint) -> str | None:
    """The receiver signed, so it is known to have arrived (RULES 2.3)."""
    if complaint.signed_at:
        return None
    return _("The receiver has not signed for it yet.")


def not_signed_for(user: User, complaint: Complaint) -> str | None:
    """It is signed for once."""
    if not complaint.signed_at:
        return None
    return _("It is signed for already.")


def is_valid(user: User, complaint: Complaint) -> str | None:
    """An invalid complaint is explained, not worked on."""
    if complaint.validity != Validity.INVALID:
        return None
    return _("It was judged invalid. Explain that to the complainant.")


def is_invalid(user: User, complaint: Complaint) -> str | None:
    """Only what was judged invalid is explained away."""
    if complaint.validity == Validity.INVALID:
        return None
    return _("It was not judged invalid.")


def closes(user: User, complaint: Complaint) -> str | None:
    """The supervisor closes minor ones, the office's manager serious ones."""
    if user is None:
        return None
    right = levels.close_right(complaint.level, complaint.goes_above)
    if user.may(right, complaint.office_id):
        return None
    if complaint.goes_above:
        return _("This complaint is decided by the company's manager.")
    return _("An important or critical complaint is closed by the office's manager.")


def measures_are_recorded(user: User, complaint: Complaint) -> str | None:
    """重要 and above need corrective and preventive action."""
    if complaint.validity == Validity.INVALID or complaint.corrective_action:
        return None
    if not levels.needs_measures(complaint.level):
        return None
    return _("Record the corrective and preventive action first.")


def everybody_was_called(user: User, complaint: Complaint) -> str | None:
    """Each complainant whose name is known is called back (edge cases 25, 29)."""
    if complaint.status not in (Status.REPLIED, Status.CALLBACK):
        return None
    waiting = complaint.complainants.to_call().filter(called_back_at=None).count()
    if not waiting:
        return None
    return _("%(count)d complainants are not called back yet.") % {"count": waiting}


def nobody_is_dissatisfied(user: User, complaint: Complaint) -> str | None:
    """What ended in dissatisfaction is reopened, not closed (edge case 18)."""
    if complaint.callback_rating != Rating.DISSATISFIED:
        return None
    return _("The complainant is dissatisfied. Reopen the complaint.")


def everybody_was_answered(user: User, complaint: Complaint) -> str | None:
    """There is somebody left to answer."""
    if complaint.complainants.unanswered().exists():
        return None
    return _("Everybody has been answered.")


def within_reopen_window(user: User, complaint: Complaint) -> str | None:
    """The same matter again within thirty days of closing; later a new complaint."""
    closed = complaint.register.closed_at
    if complaint.status != Status.CLOSED or closed is None:
        return None
    rules = in_force(complaint.office, timezone.localdate(complaint.received_at))
    days = rules["complaint.reopen_window_days"]
    if timezone.now() - closed <= timedelta(days=days):
        return None
    return _("It was closed more than %(days)d days ago. Take a new complaint.") % {
        "days": days
    }


def not_merged_here(user: User, complaint: Complaint) -> str | None:
    """A complaint that others were merged into stays their group's."""
    if not complaint.merged.exists():
        return None
    return _("Others were merged into this complaint. Merge them the other way.")


def not_waiting(user: User, complaint: Complaint) -> str | None:
    """It waits once."""
    if complaint.waiting_since is None:
        return None
    return _("It waits for the complainant already.")


def is_waiting(user: User, complaint: Complaint) -> str | None:
    """There is a pause to end."""
    if complaint.waiting_since is not None:
        return None
    return _("It does not wait for the complainant.")


def more_time_was_granted(user: User, complaint: Complaint) -> str | None:
    """Only what was granted is told."""
    if complaint.extension_until:
        return None
    return _("No more time has been granted.")


def not_a_repair_yet(user: User, complaint: Complaint) -> str | None:
    """It is linked once (edge case 30)."""
    if complaint.repair_id is None:
        return None
    return _("It is linked to a repair already.")


def registers_repairs(user: User, complaint: Complaint) -> str | None:
    """Who opens the repair may register repairs."""
    if user is None or user.may("repairs.register", complaint.office_id):
        return None
    return _("Your post does not register repairs. Ask the repair desk.")


def is_serious(user: User, complaint: Complaint) -> str | None:
    """Measures are asked of important and critical complaints."""
    return None if complaint.level != Level.MINOR else _("It is a minor complaint.")
