"""Many counts in one statement: ``SELECT (subquery), (subquery), ...``.

Building and compiling the querysets costs more than counting. What follows from the
reader's rights and the day alone is therefore compiled once and only run afterwards.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, TypeVar

from django.core.exceptions import EmptyResultSet
from django.db import connection
from django.db.models import QuerySet, Value
from django.http import HttpRequest
from django.utils import timezone

from propertyservice.organisation.models import Staff

CAP = 1000
KEPT_AT_MOST = 2000


@dataclass(frozen=True)
class Part:
    """One count, compiled."""

    sql: str
    params: tuple[Any, ...] = ()

    @property
    def lasts(self) -> bool:
        """Whether it may be run again later: no moment of this very second in it."""
        return not any(
            isinstance(value, datetime) and value.microsecond for value in self.params
        )


T = TypeVar("T", bound=Sequence[Part])
_kept: dict[Hashable, Sequence[Part]] = {}


class Together:
    """The counts of one page, whoever asks for them, in one statement."""

    def __init__(self) -> None:
        self._waiting: dict[str, Sequence[Part]] = {}
        self._numbers: dict[str, list[int]] = {}

    def add(self, name: str, parts: Sequence[Part]) -> None:
        """Count these too when the first number of the page is asked for."""
        self._waiting[name] = parts

    def numbers(self, name: str) -> list[int]:
        """What was counted under a name; KeyError when nothing was added."""
        if name in self._waiting:
            found = iter(
                run([each for all_ in self._waiting.values() for each in all_])
            )
            for key, parts in self._waiting.items():
                self._numbers[key] = [next(found) for _part in parts]
            self._waiting.clear()
        return self._numbers[name]


def of(request: HttpRequest) -> Together:
    """The counts of the page that answers this request."""
    if not hasattr(request, "counted_together"):
        request.counted_together = Together()  # type: ignore[attr-defined]
    together: Together = request.counted_together  # type: ignore[attr-defined]
    return together


def counts(querysets: Sequence[QuerySet[Any]], cap: int = CAP) -> list[int]:
    """Count every queryset in one statement.

    A count never goes beyond ``cap + 1`` (an exact count of a large register costs
    more than the page); ``shown`` writes that as ``1000+``.
    """
    return run([part(queryset, cap) for queryset in querysets])


def run(parts: Sequence[Part]) -> list[int]:
    """The numbers of compiled counts, in one statement.

    The navigation and a list often ask the same; that is counted once.
    """
    once = {(part.sql, str(part.params)): part for part in parts}
    if not once:
        return []
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT {', '.join(part.sql for part in once.values())}",
            [value for part in once.values() for value in part.params],
        )
        found = dict(zip(once, cursor.fetchone(), strict=True))
    return [found[part.sql, str(part.params)] for part in parts]


def lasting(user: Staff, name: Hashable, build: Callable[[], T]) -> T:
    """What ``build()`` compiles, once for each person, rights and day.

    It must follow from these alone and say "now" as the database's ``Now()``. What
    holds a moment of its own is compiled every time.
    """
    key = (
        *(name, user.pk, user.office_ids, timezone.localdate()),
        frozenset(user.posts_held.items()),
    )
    found: T | None = _kept.get(key)  # type: ignore[assignment]
    if found is None:
        found = build()
        if all(each.lasts for each in found):
            if len(_kept) >= KEPT_AT_MOST:
                _kept.clear()
            _kept[key] = found
    return found


def parts(querysets: Iterable[QuerySet[Any]]) -> tuple[Part, ...]:
    """The counts of querysets, compiled."""
    return tuple(part(queryset) for queryset in querysets)


def part(queryset: QuerySet[Any], cap: int = CAP) -> Part:
    """One queryset's count, compiled."""
    try:
        compiler = _limited(queryset, cap).query.get_compiler(connection=connection)
        sql, values = compiler.as_sql()
    except EmptyResultSet:
        return Part("0")
    return Part(f"(SELECT COUNT(*) FROM ({sql}) part)", tuple(values))  # noqa: S608


def shown(count: int, cap: int = CAP) -> str:
    """A count as people read it: ``38``, ``1000+``."""
    return f"{cap}+" if count > cap else str(count)


def _limited(queryset: QuerySet[Any], cap: int) -> QuerySet[Any]:
    if queryset.query.is_sliced:
        return queryset
    plain = queryset.order_by()
    if plain.query.distinct or plain.query.combinator:
        return plain[: cap + 1]
    return plain.annotate(one=Value(1)).values("one")[: cap + 1]
