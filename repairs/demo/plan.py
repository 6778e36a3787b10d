"""How often people call, and which repairs are under way when the history ends."""

from __future__ import annotations

from datetime import timedelta

CALLS_A_MONTH = 0.3
"""Calls of a household in a month, common parts included."""
HOURS = tuple(range(24))
BUSY = (
    1,
    1,
    1,
    1,
    1,
    2,
    5,
    12,
    24,
    28,
    26,
    20,
    14,
    14,
    18,
    20,
    18,
    16,
    18,
    20,
    14,
    8,
    4,
    2,
)
TRADES = (
    "WATER",
    "WATER",
    "WATER",
    "POWER",
    "POWER",
    "DOOR",
    "MASONRY",
    "WEAK_CURRENT",
)
CHANNELS = ("PHONE", "PHONE", "PHONE", "VISIT", "WECHAT")
RELATIONS = {"CO_OWNER": "OWNER"}
WINDOW = timedelta(days=30)
TRIES = 120

# What stands open at the end: where it stops, what must happen before, hours ago.
OPEN_NOW: tuple[tuple[str, frozenset[str], int], ...] = (
    ("REGISTERED", frozenset({"none"}), 0),
    ("REGISTERED", frozenset({"none"}), 0),
    ("REGISTERED", frozenset({"none"}), 1),
    ("DISPATCHED", frozenset({"none"}), 0),
    ("DISPATCHED", frozenset({"hurry", "none"}), 1),
    ("ACCEPTED", frozenset({"none"}), 1),
    ("ACCEPTED", frozenset({"reschedule"}), 3),
    ("ACCEPTED", frozenset({"none"}), 52),
    ("ON_SITE", frozenset({"none"}), 0),
    ("IN_PROGRESS", frozenset({"none"}), 0),
    ("IN_PROGRESS", frozenset({"contact"}), 60),
    ("IN_PROGRESS", frozenset({"rework"}), 2),
    ("SUSPENDED", frozenset({"suspend", "WAIT_RESIDENT"}), 20),
    ("SUSPENDED", frozenset({"suspend", "WAIT_MATERIAL"}), 70),
    ("SUSPENDED", frozenset({"suspend", "WAIT_CONTRACTOR"}), 30),
    ("SUSPENDED", frozenset({"suspend", "WAIT_NEIGHBOR"}), 26),
    ("ask_suspension", frozenset({"suspend", "WAIT_MATERIAL"}), 1),
    ("ask_extension", frozenset({"extend"}), 2),
    ("ask_unsigned", frozenset({"unsigned"}), 1),
    ("FINISHED", frozenset({"none"}), 1),
    ("FINISHED", frozenset({"lost"}), 28),
    ("FINISHED_UNSIGNED", frozenset({"unsigned"}), 2),
    ("SHEET_RETURNED", frozenset({"none"}), 5),
    ("SHEET_RETURNED", frozenset({"contact"}), 40),
    ("CANCELLED", frozenset({"cancel"}), 9),
    ("REFERRED", frozenset({"refer"}), 4),
    ("REFERRED", frozenset({"refer"}), 90),
    ("CLOSED", frozenset({"refuse"}), 30),
    ("CLOSED_RESIDENT_REASON", frozenset({"nobody"}), 8),
    ("reopen", frozenset({"nobody", "reopen"}), 1),
)
