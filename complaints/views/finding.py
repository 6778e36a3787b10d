"""Finding a case by its number, for those for whom it exists (edge case 26)."""

from __future__ import annotations

from django.utils.translation import gettext as _

from complaints.models import Complaint
from propertyservice.organisation.models import Staff
from propertyservice.ui import finding
from propertyservice.ui.finding import may

__all__ = ["NumberConverter", "complaint_of", "may"]

ALL = (
    "register__holder",
    "register__person",
    "office",
    "unit__building",
    "respondent",
    "recorder",
    "department",
    "handler",
    "approver",
    "closer",
    "merged_into__register",
    "repair__register",
)
RIGHTS = ("complaints.view", "complaints.handle")


class NumberConverter(finding.NumberConverter, kind="TS"):
    """A complaint's number in an address: ``JX-TS-20260317-0012``."""


def complaint_of(user: Staff, number: str) -> Complaint:
    """The complaint with all a page reads of it, in one statement."""
    seen = Complaint.objects.visible_to(user).select_related(*ALL)
    missing = _("There is no such complaint.")
    found: Complaint = finding.numbered(user, number, seen, RIGHTS, missing)
    return found
