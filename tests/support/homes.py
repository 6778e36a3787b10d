"""A household on record, for tests of pages that fill in what is known."""

from __future__ import annotations

from propertyservice.estate.models import Occupancy, Person, PersonContact, Unit


def live_in(
    unit: Unit, name: str, relation: str = "OWNER", phone: str = ""
) -> Occupancy:
    """Somebody who lives in a unit since long ago, with a phone."""
    person = Person.objects.create(office=unit.office, name=name)
    if phone:
        PersonContact.objects.create(person=person, phone=phone, is_primary=True)
    return Occupancy.objects.create(
        unit=unit,
        person=person,
        relation=relation,
        is_contact=relation == "OWNER",
        share=1 if relation == "OWNER" else None,
    )
