"""Rows as plain values: a list needs names and words, not whole records.

Making 26 records costs more than asking for them, and building their statement as much
again. What a list shows without conditions follows from its reader and the day, so its
statement is built once (``counters.lasting``) and only run afterwards.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from types import SimpleNamespace
from typing import Any

from django.core.exceptions import EmptyResultSet
from django.db import connection
from django.db.models import IntegerField, QuerySet
from django.db.models.expressions import RawSQL

from propertyservice.ui.counters import Part, part


@dataclass(frozen=True)
class Reading(Part):
    """A statement that gives rows, compiled.

    ``names`` are what a row's values are called; ``readers`` turn what the database
    gives at a place into what Python knows.
    """

    names: tuple[str, ...] = ()
    readers: Sequence[tuple[int, Sequence[Any], Any]] = ()

    def rows(self) -> list[Any]:
        """Run it; each row is a namespace."""
        if not self.sql:
            return []
        with connection.cursor() as cursor:
            cursor.execute(self.sql, self.params)
            found = cursor.fetchall()
        return [self._named(values) for values in found]

    def _named(self, values: tuple[Any, ...]) -> SimpleNamespace:
        row = dict(zip(self.names, values, strict=True))
        for place, readers, expression in self.readers:
            name = self.names[place]
            for read in readers:
                row[name] = read(row[name], expression, connection)
        return SimpleNamespace(**row)


OF_ALL = "of_all"


def counted(queryset: QuerySet[Any]) -> QuerySet[Any]:
    """Each row brings along how many there are, counted once (``counters.CAP``)."""
    count = part(queryset)
    of_all = RawSQL(count.sql, count.params, IntegerField())  # noqa: S611 compiled
    return queryset.annotate(**{OF_ALL: of_all})


def number(rows: Sequence[Any]) -> int:
    """How many there are, by rows that were ``counted``."""
    return getattr(rows[0], OF_ALL) if rows else 0


def reading(queryset: QuerySet[Any], fields: Sequence[str]) -> Reading:
    """Compile a queryset; ``fields`` are the names of a row's values."""
    if OF_ALL in queryset.query.annotations:
        fields = (*fields, OF_ALL)
    query = queryset.values_list(*fields).query
    compiler = query.get_compiler(connection=connection)
    try:
        sql, params = compiler.as_sql()
    except EmptyResultSet:
        return Reading("")
    columns = [column for column, _sql, _alias in compiler.select[: compiler.col_count]]
    readers = compiler.get_converters(columns)
    return Reading(
        sql,
        tuple(params),
        tuple(fields),
        tuple((place, *found) for place, found in readers.items()),
    )
