"""Finding a case by its number, for those for whom it exists (edge case 26).

A number that is not there and one that is hidden answer alike: the same statement, the
same page, the same words.
"""

from __future__ import annotations

from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.utils.translation import gettext as _

from complaints.models import Complaint
from propertyservice.organisation.models import Staff

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


class NumberConverter:
    """A complaint's number in an address: ``JX-TS-20260317-0012``."""

    regex = r"[A-Z0-9]{2,8}-TS-[0-9]{8}-[0-9]{4,}"

    def to_python(self, value: str) -> str:
        return value

    def to_url(self, value: str) -> str:
        return value


def complaint_of(user: Staff, number: str) -> Complaint:
    """The complaint with all a page reads of it, in one statement.

    Raises PermissionDenied (403) for somebody who has nothing to do with complaints,
    404 for what does not exist for him.
    """
    rights = ("complaints.view", "complaints.handle")
    if not any(user.may_anywhere(right) for right in rights):
        raise PermissionDenied(_("Your post does not include this act."))
    seen = Complaint.objects.visible_to(user).select_related(*ALL)
    complaint = seen.filter(register__number=number).first()
    if complaint is None:
        raise Http404(_("There is no such complaint."))
    return complaint


def may(user: Staff, right: str, complaint: Complaint) -> None:
    """Raise PermissionDenied without a right in the complaint's own office."""
    if not user.may(right, complaint.office_id):
        raise PermissionDenied(_("Your post does not include this act."))
