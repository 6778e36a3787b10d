"""A person entered twice becomes one."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import TYPE_CHECKING, Any

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext as _

from propertyservice.estate.models import (
    Occupancy,
    Person,
    PersonContact,
    PersonSecret,
)
from propertyservice.estate.signals import persons_merged
from propertyservice.estate.upkeep.permission import permit, whole

if TYPE_CHECKING:
    from propertyservice.organisation.models import Staff

# These need more than a new pointer.
APART = (Occupancy, PersonContact, PersonSecret, Person)


def merge_persons(keep: Person, drop: Person, *, by: Staff) -> Person:
    """Let everything that points to ``drop`` point to ``keep``: cases, cars, rooms.

    ``drop`` stays as a signpost to ``keep`` and is found no more. Two different
    identity numbers are two persons: refused.
    """
    permit(by, keep.office_id)
    with whole():
        both = [keep.pk, drop.pk]
        locked = Person.objects.select_for_update(of=("self",)).filter(pk__in=both)
        rows = {row.pk: row for row in locked.order_by("pk")}
        _refuse(keep, drop, rows)
        _move_secret(keep, drop)
        _move_contacts(keep, drop)
        _move_occupancies(keep, drop)
        for model, field in _pointers():
            model._base_manager.filter(**{field: drop.pk}).update(**{field: keep.pk})
        row = rows[drop.pk]
        row.merged_into = keep
        row.save()
        persons_merged.send(Person, keep=keep, drop=row, by=by)
    return keep


def _refuse(keep: Person, drop: Person, rows: dict[int, Person]) -> None:
    if keep.pk == drop.pk or len(rows) < 2 or keep.office_id != drop.office_id:
        raise ValidationError(
            _("Choose two different persons of one office."), code="same"
        )
    if any(row.merged_into_id for row in rows.values()):
        raise ValidationError(
            _("One of the two was merged already. Reload the page."), code="merged"
        )
    numbers = PersonSecret.objects.filter(person__in=rows).exclude(id_number="")
    if len(set(numbers.values_list("id_number", flat=True))) > 1:
        raise ValidationError(
            _("Their identity numbers differ: these are two persons."), code="identity"
        )


def _pointers() -> Iterator[tuple[type[models.Model], str]]:
    """Every foreign key to a person, of whatever clause; history stays as it was."""
    for relation in Person._meta.related_objects:
        model: Any = relation.related_model
        is_history = hasattr(model, "pgh_tracked_model")
        if model not in APART and not is_history and not hasattr(model, "append_only"):
            yield model, relation.field.name


def _move_secret(keep: Person, drop: Person) -> None:
    theirs = PersonSecret.objects.filter(person=drop).first()
    if theirs is None:
        return
    mine = PersonSecret.objects.filter(person=keep).first() or PersonSecret(person=keep)
    for field in ("id_number", "bank_name", "bank_account"):
        setattr(mine, field, getattr(mine, field) or getattr(theirs, field))
    theirs.delete()
    mine.save()


def _move_contacts(keep: Person, drop: Person) -> None:
    known = set(keep.contacts.values_list("phone", flat=True))
    has_primary = keep.contacts.filter(is_primary=True).exists()
    for contact in drop.contacts.all():
        if contact.phone in known:
            contact.delete()
            continue
        contact.person = keep
        contact.is_primary = contact.is_primary and not has_primary
        contact.save()


def _move_occupancies(keep: Person, drop: Person) -> None:
    """Repoint; two rows for the same room and relation at one time become one."""
    for theirs in drop.occupancies.all():
        mine = _overlapping(keep, theirs)
        if mine is None:
            theirs.person = keep
            theirs.save()
            continue
        theirs.delete()
        starts = [mine.starts_on or date.min, theirs.starts_on or date.min]
        ends = [mine.ends_on or date.max, theirs.ends_on or date.max]
        mine.starts_on = None if date.min in starts else min(starts)
        mine.ends_on = None if date.max in ends else max(ends)
        mine.share = mine.share or theirs.share
        mine.is_contact = mine.is_contact or theirs.is_contact
        mine.save()


def _overlapping(keep: Person, theirs: Occupancy) -> Occupancy | None:
    same = keep.occupancies.filter(unit=theirs.unit_id, relation=theirs.relation)
    if theirs.ends_on is not None:
        same = same.filter(
            models.Q(starts_on=None) | models.Q(starts_on__lte=theirs.ends_on)
        )
    if theirs.starts_on is not None:
        same = same.filter(
            models.Q(ends_on=None) | models.Q(ends_on__gte=theirs.starts_on)
        )
    return same.first()
