"""Tenants, relatives and agents come and go (RULES 5, 1)."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext as _

from propertyservice.estate.checking import clean_day, clean_name
from propertyservice.estate.models import Occupancy, Person, Relation, Unit
from propertyservice.estate.models.occupancies import OWNERS
from propertyservice.estate.signals import moved_in, moved_out
from propertyservice.estate.upkeep.permission import permit, whole
from propertyservice.estate.upkeep.phones import add_phone

if TYPE_CHECKING:
    from propertyservice.organisation.models import Staff

RESIDENTS = (Relation.TENANT, Relation.FAMILY, Relation.AGENT)


def person_of(unit: Unit, person: Person | None, name: str, phone: str) -> Person:
    """The person given, or a new one of the unit's office with name and phone.

    Raises ValidationError for a person of another office or an impossible name.
    """
    if person is None:
        person = Person.objects.create(office_id=unit.office_id, name=clean_name(name))
    elif person.office_id != unit.office_id or person.merged_into_id:
        raise ValidationError(
            _("This person belongs to another office."), code="other_office"
        )
    if phone:
        add_phone(person, phone)
    return person


def move_in(
    unit: Unit,
    *,
    by: Staff,
    relation: str,
    starts_on: date,
    person: Person | None = None,
    name: str = "",
    phone: str = "",
    ends_on: date | None = None,
    is_contact: bool = False,
    note: str = "",
) -> Occupancy:
    """Record a tenant, relative or agent of a unit from a day on."""
    permit(by, unit.office_id)
    if relation not in RESIDENTS:
        raise ValidationError(
            _("Owners change by a transfer of ownership."), code="owner"
        )
    for day in filter(None, (starts_on, ends_on)):
        clean_day(day)
    with whole():
        occupancy = Occupancy.objects.create(
            unit=unit,
            person=person_of(unit, person, name, phone),
            relation=relation,
            starts_on=starts_on,
            ends_on=ends_on,
            is_contact=is_contact,
            note=note,
        )
        moved_in.send(Occupancy, occupancy=occupancy, by=by)
    return occupancy


def move_out(
    occupancy: Occupancy, *, by: Staff, ends_on: date | None = None
) -> Occupancy:
    """Record the last day of a tenant, relative or agent; today unless given."""
    permit(by, occupancy.office_id)
    last = clean_day(ends_on or timezone.localdate())
    with whole():
        row = Occupancy.objects.select_for_update(of=("self",)).get(pk=occupancy.pk)
        if row.relation in OWNERS:
            raise ValidationError(
                _("Owners change by a transfer of ownership."), code="owner"
            )
        if row.ends_on is not None and row.ends_on < timezone.localdate():
            raise ValidationError(
                _("%(person)s left on %(day)s already."),
                code="left",
                params={"person": row.person, "day": row.ends_on.isoformat()},
            )
        row.ends_on = last
        row.save()
        moved_out.send(Occupancy, occupancy=row, by=by)
    return row
