"""Finding a case by its number, for those for whom it exists."""

from __future__ import annotations

from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.utils.translation import gettext as _

from propertyservice.organisation.models import Staff
from repairs.models import Repair

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


class NumberConverter:
    """A repair's number in an address: ``JX-BX-20260317-0012``."""

    regex = r"[A-Z0-9]{2,8}-BX-[0-9]{8}-[0-9]{4,}"

    def to_python(self, value: str) -> str:
        return value

    def to_url(self, value: str) -> str:
        return value


def repair_of(user: Staff, number: str) -> Repair:
    """The repair with all a page reads of it, in one statement.

    Raises PermissionDenied (403) for somebody who has nothing to do with repairs, 404
    for what does not exist for him.
    """
    if not (user.may_anywhere("repairs.view") or user.may_anywhere("repairs.work")):
        raise PermissionDenied(_("Your post does not include this act."))
    seen = Repair.objects.visible_to(user).select_related(*ALL)
    repair = seen.filter(register__number=number).first()
    if repair is None:
        raise Http404(_("There is no such repair."))
    return repair


def may(user: Staff, right: str, repair: Repair) -> None:
    """Raise PermissionDenied without a right in the repair's own office."""
    if not user.may(right, repair.office_id):
        raise PermissionDenied(_("Your post does not include this act."))
