"""Finding a case by its number, for those for whom it exists."""

from __future__ import annotations

from django.utils.translation import gettext as _

from callbacks.models import Callback
from propertyservice.organisation.models import Staff
from propertyservice.ui import finding
from propertyservice.ui.finding import may

__all__ = ["NumberConverter", "callback_of", "may"]

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
RIGHTS = ("callbacks.view",)


class NumberConverter(finding.NumberConverter, kind="HF"):
    """A callback's number in an address: ``JX-HF-20260317-0012``."""


def callback_of(user: Staff, number: str) -> Callback:
    """The callback with all a page reads of it, in one statement."""
    seen = Callback.objects.visible_to(user).select_related(*ALL)
    missing = _("There is no such callback.")
    found: Callback = finding.numbered(user, number, seen, RIGHTS, missing)
    return found
