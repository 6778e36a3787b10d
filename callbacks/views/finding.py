"""Finding a callback by its number, for those for whom it exists."""

from __future__ import annotations

from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.utils.translation import gettext as _

from callbacks.models import Callback
from propertyservice.organisation.models import Staff

ALL = (
    "register__holder",
    "office",
    "unit__building",
    "rated",
    "caller",
    "reviewed_by",
    "source_case",
    "follow_up",
    "follows__register",
    "candidate__sampling",
    "draw",
)


class NumberConverter:
    """A callback's number in an address: ``JX-HF-20260317-0012``."""

    regex = r"[A-Z0-9]{2,8}-HF-[0-9]{8}-[0-9]{4,}"

    def to_python(self, value: str) -> str:
        return value

    def to_url(self, value: str) -> str:
        return value


def callback_of(user: Staff, number: str) -> Callback:
    """The callback with all a page reads of it, in one statement.

    Raises PermissionDenied (403) for somebody who has nothing to do with callbacks, 404
    for what does not exist for him.
    """
    if not user.may_anywhere("callbacks.view"):
        raise PermissionDenied(_("Your post does not include this act."))
    seen = Callback.objects.visible_to(user).select_related(*ALL)
    callback = seen.filter(register__number=number).first()
    if callback is None:
        raise Http404(_("There is no such callback."))
    return callback


def may(user: Staff, right: str, callback: Callback) -> None:
    """Raise PermissionDenied without a right in the callback's own office."""
    if not user.may(right, callback.office_id):
        raise PermissionDenied(_("Your post does not include this act."))
