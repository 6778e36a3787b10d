"""The one box: its SQL against one index, its page against SELECT 1."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any
from urllib.parse import quote

from django.conf import settings
from django.db import connection

from benchmarks import databases
from benchmarks.report import Result
from benchmarks.timing import compare
from benchmarks.web import Visitor, statements
from propertyservice.estate import search
from propertyservice.estate.models import Person, PersonContact
from propertyservice.estate.terms import terms_of
from propertyservice.organisation.models import Staff
from propertyservice.organisation.scope import scope

SQL_BAR, PAGE_BAR = 3.0, 2.0
MOST = 8
# The answer ready made in one row, under one index: nothing can be found for less.
READY = """
DROP TABLE IF EXISTS bench_term_{kind};
CREATE TABLE bench_term_{kind} AS
SELECT t.office_id, t.term, t."order" AS sort, u.code, u.label, b.name AS building,
  p.id AS person_id, p.name, o.relation, c.phone
FROM estate_searchterm t
LEFT JOIN estate_person p ON p.id = t.person_id
LEFT JOIN estate_occupancy o ON o.person_id = p.id
LEFT JOIN estate_personcontact c ON c.person_id = p.id AND c.is_primary
LEFT JOIN estate_unit u ON u.id = coalesce(t.unit_id, o.unit_id)
LEFT JOIN estate_building b ON b.id = u.building_id
WHERE t.kind = '{kind}';
CREATE INDEX ON bench_term_{kind} (office_id, term, sort);
GRANT SELECT ON bench_term_{kind} TO {role};
VACUUM ANALYZE bench_term_{kind}
"""
LOOK = """
SELECT * FROM bench_term_{kind}
WHERE office_id = %s AND term >= %s COLLATE "C" AND term < %s COLLATE "C"
ORDER BY term, sort LIMIT %s
"""


def prepare() -> None:
    """Make the ready tables in the database in use."""
    with databases.as_owner(), connection.cursor() as cursor:
        for kind in "NPITR":
            ready = READY.format(kind=kind, role=settings.DATABASE_APP_ROLE)
            for statement in ready.split(";\n"):
                cursor.execute(statement)


def samples(user: Staff) -> dict[str, tuple[str, str]]:
    """What is typed, and the kind of term whose index is the limit."""
    with scope(user):
        people = Person.objects.filter(office=user.office)
        person = people.order_by("pk")[people.count() // 2]
        contact = PersonContact.objects.get(person=person)
    return {
        "one character": (person.name[0], "N"),
        "full name": (person.name, "N"),
        "pinyin": (person.name_pinyin.replace(" ", ""), "P"),
        "initials": (person.initials, "I"),
        "phone tail": (contact.phone[-6:], "T"),
        "3-1-502": ("3-1-502", "R"),
        "1-502": ("1-502", "R"),
    }


def measure(name: str, runs: int) -> Iterator[Result]:
    """SQL and page of every kind of term."""
    databases.use(name)
    user = Staff.objects.get(username="clerk1")
    visitor = Visitor(user)
    one = visitor.get("/bench/one/")
    for title, (typed, kind) in samples(user).items():
        with scope(user):
            pair = compare(_find(user, typed), _look(user, typed, kind), runs)
        yield Result(
            *("box", f"SQL: {title}", pair.ratio, SQL_BAR),
            measured_ms=pair.measured,
            limit_ms=pair.limit,
            limit="one index, ready rows",
        )
        page = visitor.get(f"/search/?q={quote(typed)}")
        pair = compare(page, one, runs)
        yield Result(
            *("box", f"page: {title}", pair.ratio, PAGE_BAR),
            measured_ms=pair.measured,
            limit_ms=pair.limit,
            limit="SELECT 1, same middleware",
        )
        yield Result(
            "box", f"statements: {title}", statements(page), None, "statements"
        )


def _find(user: Staff, typed: str) -> Any:
    offices = sorted(user.offices_for("estate.view"))
    terms = terms_of(typed)
    return lambda: search._rows(terms, offices, MOST)


def _look(user: Staff, typed: str, kind: str) -> Any:
    office = user.office_id
    term = typed[::-1] if kind == "T" else typed
    last = term + chr(1114111)

    def look() -> list[Any]:
        with connection.cursor() as cursor:
            cursor.execute(LOOK.format(kind=kind), [office, term, last, MOST])
            return cursor.fetchall()

    if not look():
        raise RuntimeError(f"nothing is found for {typed}")
    return look
