"""Choices and conditions that the filters of several registers offer."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import Any

from django.db.models import QuerySet
from django.db.models.expressions import RawSQL

from propertyservice.cases.search import LONGEST_QUESTION, found_ids
from propertyservice.estate.models import Building
from propertyservice.estate.text import normal
from propertyservice.organisation import scope
from propertyservice.ui.counters import CAP

Choices = list[tuple[str, str]]
KEPT_SECONDS = 30
FOUND_AT_MOST = CAP + 1
_kept: dict[tuple[str, frozenset[int]], tuple[float, Choices]] = {}


def remembered(name: str, load: Callable[[frozenset[int]], Choices]) -> Choices:
    """Choices of the running scope's offices, read anew every half minute.

    A list page thus spends no statement on them; a new building is offered soon after.
    """
    running = scope.current()
    offices = running.offices if running else frozenset()
    until, found = _kept.get((name, offices), (0.0, []))
    if until < time.monotonic():
        found = load(offices)
        _kept[name, offices] = (time.monotonic() + KEPT_SECONDS, found)
    return found


def buildings() -> Choices:
    """The buildings of one's offices."""
    return remembered("buildings", _buildings)


def _buildings(offices: frozenset[int]) -> Choices:
    found = Building.objects.filter(office__in=offices).select_related("office")
    several = len(offices) > 1
    return [
        (str(b.pk), f"{b.office.code} {b.name}" if several else b.name) for b in found
    ]


def said_in(queryset: QuerySet[Any], clause: str, text: str) -> QuerySet[Any]:
    """All words in content, room or name; a number or its end finds its case.

    Asked once: the rows and their count take the ids from there.
    """
    words = normal(text)[:LONGEST_QUESTION]
    running = scope.current()
    if not words or running is None:
        return queryset
    found = found_ids(running.offices, clause, words, FOUND_AT_MOST)
    return queryset.filter(pk__in=RawSQL("SELECT unnest(%s::bigint[])", [found]))
