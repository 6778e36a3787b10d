"""Finding cases: by what is written in the register, or by number (4.9, DESIGN 3).

The text is read through ``cases_find``, which sees a sealed side table and gives ids;
whoever uses the ids joins them to tables that carry row-level security.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import date
from itertools import product
from typing import TYPE_CHECKING

from django.db import connection
from django.utils import timezone

from propertyservice.cases import clauses
from propertyservice.cases.models import Case
from propertyservice.organisation.models import Office

if TYPE_CHECKING:
    from propertyservice.organisation.models import Staff

LONGEST = 600
LONGEST_QUESTION = 100
FIND = "SELECT * FROM cases_find(%s, %s, %s, %s)"
NUMBER = re.compile(
    r"^(?:(?:(?P<office>[A-Z0-9]{2,8})-)?(?P<kind>[A-Z]{2})-?)?"
    r"(?:(?P<year>20\d\d)?(?P<month>\d\d)(?P<day>\d\d)-)?(?P<place>\d{1,9})$"
)


def text_of(title: str, *words: str) -> str:
    """What a case is found by: its subject, place and name, in one line."""
    return " ".join(filter(None, (*words, title)))[:LONGEST]


def matching_ids(user: Staff, clause: str, text: str, limit: int = 1000) -> list[int]:
    """Ids of one clause's cases that say all words of ``text``, newest first.

    Any term counts, one character too. Only offices are looked at here; join the ids
    to a queryset that is ``visible_to`` the user.
    """
    words = text[:LONGEST_QUESTION].replace("\x00", "")
    offices = user.offices_for(clauses.get(clause).view) or user.office_ids
    if not words.strip() or not offices:
        return []
    return found_ids(offices, clause, words, limit)


def found_ids(offices: Iterable[int], clause: str, words: str, limit: int) -> list[int]:
    """Ids of the offices' cases of a clause that say all words, newest first."""
    with connection.cursor() as cursor:
        cursor.execute(FIND, [sorted(offices), clause, words, limit])
        return [row[0] for row in cursor.fetchall()]


def find_by_number(user: Staff, text: str, limit: int = 8) -> list[Case]:
    """Cases by full number or its tail: ``0317-12`` of this year, ``0012`` of today.

    Empty when the text is no number or no such case exists for the user.
    """
    typed = NUMBER.match("".join(text[:40].upper().split()))
    day = typed and _day(typed, timezone.localdate())
    if not typed or not day:
        return []
    offices = (
        [typed["office"]]
        if typed["office"]
        else Office.objects.filter(pk__in=user.office_ids).values_list(
            "code", flat=True
        )
    )
    kinds = [typed["kind"]] if typed["kind"] else [c.kind for c in clauses.every()]
    tail = f"{day:%Y%m%d}-{int(typed['place']):04d}"
    numbers = [f"{code}-{kind}-{tail}" for code, kind in product(offices, kinds)]
    return list(
        Case.objects.visible_to(user).filter(number__in=numbers).order_by("-pk")[:limit]
    )


def _day(typed: re.Match[str], today: date) -> date | None:
    """The day meant: today without one; without a year the last such day."""
    if typed["month"] is None:
        return today
    year = int(typed["year"] or today.year)
    try:
        day = date(year, int(typed["month"]), int(typed["day"]))
        if typed["year"] is None and day > today:
            day = day.replace(year=year - 1)
    except ValueError:
        return None
    return day
