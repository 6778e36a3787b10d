"""What a deadline chip says and how it looks in each of its six states (LOOK 9)."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest
from django.utils import translation

from propertyservice.policy.calendar import shipped
from propertyservice.workflow.chips import Chip, ChipState, Standing, chip
from propertyservice.workflow.clocks import (
    SHANGHAI,
    Clock,
    Limit,
    ServiceWindows,
    left,
)


def at(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=SHANGHAI)


START = at("2026-03-17 09:00")
DUE = at("2026-03-17 10:00")


@pytest.fixture(autouse=True)
def _in_english():
    with translation.override("en"):
        yield


def shown(now: str, **facts: object) -> Chip:
    standing = {"starts_at": START, "due_at": DUE, "state": "RUNNING", **facts}
    return chip(Standing(**standing), at(now))


def test_with_more_than_a_quarter_left_it_is_plain() -> None:
    assert shown("2026-03-17 09:30") == Chip(ChipState.PLAIN, "30 min left", 50)


def test_a_quarter_left_or_the_first_chase_makes_it_soon() -> None:
    assert shown("2026-03-17 09:45").state == ChipState.SOON
    assert shown("2026-03-17 09:44").state == ChipState.PLAIN
    chased = shown("2026-03-17 09:10", first_chase_at=at("2026-03-17 09:10"))
    assert chased.state == ChipState.SOON
    later = shown("2026-03-17 09:09", first_chase_at=at("2026-03-17 09:10"))
    assert later.state == ChipState.PLAIN


def test_it_is_late_only_once_the_due_time_has_passed() -> None:
    assert shown("2026-03-17 10:00").state == ChipState.SOON
    assert shown("2026-03-17 10:40") == Chip(ChipState.LATE, "40 min late", 100)


def test_a_stopped_clock_says_for_how_long_and_why() -> None:
    since = at("2026-03-16 09:00")
    facts = {"due_at": None, "state": "PAUSED", "paused_since": since}
    stopped = shown("2026-03-17 09:00", pause_reason="resident", **facts)
    assert stopped.state == ChipState.PAUSE
    assert stopped.text == "paused for 1 day · resident"
    assert shown("2026-03-17 09:00", **facts).text == "paused for 1 day"
    assert shown("2026-03-17 09:00", due_at=None, state="PAUSED").text == "paused"


def test_a_deadline_that_was_late_before_the_pause_stays_late() -> None:
    late = shown("2026-03-17 11:00", paused_since=at("2026-03-17 10:30"))
    assert late.state == ChipState.LATE


def test_a_met_deadline_says_when() -> None:
    met = shown("2026-03-17 12:00", state="MET", ended_at=at("2026-03-17 09:20"))
    assert met == Chip(ChipState.MET, "on time 09:20", 33)


@pytest.mark.edge(6)
def test_a_missed_deadline_stays_missed() -> None:
    missed = shown("2026-03-18 12:00", state="MISSED", ended_at=at("2026-03-17 10:25"))
    assert missed == Chip(ChipState.MISSED, "done 25 min late", 100)
    corrected = shown(
        "2026-03-18 12:00", state="MISSED", ended_at=at("2026-03-17 09:25")
    )
    assert corrected.state == ChipState.MISSED
    assert corrected.text == "missed"


def test_a_deadline_nobody_waits_for_is_quiet() -> None:
    void = shown("2026-03-18 12:00", state="VOID", ended_at=at("2026-03-17 09:25"))
    assert (void.state, void.text) == (ChipState.PLAIN, "not needed any more")


def test_the_counted_share_and_amount_hold_where_they_are_given() -> None:
    given = shown("2026-03-17 09:10", share_used=0.8, left=6)
    assert given == Chip(ChipState.SOON, "6 working days left", 80)


def test_working_days_left_are_those_after_today() -> None:
    office = {"windows": ServiceWindows.always(), "calendar": shipped()}
    limit = Limit(clock=Clock.WORKING_DAYS, days=3)
    due = at("2026-02-26 00:00")
    assert left(limit, at("2026-02-13 10:00"), due, **office) == 3
    assert left(limit, at("2026-02-20 10:00"), due, **office) == 2
    assert left(limit, at("2026-02-25 10:00"), due, **office) == timedelta(hours=14)
    assert left(limit, at("2026-02-26 10:00"), due, **office) == timedelta()
    natural = Limit(days=3)
    assert left(natural, at("2026-02-25 10:00"), due, **office) == timedelta(hours=14)
