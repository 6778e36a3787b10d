"""The people of a roster: who is known already, who is new, who can't be right."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING, Any

from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _

from propertyservice.estate.models import (
    Occupancy,
    Person,
    PersonContact,
    PersonSecret,
    Relation,
    Unit,
)
from propertyservice.estate.models.occupancies import OWNERS
from propertyservice.estate.roster.found import Home, Problem, Roster, Who

if TYPE_CHECKING:
    from propertyservice.organisation.models import Office

BATCH = 2_000


class PeopleWriter:
    """Persons, their phones and identity numbers, and their ties to homes."""

    def __init__(
        self, office: Office, roster: Roster, units: dict[str, Unit], counts: Any
    ) -> None:
        self.office, self.roster, self.units, self.counts = (
            office,
            roster,
            units,
            counts,
        )
        self.today = timezone.localdate()
        self.tied: dict[int, list[Occupancy]] = defaultdict(list)
        self.by_phone: dict[tuple[str, str], Person] = {}
        self.phones: dict[int, set[str]] = defaultdict(set)
        self.known: set[int] = set()
        self.new_persons: list[Person] = []
        self.new_contacts: list[PersonContact] = []
        self.new_ties: list[Occupancy] = []
        self.changed_ties: list[Occupancy] = []
        self.numbers: list[tuple[Person, str]] = []

    def write(self) -> None:
        """Match, then write table by table."""
        self._load()
        for home in self.roster.homes.values():
            self._check_owners(home)
            for who in home.people:
                self._take(home, who)
        self._store()

    def _load(self) -> None:
        here = Occupancy.objects.filter(office=self.office).filter(
            Q(ends_on=None) | Q(ends_on__gte=self.today)
        )
        for tie in here.select_related("person"):
            self.tied[tie.unit_id].append(tie)
        contacts = PersonContact.objects.filter(
            office=self.office, person__merged_into=None
        )
        for contact in contacts.select_related("person").order_by("pk"):
            key = (contact.person.name, contact.phone)
            self.by_phone.setdefault(key, contact.person)
            self.phones[contact.person_id].add(contact.phone)

    def _check_owners(self, home: Home) -> None:
        """Refuse a file that does not name a known owner: a sale is not guessed."""
        named = {who.name for who in home.people if who.relation in OWNERS}
        known = [
            tie for tie in self.tied[self._unit(home).pk] if tie.relation in OWNERS
        ]
        missing = [tie.person.name for tie in known if tie.person.name not in named]
        if not named or not missing:
            return
        first = next(who for who in home.people if who.relation in OWNERS)
        self.roster.problems.append(
            Problem(
                *first.at,
                _(
                    "%(room)s belongs to %(known)s here, to %(named)s in the file. "
                    "Record the transfer of ownership first, or correct the file."
                )
                % {
                    "room": home.label,
                    "known": ", ".join(missing),
                    "named": ", ".join(sorted(named)),
                },
            )
        )

    def _take(self, home: Home, who: Who) -> None:
        unit = self._unit(home)
        tie = self._tie_of(unit, who)
        person = tie.person if tie else self._person(who)
        self._phones(person, who, is_known=tie is not None, home=home)
        if who.id_number:
            self.numbers.append((person, who.id_number))
        if person.pk:
            self.known.add(person.pk)
        if tie is None:
            self._tie(home, unit, person, who)
        elif _complete(tie, who):
            self.changed_ties.append(tie)
        else:
            self.counts.add("occupancies", "unchanged")

    def _tie_of(self, unit: Unit, who: Who) -> Occupancy | None:
        for tie in self.tied[unit.pk]:
            kin = tie.relation in OWNERS and who.relation in OWNERS
            if tie.person.name == who.name and (kin or tie.relation == who.relation):
                return tie
        return None

    def _person(self, who: Who) -> Person:
        """The same name with the same phone is the same person, in any home."""
        for phone in who.phones:
            if known := self.by_phone.get((who.name, phone)):
                return known
        person = Person(office=self.office, name=who.name)
        self.new_persons.append(person)
        for phone in who.phones:
            self.by_phone[who.name, phone] = person
        return person

    def _phones(self, person: Person, who: Who, *, is_known: bool, home: Home) -> None:
        key = person.pk or -id(person)
        fresh = [
            each for each in dict.fromkeys(who.phones) if each not in self.phones[key]
        ]
        for phone in fresh:
            first = not self.phones[key]
            self.phones[key].add(phone)
            self.new_contacts.append(
                PersonContact(
                    office=self.office, person=person, phone=phone, is_primary=first
                )
            )
        if fresh and is_known and len(self.phones[key]) > len(fresh):
            self.roster.findings.append(
                _("%(room)s: a phone of %(name)s was added beside the one known.")
                % {"room": home.label, "name": who.name}
            )

    def _tie(self, home: Home, unit: Unit, person: Person, who: Who) -> None:
        first = not any(tie.is_contact for tie in self.tied[unit.pk])
        tie = Occupancy(
            office=self.office,
            unit=unit,
            person=person,
            relation=who.relation,
            share=who.share,
            starts_on=who.starts_on,
            is_contact=first and bool(who.phones),
        )
        self.tied[unit.pk].append(tie)
        self.new_ties.append(tie)
        shares = [
            each.share
            for each in self.tied[unit.pk]
            if each.share and each.relation in OWNERS
        ]
        if sum(shares) > 1:
            self.roster.problems.append(
                Problem(*home.at, _("The owners' shares are more than one in all."))
            )

    def _store(self) -> None:
        Person.objects.bulk_create(self.new_persons, batch_size=BATCH)
        PersonContact.objects.bulk_create(self.new_contacts, batch_size=BATCH)
        self.counts.add("persons", "created", len(self.new_persons))
        self.counts.add("persons", "unchanged", len(self.known))
        self.counts.add("phones", "created", len(self.new_contacts))
        if self.roster.problems:
            return
        Occupancy.objects.bulk_create(self.new_ties, batch_size=BATCH)
        Occupancy.objects.bulk_update(
            self.changed_ties, ["share", "starts_on"], batch_size=BATCH
        )
        self.counts.add("occupancies", "created", len(self.new_ties))
        self.counts.add("occupancies", "changed", len(self.changed_ties))
        self._store_numbers()

    def _store_numbers(self) -> None:
        people = {person.pk: (person, number) for person, number in self.numbers}
        known = {
            row.person_id: row for row in PersonSecret.objects.filter(person__in=people)
        }
        fresh = [
            PersonSecret(office=self.office, person=person, id_number=number)
            for pk, (person, number) in people.items()
            if pk not in known
        ]
        blank = [row for row in known.values() if not row.id_number]
        for row in blank:
            row.id_number = people[row.person_id][1]
        PersonSecret.objects.bulk_create(fresh, batch_size=BATCH)
        PersonSecret.objects.bulk_update(blank, ["id_number"], batch_size=BATCH)

    def _unit(self, home: Home) -> Unit:
        return self.units[home.label]


def _complete(tie: Occupancy, who: Who) -> bool:
    """Fill what is not known yet of a tie; whether anything was."""
    before = (tie.share, tie.starts_on)
    if tie.relation in (Relation.OWNER, Relation.CO_OWNER):
        tie.share = tie.share or who.share
    tie.starts_on = tie.starts_on or who.starts_on
    return (tie.share, tie.starts_on) != before
