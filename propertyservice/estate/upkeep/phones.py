"""A phone corrected during a call."""

from __future__ import annotations

from typing import TYPE_CHECKING

from propertyservice.estate.checking import clean_phone
from propertyservice.estate.models import Person, PersonContact
from propertyservice.estate.signals import phone_corrected
from propertyservice.estate.upkeep.permission import permit, whole

if TYPE_CHECKING:
    from propertyservice.organisation.models import Staff


def correct_phone(
    person: Person, *, by: Staff, phone: str, keep_old: bool = False, note: str = ""
) -> PersonContact:
    """Make a phone the one to call first; the old one goes unless it is kept."""
    permit(by, person.office_id)
    digits = clean_phone(phone)
    with whole():
        Person.objects.select_for_update().get(pk=person.pk)
        contact = _make_primary(person, digits, keep_old=keep_old, note=note)
        phone_corrected.send(Person, person=person, contact=contact, by=by)
    return contact


def add_phone(person: Person, phone: str) -> None:
    """Note a phone of a person if it is new; the first is the one to call."""
    digits = clean_phone(phone)
    if not person.contacts.filter(phone=digits).exists():
        first = not person.contacts.filter(is_primary=True).exists()
        PersonContact.objects.create(person=person, phone=digits, is_primary=first)


def _make_primary(
    person: Person, digits: str, *, keep_old: bool, note: str
) -> PersonContact:
    before = person.contacts.filter(is_primary=True).first()
    contact = person.contacts.filter(phone=digits).first()
    if contact is None and before is not None and not keep_old:
        contact, before = before, None
    if before is not None and before != contact:
        before.is_primary = False
        before.save()
        if not keep_old:
            before.delete()
    contact = contact or PersonContact(person=person)
    contact.phone, contact.is_primary = digits, True
    contact.note = note or contact.note
    contact.save()
    return contact
