"""Which years of the calendar are missing before they are needed (RULES 2.0.3)."""

from __future__ import annotations

from datetime import date

from propertyservice.policy.models import CalendarYear

ASKED_FROM_MONTH = 11
"""The State Council's notice on the coming year is out in November."""


def missing_years(today: date) -> list[int]:
    """This year, and from November on the coming one, where they are not loaded."""
    needed = [today.year]
    if today.month >= ASKED_FROM_MONTH:
        needed.append(today.year + 1)
    loaded = set(CalendarYear.objects.values_list("year", flat=True))
    return [year for year in needed if year not in loaded]
