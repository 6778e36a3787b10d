"""Gapless numbers, allotted on save (RULES 2.0.4).

One series is not gapless: in that of sealed cases a number passed over says nothing
(decision 9).
"""

from __future__ import annotations

import secrets
from datetime import date

from django.db import connection

TAKE = """
INSERT INTO numbering_counter (series, value) VALUES (%s, %s)
ON CONFLICT (series) DO UPDATE SET value = numbering_counter.value + excluded.value
RETURNING value
"""

SEALED = "GS"
"""The company's own series, of cases that are hidden from somebody. An office's code
is never this (``Office.clean``)."""


def step(office_code: str) -> int:
    """How far on the next number of a series lies: 1, but by the toss of a coin in the
    sealed one. Who sees two of its numbers learns nothing of those between them."""
    if office_code != SEALED:
        return 1
    on = 1
    while secrets.randbelow(2):
        on += 1
    return on


def series(office_code: str, kind: str, day: date) -> str:
    """The series of one office, kind and day, e.g. ``JX-BX-20260317``."""
    return f"{office_code}-{kind}-{day:%Y%m%d}"


def next_number(office_code: str, kind: str, day: date) -> str:
    """Take the next number: ``JX-BX-20260317-0001``, wider when 9999 are used up."""
    return next_numbers(office_code, kind, day, 1)[0]


def next_numbers(office_code: str, kind: str, day: date, count: int) -> list[str]:
    """Take a block of ``count`` numbers at once, for bulk work."""
    if count < 1:
        raise ValueError("count must be at least 1")
    name = series(office_code, kind, day)
    with connection.cursor() as cursor:
        cursor.execute(TAKE, [name, count - 1 + step(office_code)])
        last: int = cursor.fetchone()[0]
    return [f"{name}-{value:04d}" for value in range(last - count + 1, last + 1)]
