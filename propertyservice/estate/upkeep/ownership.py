"""Transfer of ownership (过户) at a date."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from typing import TYPE_CHECKING

from django.core.exceptions import ValidationError
from django.db.models import Q
from django.utils.translation import gettext as _

from propertyservice.estate.checking import clean_day, clean_shares
from propertyservice.estate.models import Occupancy, Person, Relation, Unit
from propertyservice.estate.models.occupancies import OWNERS
from propertyservice.estate.signals import ownership_transferred
from propertyservice.estate.upkeep.moves import person_of
from propertyservice.estate.upkeep.permission import permit, whole

if TYPE_CHECKING:
    from propertyservice.organisation.models import Staff


@dataclass(frozen=True)
class NewOwner:
    """Somebody who takes over: known already, or by name and phone."""

    person: Person | None = None
    name: str = ""
    phone: str = ""
    share: Decimal | None = None


def transfer_ownership(
    unit: Unit,
    *,
    by: Staff,
    on: date,
    owners: Sequence[NewOwner],
    family_leaves: bool = True,
) -> list[Occupancy]:
    """Give a unit new owners from a day on; the old ones end the day before.

    Shares not given are equal. Tenants stay: a sale does not end a lease. The former
    owners' family leaves with them unless ``family_leaves`` is false.
    """
    permit(by, unit.office_id)
    clean_day(on)
    if not owners:
        raise ValidationError(_("Name at least one new owner."), code="no_owner")
    shares = clean_shares([owner.share for owner in owners])
    with whole():
        Unit.objects.select_for_update(of=("self",)).get(pk=unit.pk)
        former = _end(
            unit, on, [*OWNERS, *([Relation.FAMILY] if family_leaves else [])]
        )
        new = [
            Occupancy.objects.create(
                unit=unit,
                person=person_of(unit, owner.person, owner.name, owner.phone),
                relation=Relation.CO_OWNER if n else Relation.OWNER,
                share=share,
                starts_on=on,
                is_contact=not n,
            )
            for n, (owner, share) in enumerate(zip(owners, shares, strict=True))
        ]
        ownership_transferred.send(
            Unit, unit=unit, on=on, former=former, owners=new, by=by
        )
    return new


def _end(unit: Unit, on: date, relations: list[Relation]) -> list[Occupancy]:
    """End what holds on the day before it; return the former owners."""
    held = list(
        Occupancy.objects.select_for_update(of=("self",))
        .filter(Q(ends_on=None) | Q(ends_on__gte=on), unit=unit, relation__in=relations)
        .select_related("person")
    )
    for row in held:
        if row.relation in OWNERS and row.starts_on and row.starts_on >= on:
            raise ValidationError(
                _("%(person)s owns this room from %(day)s: choose a later day."),
                code="later_owner",
                params={"person": row.person, "day": row.starts_on.isoformat()},
            )
    for row in held:
        if row.starts_on is None or row.starts_on < on:
            row.ends_on = on - timedelta(days=1)
            row.is_contact = False
            row.save()
    return [row for row in held if row.relation in OWNERS]
