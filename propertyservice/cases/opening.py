"""Opening a case: its number and its register row in one statement."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import TYPE_CHECKING, Any

from django.db import connection
from django.utils import timezone

from propertyservice.cases.models import Case
from propertyservice.cases.search import text_of
from propertyservice.numbering import numbers

if TYPE_CHECKING:
    from propertyservice.organisation.models import Office

# The counter row stays locked until commit, so the day has neither gap nor duplicate.
OPEN = """
WITH taken AS (
  INSERT INTO numbering_counter (series, value) VALUES (%(series)s, %(step)s)
  ON CONFLICT (series)
    DO UPDATE SET value = numbering_counter.value + excluded.value
  RETURNING value)
INSERT INTO cases_case (number, clause, office_id, unit_id, place_id, person_id, title,
  search_text, holder_id, holder_post, is_open, opened_at, recorded_at, last_step_at,
  due_at, hidden_from_id)
SELECT %(series)s || '-' || lpad(value::text, greatest(4, length(value::text)), '0'),
  %(clause)s, %(office)s, %(unit)s, %(place)s, %(person)s, %(title)s, %(search)s,
  %(holder)s, %(holder_post)s, true, %(opened_at)s, %(recorded_at)s, %(opened_at)s,
  %(due_at)s, %(hidden_from)s
FROM taken RETURNING id, number
"""


def open_case(
    *,
    clause: str,
    kind: str,
    office: Office,
    title: str,
    opened_at: datetime,
    holder_post: str,
    unit: Any = None,
    place: Any = None,
    person: Any = None,
    holder: Any = None,
    due_at: datetime | None = None,
    hidden_from: Any = None,
    words: Iterable[str] = (),
    series_code: str = "",
) -> Case:
    """Take the day's next number and write the register row (RULES 2.0.4).

    The number carries the local day of recording: it is allotted on save. ``words``
    are found by the register's search beside the title: place and name. ``series_code``
    replaces the office's code: in a series of its own a hidden case leaves no gap.
    """
    code = series_code or office.code
    recorded_at = timezone.now()
    fields = {
        "clause": clause,
        "office": office.pk,
        "unit": unit and unit.pk,
        "place": place and place.pk,
        "person": person and person.pk,
        "title": title[:200],
        "search": text_of(title, *words),
        "holder": holder and holder.pk,
        "holder_post": holder_post,
        "opened_at": opened_at,
        "recorded_at": recorded_at,
        "due_at": due_at,
        "hidden_from": hidden_from and hidden_from.pk,
        "series": numbers.series(code, kind, timezone.localdate(recorded_at)),
        "step": numbers.step(code),
    }
    with connection.cursor() as cursor:
        cursor.execute(OPEN, fields)
        pk, number = cursor.fetchone()
    case = Case(
        pk=pk,
        number=number,
        clause=clause,
        office=office,
        unit=unit,
        place=place,
        person=person,
        title=title[:200],
        search_text=fields["search"],
        holder=holder,
        holder_post=holder_post,
        opened_at=opened_at,
        recorded_at=recorded_at,
        last_step_at=opened_at,
        due_at=due_at,
        hidden_from=hidden_from,
    )
    case._state.adding = False
    case._state.db = connection.alias
    return case
