"""The codes of the repair register and of its task sheet (RULES 1.1, 1.2, 2.1)."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class Status(models.TextChoices):
    """Where a repair stands (RULES 2.1)."""

    REGISTERED = "REGISTERED", _("Registered")
    DISPATCHED = "DISPATCHED", _("Dispatched")
    ACCEPTED = "ACCEPTED", _("Accepted")
    ON_SITE = "ON_SITE", _("On site")
    IN_PROGRESS = "IN_PROGRESS", _("In progress")
    SUSPENDED = "SUSPENDED", _("Suspended")
    FINISHED = "FINISHED", _("Finished")
    FINISHED_UNSIGNED = "FINISHED_UNSIGNED", _("Finished, unsigned")
    SHEET_RETURNED = "SHEET_RETURNED", _("Sheet returned")
    CLOSED = "CLOSED", pgettext_lazy("status", "Closed")
    CLOSED_RESIDENT_REASON = "CLOSED_RESIDENT_REASON", _("Closed, resident's reason")
    CANCELLED = "CANCELLED", _("Cancelled")
    REFERRED = "REFERRED", _("Referred")


CLOSED = (Status.CLOSED, Status.CLOSED_RESIDENT_REASON, Status.CANCELLED)

# From where to where a status may go; the table's trigger is made from this.
MOVES: dict[str, tuple[str, ...]] = {
    "REGISTERED": ("DISPATCHED", "CANCELLED", "REFERRED", "CLOSED"),
    "DISPATCHED": ("ACCEPTED", "CANCELLED", "REFERRED"),
    "ACCEPTED": ("DISPATCHED", "ON_SITE", "SUSPENDED", "CANCELLED", "REFERRED"),
    "ON_SITE": ("IN_PROGRESS", "SUSPENDED", "REFERRED", "CLOSED"),
    "IN_PROGRESS": ("SUSPENDED", "FINISHED", "FINISHED_UNSIGNED", "REFERRED"),
    "SUSPENDED": (
        "ACCEPTED",
        "IN_PROGRESS",
        "CLOSED_RESIDENT_REASON",
        "REFERRED",
        "CLOSED",
    ),
    "FINISHED": ("SHEET_RETURNED",),
    "FINISHED_UNSIGNED": ("SHEET_RETURNED",),
    "SHEET_RETURNED": ("CLOSED", "DISPATCHED"),
    "CLOSED": ("DISPATCHED",),
    "CLOSED_RESIDENT_REASON": ("REGISTERED",),
    "REFERRED": ("CLOSED", "DISPATCHED"),
    "CANCELLED": (),
}

# Only the line of a household that joined an incident closes without work of its own.
ONLY_IF = {("REGISTERED", "CLOSED"): "NEW.incident_id IS NOT NULL"}


class Channel(models.TextChoices):
    """How the request came (报修方式)."""

    PHONE = "PHONE", _("Phone")
    VISIT = "VISIT", _("Walk-in")
    WECHAT = "WECHAT", _("WeChat")
    PATROL = "PATROL", _("Patrol")


class Relation(models.TextChoices):
    """Who asks (身份)."""

    OWNER = "OWNER", _("Owner")
    FAMILY = "FAMILY", _("Family")
    TENANT = "TENANT", _("Tenant")
    AGENT = "AGENT", _("Agent")
    STAFF = "STAFF", _("Our staff")


class Trade(models.TextChoices):
    """Which trade is needed (部位/专业)."""

    WATER = "WATER", _("Water")
    POWER = "POWER", _("Electricity")
    DOOR = "DOOR", _("Doors and windows")
    MASONRY = "MASONRY", _("Masonry")
    WEAK_CURRENT = "WEAK_CURRENT", _("Low voltage")
    COMMON = "COMMON", _("Common parts")


class Priority(models.TextChoices):
    """急修 or 一般; set at intake."""

    EMERGENCY = "EMERGENCY", _("Emergency")
    NORMAL = "NORMAL", pgettext_lazy("priority", "Ordinary")


class Size(models.TextChoices):
    """How large the work is; set by maintenance on acceptance."""

    MINOR = "MINOR", _("Minor work")
    NORMAL = "NORMAL", _("Ordinary work")
    MEDIUM = "MEDIUM", _("Medium work")
    MAJOR = "MAJOR", _("Major work")


class ChargeType(models.TextChoices):
    """Who bears the cost (性质)."""

    FREE = "FREE", _("Free")
    PAID = "PAID", _("Chargeable")
    WARRANTY = "WARRANTY", _("Warranty")
    COMMON = "COMMON", pgettext_lazy("charge", "Common parts")


class Result(models.TextChoices):
    """How the work ended (结果)."""

    REPAIRED = "REPAIRED", _("Repaired")
    TEMPORARY = "TEMPORARY", _("Temporary repair")
    WAIT_PARTS = "WAIT_PARTS", _("Waiting for parts")
    TO_WARRANTY = "TO_WARRANTY", _("Passed to warranty")
    IMPOSSIBLE = "IMPOSSIBLE", _("Can't be repaired")
    NO_CHARGE_QUOTE_REFUSED = "NO_CHARGE_QUOTE_REFUSED", _("Quote refused, no charge")


class SuspendReason(models.TextChoices):
    """Why work waits; only four of them stop the clock (RULES 2.1)."""

    WAIT_RESIDENT = "WAIT_RESIDENT", _("Waiting for the resident")
    WAIT_QUOTE = "WAIT_QUOTE", _("Waiting for the quote to be accepted")
    WAIT_NEIGHBOR = "WAIT_NEIGHBOR", _("Needs a neighbour's cooperation")
    FORCE_MAJEURE = "FORCE_MAJEURE", _("Force majeure")
    WAIT_MATERIAL = "WAIT_MATERIAL", _("Waiting for material")
    WAIT_CONTRACTOR = "WAIT_CONTRACTOR", _("Waiting for a contractor")


class ReferTo(models.TextChoices):
    """Whom a repair is referred to (转出)."""

    WARRANTY = "WARRANTY", _("Warranty (developer)")
    UTILITY = "UTILITY", _("Utility company")
    OWNER = "OWNER", _("Owner himself")
