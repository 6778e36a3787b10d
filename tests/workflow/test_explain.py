"""A deadline says why it is when it is, in sentences."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta

import pytest
from django.utils import translation

from propertyservice.policy.calendar import shipped
from propertyservice.workflow.clocks import (
    SHANGHAI,
    Clock,
    Interval,
    Limit,
    ServiceWindows,
)
from propertyservice.workflow.explain import (
    Change,
    ChaseNote,
    Explanation,
    PauseReason,
    lines,
    question,
)
from propertyservice.workflow.reckoning import reckon
from propertyservice.workflow.wording import amount, ending, limit_text, moment

CALENDAR = shipped()
GRADE_3 = ServiceWindows(((time(9), time(17)),))
WORKING_3 = Limit(clock=Clock.WORKING_DAYS, days=3)


def at(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=SHANGHAI)


NOW = at("2026-03-17 10:18")


@pytest.fixture(autouse=True)
def _in_english():
    with translation.override("en"):
        yield


def explained(
    limit: Limit, start: str, *reasons: PauseReason, **more: object
) -> Explanation:
    reckoning = reckon(
        limit,
        at(start),
        windows=GRADE_3,
        calendar=CALENDAR,
        pauses=[each.pause for each in reasons],
    )
    facts: dict[str, object] = {
        "rule": "Arrival",
        "limit": limit,
        "starts_at": at(start),
        "due_at": reckoning.due,
        "windows": GRADE_3,
        "reckoning": reckoning,
        "reasons": reasons,
    }
    return Explanation(**{**facts, **more})


def test_an_urgent_arrival_explains_itself_as_on_the_page() -> None:
    facts = explained(
        Limit(minutes=30),
        "2026-03-17 09:57",
        rule="Urgent repair, grade 1",
        source="N4",
        confidence="certain",
        effective_from=date(2026, 1, 1),
        chases=(
            ChaseNote(at("2026-03-17 10:17"), "The repairer", sent=True),
            ChaseNote(at("2026-03-17 10:27"), "The supervisor", sent=False),
        ),
    )
    assert question(facts, NOW) == "Why 10:27?"
    assert lines(facts, NOW) == [
        "Urgent repair, grade 1: within 30 min.",
        "Counted from 09:57 in natural time.",
        "Not paused.",
        "Rule “Urgent repair, grade 1”, in force since 2026-01-01.",
        "Source: N4 (certain).",
        "The repairer was told 10:17.",
        "The supervisor will be told 10:27.",
    ]


@pytest.mark.edge(33)
def test_days_off_that_were_skipped_are_named() -> None:
    facts = explained(WORKING_3, "2026-02-13 10:00")
    assert question(facts, NOW) == "Why 02-25 24:00?"
    assert lines(facts, NOW)[1:] == [
        "Counted from 02-13 10:00 in working days; the first day isn't counted.",
        "Not paused.",
        "Days off not counted: 2026-02-15 to 02-23 春节.",
    ]


@pytest.mark.edge(33)
def test_a_last_day_that_moved_says_so() -> None:
    facts = explained(Limit(days=3, shift_if_holiday=True), "2026-02-13 10:00")
    assert lines(facts, NOW)[-1] == (
        "The last day is off and gives way to the next working day: "
        "2026-02-16 to 02-23 春节."
    )
    unmoved = explained(Limit(days=1, shift_if_holiday=True), "2026-03-16 10:00")
    assert lines(unmoved, NOW)[-1] == "Not paused."


def test_weekends_are_called_weekends() -> None:
    facts = explained(WORKING_3, "2026-03-19 10:00")
    expected = "Days off not counted: 2026-03-21 to 03-22 weekend."
    assert lines(facts, NOW)[-1] == expected


@pytest.mark.edge(17)
def test_a_call_after_hours_says_from_when_on_it_counts() -> None:
    limit = Limit(clock=Clock.SERVICE_HOURS, minutes=120, start_at_service=True)
    told = lines(explained(limit, "2026-03-16 21:00"), NOW)
    assert told[:3] == [
        "Arrival: within 2 h of service time.",
        "Received 03-16 21:00, outside service hours; counted from the opening.",
        "Counted from 09:00 in service hours (09:00–17:00).",
    ]


def test_pauses_say_what_they_took_and_why() -> None:
    waiting = PauseReason(
        Interval(at("2026-03-17 10:00"), at("2026-03-17 10:20")), "resident away"
    )
    quoting = PauseReason(
        Interval(at("2026-03-17 10:10"), at("2026-03-17 10:40")), "quote"
    )
    told = lines(
        explained(Limit(minutes=60), "2026-03-17 09:57", waiting, quoting), NOW
    )
    assert told[2] == (
        "Paused from 10:00 to 10:40 (resident away, quote): 40 min not counted."
    )


def test_a_pause_takes_days_from_a_day_clock() -> None:
    over_two_nights = PauseReason(
        Interval(at("2026-03-17 12:00"), at("2026-03-19 12:00")), ""
    )
    told = lines(explained(Limit(days=3), "2026-03-16 10:00", over_two_nights), NOW)
    assert told[2] == "Paused from 12:00 to 03-19 12:00: 2 days not counted."
    told = lines(explained(WORKING_3, "2026-03-16 10:00", over_two_nights), NOW)
    assert told[2].endswith("2 working days not counted.")


def test_an_open_pause_leaves_the_question_open() -> None:
    away = PauseReason(Interval(at("2026-03-17 10:00")), "resident away")
    facts = explained(Limit(minutes=60), "2026-03-17 09:57", away)
    assert question(facts, NOW) == "Why is there no time yet?"
    assert lines(facts, NOW)[2:] == [
        "Paused since 10:00 (resident away); the time is known when it goes on."
    ]


def test_a_pause_before_the_start_or_after_the_end_is_not_told() -> None:
    before = PauseReason(Interval(at("2026-03-16 10:00"), at("2026-03-16 11:00")), "a")
    after = PauseReason(Interval(at("2026-03-18 10:00"), at("2026-03-18 11:00")), "b")
    told = lines(explained(Limit(minutes=60), "2026-03-17 09:57", before, after), NOW)
    assert told[2] == "Not paused."


def test_a_corrected_calendar_shows_both_times() -> None:
    change = Change(
        at("2026-03-01 09:00"), at("2026-03-18 00:00"), None, "Calendar corrected."
    )
    told = lines(explained(WORKING_3, "2026-03-16 10:00", changes=(change,)), NOW)
    expected = "Changed 03-01 09:00 from 24:00 to not known: Calendar corrected."
    assert told[-1] == expected


def test_an_agreed_time_counts_no_clock() -> None:
    facts = Explanation(
        rule="Appointment",
        limit=Limit(minutes=15),
        starts_at=NOW,
        due_at=at("2026-03-18 14:00"),
        windows=GRADE_3,
        agreed=True,
    )
    assert lines(facts, NOW)[1] == "The time was agreed; no clock is counted."


@pytest.mark.parametrize(
    ("limit", "expected"),
    [
        (Limit(minutes=65), "within 1 h 05 min"),
        (Limit(minutes=48 * 60), "within 2 days"),
        (Limit(days=1), "within 1 day"),
        (WORKING_3, "within 3 working days"),
        (Limit(months=2), "within 2 months"),
        (Limit(days=0), "the same day"),
        (Limit(clock=Clock.WORKING_DAYS, days=0), "the same working day"),
        (Limit(days=0, ends_at=time(18)), "the same day, by 18:00"),
        (
            Limit(clock=Clock.WORKING_DAYS, days=1, ends_at=time(10)),
            "the next working day, by 10:00",
        ),
        (Limit(days=2, until_closing=True), "within 2 days, by closing time"),
    ],
)
def test_a_limit_reads_as_people_say_it(limit: Limit, expected: str) -> None:
    assert limit_text(limit) == expected


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        (timedelta(seconds=40), "less than 1 min"),
        (timedelta(minutes=9, seconds=59), "9 min"),
        (timedelta(hours=1, minutes=5), "1 h 05 min"),
        (timedelta(hours=23), "23 h"),
        (timedelta(days=2), "2 days"),
        (timedelta(days=1, hours=2, minutes=40), "1 day 2 h"),
        (timedelta(days=1, minutes=40), "1 day"),
        (1, "1 working day"),
        (6, "6 working days"),
    ],
)
def test_an_amount_has_two_units_at_most(value: timedelta | int, expected: str) -> None:
    assert amount(value) == expected


def test_a_time_is_as_short_as_it_can_be_told_today() -> None:
    assert moment(at("2026-03-17 08:05"), NOW) == "08:05"
    assert moment(at("2026-03-18 08:05"), NOW) == "03-18 08:05"
    assert moment(at("2025-03-18 08:05"), NOW) == "2025-03-18 08:05"
    assert ending(at("2026-03-18 00:00"), NOW) == "24:00"
    assert ending(at("2026-03-19 00:00"), NOW) == "03-18 24:00"
    assert ending(at("2026-01-01 00:00"), NOW) == "2025-12-31 24:00"


def test_a_limit_of_the_same_day_does_not_speak_of_a_first_day() -> None:
    facts = explained(Limit(days=0, ends_at=time(18)), "2026-03-17 09:57")
    assert lines(facts, NOW)[:2] == [
        "Arrival: the same day, by 18:00.",
        "Counted from 09:57; it ends the same day.",
    ]
