"""Finding a case by its number, for those for whom it exists."""

from __future__ import annotations

from django.utils.translation import gettext as _

from propertyservice.organisation.models import Staff
from propertyservice.ui import finding
from propertyservice.ui.finding import may
from repairs.models import Repair

__all__ = ["NumberConverter", "repair_of", "may"]

ALL = (
    "register__holder",
    "office",
    "unit__building",
    "place",
    "technician",
    "recorder",
    "sheet__technician",
    "sheet__dispatched_by",
    "sheet__inspector",
    "sheet__returned_to",
    "repeats__register",
    "repeats__technician",
    "incident__register",
)
RIGHTS = ("repairs.view", "repairs.work")


class NumberConverter(finding.NumberConverter, kind="BX"):
    """A repair's number in an address: ``JX-BX-20260317-0012``."""


def repair_of(user: Staff, number: str) -> Repair:
    """The repair with all a page reads of it, in one statement."""
    seen = Repair.objects.visible_to(user).select_related(*ALL)
    missing = _("There is no such repair.")
    found: Repair = finding.numbered(user, number, seen, RIGHTS, missing)
    return found
