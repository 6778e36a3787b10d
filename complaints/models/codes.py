"""The codes of the complaint register (RULES 1.4, 2.3)."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class Status(models.TextChoices):
    """Where a complaint stands (RULES 2.3)."""

    RECEIVED = "RECEIVED", _("Taken in")
    CLASSIFIED = "CLASSIFIED", _("Classified")
    TRANSFERRED = "TRANSFERRED", _("Passed on")
    INVESTIGATING = "INVESTIGATING", _("Under investigation")
    PROPOSED = "PROPOSED", _("Proposal waits for approval")
    APPROVED = "APPROVED", _("Proposal approved")
    IMPLEMENTING = "IMPLEMENTING", _("Being put right")
    DONE = "DONE", pgettext_lazy("complaint", "Dealt with")
    REPLIED = "REPLIED", _("Answered")
    CALLBACK = "CALLBACK", _("Called back")
    CLOSED = "CLOSED", pgettext_lazy("status", "Closed")
    REOPENED = "REOPENED", _("Reopened")
    INVALID_EXPLAINED = "INVALID_EXPLAINED", _("Invalid, explained")
    WITHDRAWN = "WITHDRAWN", _("Withdrawn")
    MERGED = "MERGED", _("Merged")


CLOSED = (Status.CLOSED, Status.WITHDRAWN, Status.MERGED)
ENDED_EARLY = ("WITHDRAWN", "MERGED")

# From where to where a status may go; the table's trigger is made from this.
MOVES: dict[str, tuple[str, ...]] = {
    "RECEIVED": ("CLASSIFIED", *ENDED_EARLY),
    "CLASSIFIED": ("TRANSFERRED", "INVALID_EXPLAINED", *ENDED_EARLY),
    "TRANSFERRED": ("INVESTIGATING", *ENDED_EARLY),
    "INVESTIGATING": ("PROPOSED", "TRANSFERRED", *ENDED_EARLY),
    "PROPOSED": ("APPROVED", "INVESTIGATING", *ENDED_EARLY),
    "APPROVED": ("IMPLEMENTING", *ENDED_EARLY),
    "IMPLEMENTING": ("DONE", *ENDED_EARLY),
    "DONE": ("REPLIED", *ENDED_EARLY),
    "REPLIED": ("CALLBACK", "REOPENED", "CLOSED", *ENDED_EARLY),
    "CALLBACK": ("CLOSED", "REOPENED"),
    "CLOSED": ("REOPENED",),
    "REOPENED": ("INVESTIGATING", "TRANSFERRED", *ENDED_EARLY),
    "INVALID_EXPLAINED": ("CLOSED", "CLASSIFIED"),
    "WITHDRAWN": (),
    "MERGED": (),
}


class Level(models.TextChoices):
    """重大, 重要, 轻微; each has its limits, who decides and who closes."""

    CRITICAL = "CRITICAL", _("Critical")
    IMPORTANT = "IMPORTANT", _("Important")
    MINOR = "MINOR", pgettext_lazy("level", "Minor")


class Validity(models.TextChoices):
    """有效, 非责任 (dissuade and report; edge case 31), 无效 (explained)."""

    VALID = "VALID", _("Valid")
    NOT_OURS = "NOT_OURS", _("Not our liability")
    INVALID = "INVALID", _("Invalid")


class Channel(models.TextChoices):
    """How the complaint came (方式)."""

    PHONE = "PHONE", _("Phone")
    VISIT = "VISIT", _("Walk-in")
    LETTER = "LETTER", _("Letter")
    WECHAT = "WECHAT", _("WeChat")
    HOTLINE = "HOTLINE", _("12345 hotline")
    AUTHORITY = "AUTHORITY", _("Authority or 12315")
    MEDIA = "MEDIA", _("Media")


OUTSIDE = (Channel.HOTLINE, Channel.AUTHORITY, Channel.MEDIA)
"""They come with a limit of their own (edge case 27)."""


class Category(models.TextChoices):
    """What the complaint is about (类别)."""

    SERVICE = "SERVICE", _("Service and attitude")
    REPAIR = "REPAIR", _("Repairs and facilities")
    SECURITY = "SECURITY", _("Security")
    CLEANING = "CLEANING", _("Cleaning and greenery")
    PARKING = "PARKING", _("Parking")
    FEE = "FEE", _("Fees")
    RENOVATION = "RENOVATION", _("Renovation")
    NEIGHBOUR = "NEIGHBOUR", _("Neighbours, noise and pets")
    OTHER = "OTHER", pgettext_lazy("category", "Other")


class Method(models.TextChoices):
    """How the complainant was told (答复方式)."""

    PHONE = "PHONE", _("Phone")
    VISIT = "VISIT", _("In person")
    LETTER = "LETTER", _("Letter")
    WECHAT = "WECHAT", _("WeChat")
    POSTED = "POSTED", _("Posted on the notice board")


class Rating(models.TextChoices):
    """What the complainant thinks of it (投诉人意见)."""

    SATISFIED = "SATISFIED", _("Satisfied")
    FAIRLY = "FAIRLY", _("Fairly satisfied")
    DISSATISFIED = "DISSATISFIED", _("Dissatisfied")
