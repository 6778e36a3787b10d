"""Who lives in a unit, as the household page shows it to one person (RULES 2.4)."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal

from django.db.models import F, QuerySet
from django.utils import timezone

from propertyservice.cases.models import Case
from propertyservice.estate.models import Occupancy, Person, Unit
from propertyservice.estate.models.occupancies import OWNERS
from propertyservice.estate.privacy import SEE_PHONES
from propertyservice.estate.text import masked_phone
from propertyservice.organisation.models import Staff

PERCENT = Decimal(100)


@dataclass(frozen=True)
class Telephone:
    """A phone as this reader may see it; ``dial`` is empty when it is masked."""

    shown: str
    dial: str
    note: str


@dataclass(frozen=True)
class Member:
    """A person's tie to the unit, with what the reader may see of him."""

    tie: Occupancy
    phones: Sequence[Telephone]

    @property
    def person(self) -> Person:
        """Who it is."""
        return self.tie.person

    @property
    def is_owner(self) -> bool:
        """Whether the tie is ownership."""
        return self.tie.relation in OWNERS

    @property
    def share(self) -> str:
        """The owner's part in percent; empty for a sole owner and for residents."""
        share = self.tie.share
        if share is None or share == 1:
            return ""
        return f"{(share * PERCENT).normalize():f}%"


def living_here(user: Staff, unit: Unit) -> list[Member]:
    """Everybody tied to the unit today: owners, then residents. Three statements."""
    today = Occupancy.objects.on(timezone.localdate())
    return members(user, today.filter(unit=unit))


def everybody(user: Staff, unit: Unit) -> list[Member]:
    """Everybody who ever had to do with the unit, the present ones first."""
    return members(user, Occupancy.objects.filter(unit=unit))


def members(user: Staff, ties: QuerySet[Occupancy]) -> list[Member]:
    """Ties with the phones that the reader may see."""
    rows = list(
        ties.select_related("person")
        .prefetch_related("person__contacts")
        .order_by(F("ends_on").desc(nulls_first=True), "-starts_on", "pk")
    )
    clear = clear_persons(user, [row.person for row in rows])
    found = [Member(row, _phones(row.person, row.person_id in clear)) for row in rows]
    return sorted(found, key=_order)


def clear_persons(user: Staff, persons: Iterable[Person]) -> set[int]:
    """Whose phones stand clear: by post, or while the reader's own task is open."""
    inside = [p for p in persons if p.office_id in user.office_ids]
    by_post = {p.pk for p in inside if user.may(SEE_PHONES, p.office_id)}
    rest = [p.pk for p in inside if p.pk not in by_post]
    if not rest:
        return by_post
    tasks = Case.objects.filter(person__in=rest, holder=user, is_open=True)
    return by_post | set(tasks.values_list("person", flat=True))


def phones_of(user: Staff, person: Person) -> list[Telephone]:
    """A person's phones as the reader may see them."""
    return _phones(person, person.pk in clear_persons(user, [person]))


def cases_of(user: Staff, unit: Unit) -> QuerySet[Case]:
    """Every case of the unit that exists for the reader."""
    return Case.objects.visible_to(user).filter(unit=unit)


def cases_of_person(user: Staff, person: Person) -> QuerySet[Case]:
    """Every case of a person that exists for the reader."""
    return Case.objects.visible_to(user).filter(person=person)


def _phones(person: Person, clear: bool) -> list[Telephone]:
    return [
        Telephone(each.phone, each.phone, each.note)
        if clear
        else Telephone(masked_phone(each.phone), "", each.note)
        for each in person.contacts.all()
    ]


def _order(member: Member) -> tuple[bool, bool, str]:
    tie = member.tie
    return tie.ends_on is not None, not member.is_owner, tie.relation
