"""Units and people as they exist for one reader; another office's are a 404."""

from __future__ import annotations

from django.shortcuts import get_object_or_404

from propertyservice.estate import privacy
from propertyservice.estate.models import Person, Unit
from propertyservice.organisation.models import Staff

VIEW, MAINTAIN = "estate.view", "estate.maintain"


def unit_or_404(user: Staff, code: str) -> Unit:
    """The unit with this code, if it exists for the user."""
    units = Unit.objects.visible_to(user).filter(office__in=user.offices_for(VIEW))
    return get_object_or_404(
        units.select_related("building", "stairwell", "office"), code=code
    )


def person_or_404(user: Staff, pk: int) -> Person:
    """The person, if it exists for the user; a merged one too, to be led on."""
    offices = user.offices_for(VIEW)
    return get_object_or_404(Person.objects.filter(office__in=offices), pk=pk)


def rights(user: Staff, office_id: int) -> dict[str, bool]:
    """What this reader may do with the estate of one office."""
    return {
        "maintain": user.may(MAINTAIN, office_id),
        "reveal": user.may(privacy.REVEAL, office_id),
        "clear": user.may(privacy.SEE_PHONES, office_id),
        "erase": user.may(privacy.ERASE, office_id),
    }
