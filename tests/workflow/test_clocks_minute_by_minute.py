"""The clocks against an oracle that walks through time minute by minute.

``HYPOTHESIS_PROFILE=long`` looks at thousands of cases.
"""

from __future__ import annotations

import os
from datetime import datetime, time

from hypothesis import given, settings
from hypothesis import strategies as st

from propertyservice.policy.calendar import shipped
from propertyservice.workflow.clocks import (
    SHANGHAI,
    Clock,
    Interval,
    Limit,
    ServiceWindows,
    closed,
    due_at,
    elapsed,
    paused,
)
from tests.workflow.oracle import (
    DAY,
    MINUTE,
    begin_of,
    open_minutes,
    oracle,
    paused_minutes,
)

LONG = os.environ.get("HYPOTHESIS_PROFILE") == "long"
thorough = settings(
    max_examples=4000 if LONG else 200, deadline=None, derandomize=not LONG
)

CALENDAR = shipped()
WINDOWS = st.sampled_from(
    [
        ServiceWindows.always(),
        ServiceWindows(((time(7), time(23)),)),
        ServiceWindows(((time(9), time(17)),)),
        ServiceWindows(((time(8), time(12)), (time(14), time(18)))),
        ServiceWindows(((time(20, 30), time(0)), (time(0), time(0, 45)))),
    ]
)
SEASONS = st.sampled_from(
    [
        datetime(
            2026, 2, 8, tzinfo=SHANGHAI
        ),  # Spring Festival with its make-up Saturdays
        datetime(2025, 9, 22, tzinfo=SHANGHAI),  # National Day and Mid-Autumn in one
        datetime(2026, 4, 28, tzinfo=SHANGHAI),  # Labour Day
        datetime(2025, 12, 24, tzinfo=SHANGHAI),  # the turn of the year
        datetime(2026, 3, 16, tzinfo=SHANGHAI),  # nothing special
    ]
)
TELLING_HOURS = st.sampled_from([0, 0, 7, 8, 9, 10, 12, 14, 17, 17, 18, 20, 23])
MOMENTS = st.builds(
    lambda origin, minutes: origin + minutes * MINUTE,
    SEASONS,
    st.one_of(
        st.integers(0, 12 * 1440),
        st.integers(0, 12 * 24).map(lambda hours: hours * 60),
        st.builds(
            lambda day, hour: day * 1440 + hour * 60, st.integers(0, 12), TELLING_HOURS
        ),
    ),
)
HOURS = st.sampled_from([60, 8 * 60 + 30, 10 * 60, 17 * 60, 18 * 60, 23 * 60 + 59])


@st.composite
def telling_moments(draw: st.DrawFn, start: datetime) -> datetime:
    """A moment at which something opens, closes or ends, in the week of the start."""
    midnight = start.replace(hour=0, minute=0)
    hours = draw(TELLING_HOURS)
    return midnight + draw(st.integers(-1, 7)) * DAY + hours * 60 * MINUTE


@st.composite
def pauses_near(draw: st.DrawFn, start: datetime) -> list[Interval]:
    """Up to four pauses about the start, some empty, some overlapping or touching."""
    found = []
    for _ in range(draw(st.integers(0, 4))):
        if draw(st.booleans()):
            ends = sorted([draw(telling_moments(start)), draw(telling_moments(start))])
            found.append(Interval(*ends))
        else:
            first = start + draw(st.integers(-600, 8 * 1440)) * MINUTE
            length = draw(st.one_of(st.integers(0, 300), st.integers(0, 4 * 1440)))
            found.append(Interval(first, first + length * MINUTE))
    return found


@st.composite
def limits(draw: st.DrawFn) -> Limit:
    """Any limit that makes sense and ends within a few weeks."""
    held = draw(st.booleans())
    if draw(st.booleans()):
        return Limit(
            clock=draw(st.sampled_from([Clock.NATURAL, Clock.SERVICE_HOURS])),
            minutes=draw(st.one_of(st.integers(1, 4000), st.sampled_from([480, 960]))),
            start_at_service=held,
        )
    ending = draw(st.sampled_from(["midnight", "at", "closing"]))
    clock = draw(st.sampled_from([Clock.NATURAL, Clock.WORKING_DAYS]))
    in_months = clock == Clock.NATURAL and draw(st.integers(0, 9)) == 0
    ends_at = draw(HOURS) if ending == "at" else None
    return Limit(
        clock=clock,
        days=None if in_months else draw(st.integers(0, 6)),
        months=1 if in_months else None,
        ends_at=None if ends_at is None else time(ends_at // 60, ends_at % 60),
        until_closing=ending == "closing",
        shift_if_holiday=draw(st.booleans()),
        start_at_service=held,
    )


@st.composite
def terms(
    draw: st.DrawFn,
) -> tuple[Limit, datetime, ServiceWindows, list[Interval]]:
    """A limit, a start, an office's windows, and pauses near the start."""
    start = draw(MOMENTS)
    return draw(limits()), start, draw(WINDOWS), draw(pauses_near(start))


@thorough
@given(terms())
def test_the_due_time_is_what_a_walk_through_every_minute_finds(term) -> None:
    limit, start, windows, pauses = term
    expected = oracle(limit, start, windows, CALENDAR, pauses)
    found = due_at(limit, start, windows=windows, calendar=CALENDAR, pauses=pauses)
    assert found == expected


@thorough
@given(terms(), st.integers(0, 10 * 1440))
def test_counted_time_is_the_number_of_counted_minutes(term, length) -> None:
    limit, start, windows, pauses = term
    begin = begin_of(limit, start, windows)
    until = start + length * MINUTE
    served = open_minutes(windows)
    stopped = paused_minutes(begin, pauses)
    counted = 0
    for moment in range(max(int((until - begin) / MINUTE), 0)):
        now = begin + moment * MINUTE
        if stopped[moment]:
            continue
        if limit.clock == Clock.SERVICE_HOURS:
            counted += now.hour * 60 + now.minute in served
        elif limit.clock == Clock.WORKING_DAYS:
            later = not limit.days or now.date() > begin.date()
            counted += later and CALENDAR.is_working(now.date())
        else:
            counted += 1
    found = elapsed(
        limit, start, until, windows=windows, calendar=CALENDAR, pauses=pauses
    )
    assert found == counted * MINUTE


@thorough
@given(terms())
def test_an_hour_clock_has_counted_its_limit_when_it_is_due(term) -> None:
    limit, start, windows, pauses = term
    office = {"windows": windows, "calendar": CALENDAR}
    end = due_at(limit, start, pauses=pauses, **office)
    assert end is not None
    assert end > start
    if limit.minutes is not None:
        counted = elapsed(limit, start, end, pauses=pauses, **office)
        assert counted == limit.minutes * MINUTE
        before = elapsed(limit, start, end - MINUTE, pauses=pauses, **office)
        assert before < counted


@thorough
@given(terms(), st.integers(-600, 12 * 1440))
def test_an_open_pause_holds_a_term_open_exactly_if_it_began_before_the_end(
    term, offset
) -> None:
    limit, start, windows, pauses = term
    office = {"windows": windows, "calendar": CALENDAR}
    without = due_at(limit, start, pauses=pauses, **office)
    assert without is not None
    still_open = Interval(start + offset * MINUTE)
    found = due_at(limit, start, pauses=[*pauses, still_open], **office)
    assert found == (None if still_open.starts < without else without)
    if found is None:
        ended = closed([*pauses, still_open], without + DAY)
        assert due_at(limit, start, pauses=ended, **office) > without


@thorough
@given(MOMENTS, st.data())
def test_paused_time_counts_what_pauses_share_once(start, data) -> None:
    pauses = data.draw(pauses_near(start))
    until = start + data.draw(st.integers(0, 9 * 1440)) * MINUTE
    stopped = paused_minutes(start, pauses)
    expected = sum(stopped[: int((until - start) / MINUTE)])
    assert paused(pauses, since=start, until=until) == expected * MINUTE
