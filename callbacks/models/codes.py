"""The codes of the callback register and of its sampling (RULES 1.3, 2.2)."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class Status(models.TextChoices):
    """Where a callback stands (RULES 2.2)."""

    PLANNED = "PLANNED", _("To be called")
    ASSIGNED = "ASSIGNED", _("Assigned")
    COMPLETED = "COMPLETED", pgettext_lazy("callback", "Called")
    UNREACHABLE = "UNREACHABLE", _("Not reached")
    REFUSED = "REFUSED", _("Refused to answer")
    REVIEWED = "REVIEWED", _("Reviewed")
    FOLLOW_UP = "FOLLOW_UP", _("Being put right")
    CLOSED = "CLOSED", pgettext_lazy("status", "Closed")
    WAIVED = "WAIVED", _("Waived")


CLOSED = (Status.CLOSED, Status.WAIVED)

# From where to where a status may go; the table's trigger is made from this.
MOVES: dict[str, tuple[str, ...]] = {
    "PLANNED": ("ASSIGNED", "REFUSED", "WAIVED"),
    "ASSIGNED": ("COMPLETED", "UNREACHABLE", "REFUSED", "WAIVED"),
    "COMPLETED": ("REVIEWED", "FOLLOW_UP"),
    "UNREACHABLE": ("REVIEWED",),
    "REFUSED": ("REVIEWED",),
    "REVIEWED": ("CLOSED",),
    "FOLLOW_UP": ("CLOSED",),
    "CLOSED": (),
    "WAIVED": (),
}


class Source(models.TextChoices):
    """What is called back on; each is a population of its own (RULES 2.2, 0.5)."""

    COMPLAINT = "COMPLAINT", _("Complaint")
    REPAIR = "REPAIR", _("Repair")
    URGENT = "URGENT", _("Urgent repair")
    PAID = "PAID", _("Paid repair")
    REWORK = "REWORK", _("Rework")
    UNHAPPY = "UNHAPPY", _("Unhappy last time")
    UNSIGNED = "UNSIGNED", _("Finished, unsigned")
    LEAK = "LEAK", _("Leak")
    LEAK_AGAIN = "LEAK_AGAIN", _("Leak, second call")
    SERVICE = "SERVICE", _("Extra service")
    HELP = "HELP", _("Call for help")
    ACTIVITY = "ACTIVITY", _("Community activity")
    RENOVATION = "RENOVATION", _("Renovation finished")
    OTHER = "OTHER", pgettext_lazy("callback", "Other service")


class Excluded(models.TextChoices):
    """Why something is not in the base; it is shown all the same (RULES 2.2)."""

    IN_BASE = "", ""
    NO_REPORTER = "NO_REPORTER", _("Common parts, nobody reported it")
    ANONYMOUS = "ANONYMOUS", _("Anonymous")


class Why(models.TextChoices):
    """Why this one is called."""

    DRAWN = "DRAWN", _("Drawn in the sample")
    ALWAYS = "ALWAYS", _("Always called")
    CALLED_UP = "CALLED_UP", _("Called up for one who did not answer")
    ADDED = "ADDED", _("Added by staff")
    SECOND = "SECOND", _("Second callback")


class Method(models.TextChoices):
    """How the call is made (方式)."""

    PHONE = "PHONE", _("Phone")
    VISIT = "VISIT", _("In person")
    WECHAT = "WECHAT", _("WeChat")
    LETTER = "LETTER", _("Letter")


class Rating(models.TextChoices):
    """反馈意见: A满意 B较满意 C不满意."""

    A = "A", _("A Satisfied")
    B = "B", _("B Fairly satisfied")
    C = "C", _("C Dissatisfied")


class Outcome(models.TextChoices):
    """结果: 成功 / 无法联系 / 拒访."""

    NONE = "", ""
    ANSWERED = "ANSWERED", _("Answered")
    UNREACHABLE = "UNREACHABLE", pgettext_lazy("outcome", "Not reached")
    REFUSED = "REFUSED", pgettext_lazy("outcome", "Refused")


class AttemptResult(models.TextChoices):
    """What came of a try that was no answer."""

    NO_ANSWER = "NO_ANSWER", _("Nobody answered")
    BUSY = "BUSY", _("Busy or switched off")
    WRONG_NUMBER = "WRONG_NUMBER", _("Wrong number")
    LATER = "LATER", _("Asked to call later")


ALWAYS_ASKED = ("timeliness", "quality", "attitude", "charging", "cleanliness")
"""The five aspects of the paper, each A, B or C or left open."""
