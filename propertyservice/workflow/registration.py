"""The rules and refusals of the workflow itself."""

from django.utils.translation import gettext_lazy as _

from propertyservice.audit import refusals
from propertyservice.organisation.signals import password_given, second_factor_reset
from propertyservice.policy import definitions, signals
from propertyservice.policy.definitions import Confidence, RuleDef
from propertyservice.spreadsheets.signals import export_written
from propertyservice.workflow import receivers, recompute
from propertyservice.workflow.limits import ESCALATE_MAX, ESCALATE_MIN, REMIND_SHARE
from propertyservice.workflow.transitions import LATE_AFTER

GUESS = Confidence.GUESS

RULES = (
    RuleDef(
        LATE_AFTER,
        24,
        _("An entry counts as late after"),
        _("hours"),
        "RULES 2.0.5",
        GUESS,
    ),
    RuleDef(
        REMIND_SHARE,
        0.75,
        _("Remind the holder when this share of the term is used"),
        "",
        "LOOK 9",
        GUESS,
        percent=True,
    ),
    RuleDef(
        ESCALATE_MIN,
        15,
        _("Tell the manager after the due time, at the earliest"),
        _("minutes"),
        "DESIGN 2",
        GUESS,
    ),
    RuleDef(
        ESCALATE_MAX,
        24 * 60,
        _("Tell the manager after the due time, at the latest"),
        _("minutes"),
        "DESIGN 2",
        GUESS,
    ),
)
REFUSALS = {
    "workflow_deadline_ends_once": _("This limit has ended already. Reload the page."),
    "workflow_deadline_running_has_due": _("A running limit needs its due time."),
    "workflow_one_running_deadline_of_a_kind": _(
        "Somebody has just started this limit. Reload the page."
    ),
    "workflow_pause_in_order": _("A pause can't end before it begins."),
    "workflow_one_open_pause": _("The clock stands still already. Reload the page."),
    "workflow_one_notice_a_run": _("This person has been told already."),
}


def register() -> None:
    """Tell the kernel; called once from ``apps.ready()``."""
    signals.calendar_corrected.connect(recompute.calendar_was_corrected)
    signals.rule_corrected.connect(recompute.rule_was_corrected)
    password_given.connect(receivers.tell_of_password)
    second_factor_reset.connect(receivers.tell_of_second_factor)
    export_written.connect(receivers.tell_of_export)
    definitions.register(*RULES)
    refusals.register(REFUSALS)
