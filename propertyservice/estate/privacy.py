"""What of a person is shown to whom, and what is erased for good (RULES 2.4)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.utils import timezone
from django.utils.translation import gettext as _

from propertyservice.audit.models import AccessEntry, Act
from propertyservice.cases.models import Case
from propertyservice.estate.models import Occupancy, Person, PersonSecret
from propertyservice.estate.signals import person_erased
from propertyservice.estate.text import masked_number, masked_phone
from propertyservice.estate.upkeep.permission import permit, whole

if TYPE_CHECKING:
    from propertyservice.organisation.models import Staff

SEE_PHONES = "estate.see_phones"
REVEAL = "estate.reveal"
ERASE = "estate.erase"
SECRETS = ("id_number", "bank_account")


def sees_phones(user: Staff, person: Person) -> bool:
    """Whether a phone stands clear: by post, or while his own task for it is open."""
    if user.may(SEE_PHONES, person.office_id):
        return True
    mine = Case.objects.filter(person=person, holder=user, is_open=True)
    return person.office_id in user.office_ids and mine.exists()


def phones_for(user: Staff, person: Person) -> list[str]:
    """Every phone of a person, the one to call first in front, masked if need be.

    Another office's numbers never show: the list is empty.
    """
    if person.office_id not in user.office_ids:
        return []
    phones = [contact.phone for contact in person.contacts.all()]
    if not phones or sees_phones(user, person):
        return phones
    return [masked_phone(phone) for phone in phones]


def phone_for(user: Staff, person: Person) -> str:
    """The phone to call first, masked if need be; empty when there is none."""
    return next(iter(phones_for(user, person)), "")


def masked(person: Person) -> dict[str, str]:
    """Identity and bank numbers as everybody sees them; empty ones are left out."""
    secret = PersonSecret.objects.filter(person=person).first()
    values = {field: getattr(secret, field, "") for field in SECRETS}
    return {field: masked_number(value) for field, value in values.items() if value}


def reveal(user: Staff, person: Person, field: str, purpose: str) -> str:
    """Show a masked field once, on record with its purpose.

    ``field`` is ``phone``, ``id_number`` or ``bank_account``. Raises PermissionDenied
    without the right, ValidationError without a purpose.
    """
    permit(user, person.office_id, REVEAL if field in SECRETS else "estate.view")
    if field not in (*SECRETS, "phone"):
        raise PermissionDenied(_("This field can't be shown."))
    if not purpose.strip():
        raise ValidationError(_("Say what it is needed for."), code="purpose")
    with whole():
        AccessEntry.objects.create(
            act=Act.REVEAL,
            office_id=person.office_id,
            by=user,
            subject=f"person {person.pk}",
            detail=field,
            purpose=purpose.strip()[:300],
        )
    return _clear(person, field)


def erase_person(person: Person, *, by: Staff, reason: str) -> Person:
    """Blank phones, identity and bank numbers for good; name and history stay.

    Refused with a sentence while a legal hold stands, a case is open or the person
    still has a room.
    """
    permit(by, person.office_id, ERASE)
    if not reason.strip():
        raise ValidationError(_("Say why the data is erased."), code="reason")
    with whole():
        row = Person.objects.select_for_update(of=("self",)).get(pk=person.pk)
        _refuse_erasure(row)
        row.contacts.all().delete()
        PersonSecret.objects.filter(person=row).delete()
        row.erased_at = timezone.now()
        row.save()
        AccessEntry.objects.create(
            act=Act.ERASE,
            office_id=row.office_id,
            by=by,
            subject=f"person {row.pk}",
            purpose=reason.strip()[:300],
        )
        person_erased.send(Person, person=row, by=by)
    return row


def _refuse_erasure(person: Person) -> None:
    if person.legal_hold:
        raise ValidationError(
            _("A legal hold stands: %(why)s. Lift it first."),
            code="legal_hold",
            params={"why": person.legal_hold},
        )
    open_cases = Case.objects.filter(person=person, is_open=True)
    if numbers := list(open_cases.values_list("number", flat=True)[:3]):
        raise ValidationError(
            _("Open cases need these data: %(numbers)s. Close them first."),
            code="open_cases",
            params={"numbers": ", ".join(numbers)},
        )
    rooms = Occupancy.objects.on(timezone.localdate()).filter(person=person)
    if labels := list(rooms.values_list("unit__label", flat=True)[:3]):
        raise ValidationError(
            _("%(person)s still has %(rooms)s. Record the move first."),
            code="still_here",
            params={"person": person, "rooms": ", ".join(labels)},
        )


def _clear(person: Person, field: str) -> str:
    if field == "phone":
        contact = person.contacts.first()
        return contact.phone if contact else ""
    secret: Any = PersonSecret.objects.filter(person=person).first()
    return getattr(secret, field, "")
