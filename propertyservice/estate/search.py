"""The one box: rooms and people by room, name, pinyin, phone tail and plate (DESIGN 3).

One statement: ``estate_find`` reads the sealed side table and gives ids, which
``estate_search`` joins to tables that carry row-level security.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any

from django.db import connection
from django.utils import timezone

from propertyservice.estate.models import Relation, TermKind
from propertyservice.estate.terms import Term, terms_of
from propertyservice.estate.text import masked_phone

if TYPE_CHECKING:
    from propertyservice.organisation.models import Staff

FIND = "SELECT * FROM estate_search(%s, %s, %s, %s, %s)"


@dataclass(frozen=True, slots=True)
class Hit:
    """A unit, or a person with a unit of his.

    ``exact`` is true for a room typed in full, which opens at once. ``people`` names
    who lives in a unit that was found by its room. ``phone`` is masked for those who
    may not see it. A person without any unit has an empty ``unit_code``.
    """

    kind: str
    exact: bool
    office_id: int
    unit_id: int | None
    unit_code: str
    unit_label: str
    building: str
    person_id: int | None
    name: str
    relation: str
    left_on: date | None
    phone: str
    people: str

    @property
    def title(self) -> str:
        """The first line: the room for a room, the name for a person."""
        return self.name if self.person_id else self.unit_label

    @property
    def relation_label(self) -> str:
        """What the person is to the unit, in words."""
        return str(Relation(self.relation).label) if self.relation else ""

    @property
    def line(self) -> str:
        """The second line: where and what, or who lives there."""
        if self.person_id is None:
            return " · ".join(filter(None, (self.building, self.people)))
        return " · ".join(
            filter(None, (self.unit_label, self.relation_label, self.phone))
        )


def find(user: Staff, text: str, limit: int = 8) -> list[Hit]:
    """Return what a text finds in the offices whose estate the user may see.

    Call it inside the user's scope. A room typed in full comes first; when rooms match
    exactly, longer ones that only begin so are left out.
    """
    terms = terms_of(text)
    offices = user.offices_for("estate.view")
    if not terms or not offices:
        return []
    rows = _rows(terms, sorted(offices), limit)
    clear = user.offices_for("estate.see_phones")
    return _without_doubles([_hit(row, clear) for row in rows])[:limit]


def _rows(terms: list[Term], offices: list[int], limit: int) -> list[tuple[Any, ...]]:
    """Rows as found; rooms that only begin so give way to those that match."""
    kinds = [term.kind.value for term in terms]
    texts = [term.text for term in terms]
    with connection.cursor() as cursor:
        cursor.execute(FIND, [offices, kinds, texts, limit, timezone.localdate()])
        rows = cursor.fetchall()
    # Four digits are a whole room or the end of a phone, never half a room.
    whole = TermKind.PHONE in kinds or any(
        row[0] == TermKind.ROOM and row[1] for row in rows
    )
    return [row for row in rows if row[0] != TermKind.ROOM or row[1] or not whole]


def _hit(row: tuple[Any, ...], clear: frozenset[int]) -> Hit:
    kind, is_exact, matched, office, unit, code, label, building, *person = row
    person_id, name, relation, left, phone, people = person
    if kind == TermKind.PHONE:
        phone = matched[::-1]
    if phone and office not in clear:
        phone = masked_phone(phone)
    in_full = kind == TermKind.ROOM and matched in (label.lower(), code.lower())
    return Hit(
        kind=kind,
        exact=is_exact and in_full,
        office_id=office,
        unit_id=unit,
        unit_code=code or "",
        unit_label=label or "",
        building=building or "",
        person_id=person_id,
        name=name or "",
        relation=relation or "",
        left_on=left,
        phone=phone or "",
        people=people or "",
    )


def _without_doubles(hits: list[Hit]) -> list[Hit]:
    """The first hit of each unit and person; rooms typed in full lead."""
    seen: dict[tuple[int | None, int | None], Hit] = {}
    for hit in sorted(hits, key=lambda hit: not hit.exact):
        seen.setdefault((hit.unit_id, hit.person_id), hit)
    return list(seen.values())
