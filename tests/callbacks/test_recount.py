"""The figures of callbacks equal a naive recount over random histories (RULES 2.2)."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any
from zoneinfo import ZoneInfo

import pytest
import time_machine
from django.db import transaction
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from callbacks import transitions as do
from callbacks.models import Attempt, Callback
from callbacks.reports.counting import by_month, tallies
from callbacks.reports.monthly import overview, rate_by_source, unhappy
from callbacks.transitions.sampling.drawing import draw, due_samplings
from propertyservice.approvals import requests
from propertyservice.approvals.models import Request
from propertyservice.organisation.models import Company, Staff
from propertyservice.organisation.scope import scope
from propertyservice.ui.counting import months as months_of
from propertyservice.ui.reports import By, Period, Series, Slot
from repairs.models import Repair, TaskSheet
from tests.callbacks.stages import answer, assigned, returned
from tests.support.cast import House, hire
from tests.support.figures import opened
from tests.support.recount import EXAMPLES, share

pytestmark = [pytest.mark.django_db, pytest.mark.clause("4.3.2", "3.1")]
SHANGHAI = ZoneInfo("Asia/Shanghai")
NOW = datetime.now(SHANGHAI)
"""Whether a window is over, the database asks its own clock: the days end today."""
BEGINS = (NOW - timedelta(days=42)).replace(hour=9, minute=0, second=0, microsecond=0)
SPAN = Period(
    BEGINS.date().replace(day=1),
    (NOW + timedelta(days=8)).date().replace(day=1),
    frozenset(),
)
TRADES = ("WATER", "POWER", "DOOR", "MASONRY", "WEAK_CURRENT")
"""Each another, so that no call repeats one before."""
DAYS = {"REPAIR": 7}
"""RULES 2.2: seven days for an ordinary repair, three for every other."""


@dataclass(frozen=True)
class Story:
    """A sheet that comes back, and what the resident says if he is called."""

    day: int
    office: int
    kind: str
    fate: str
    wait: int


STORIES = st.lists(
    st.builds(
        Story,
        day=st.integers(0, 41),
        office=st.integers(0, 1),
        kind=st.sampled_from(["plain", "plain", "urgent", "lobby"]),
        fate=st.sampled_from(
            ["wait", "A", "B", "C", "still leaks", "refused", "silent", "waived"]
        ),
        wait=st.integers(1, 8),
    ),
    min_size=1,
    max_size=5,
)


def live(house: House, story: Story, number: int) -> None:
    """The sheet comes back, the night draws, and whoever is drawn is called."""
    at = BEGINS + timedelta(days=story.day)
    home = {"unit": [house.unit, house.upstairs][number % 2]}
    lobby = {"unit": None, "place": house.lobby, "phone": "", "relation": "STAFF"}
    with time_machine.travel(at, tick=False):
        repair = returned(
            house,
            **(lobby if story.kind == "lobby" else home),
            priority="EMERGENCY" if story.kind == "urgent" else "NORMAL",
            trade=TRADES[number],
        )
    with time_machine.travel(at + timedelta(hours=1), tick=False):
        draw(house.office, due_samplings(house.office, at.date()))
        callback = Callback.objects.filter(source_case=repair.pk).first()
        if callback is None or story.fate == "wait":
            return
        assigned(house, callback)
    with time_machine.travel(min(at + timedelta(days=story.wait), NOW), tick=False):
        end(house, callback, story.fate)


def end(house: House, callback: Callback, fate: str) -> None:
    """What the resident says, or why he says nothing."""
    if fate in ("A", "B", "C"):
        answer(house, callback, fate)
    elif fate == "still leaks":
        answer(house, callback, "A", comments="还在漏")
    elif fate == "refused":
        do.refuse(callback, by=house.caller, words="不愿意")
    elif fate == "silent":
        for hours, part in ((1, 1), (19, 0), (25, 1)):
            Attempt.objects.create(
                callback=callback,
                at=callback.window_from + timedelta(hours=hours),
                by=house.caller,
                method="PHONE",
                result="NO_ANSWER",
                daypart=part,
            )
        do.unreachable(callback, by=house.caller)
    else:
        do.ask_waiver(callback, by=house.caller, reason="重复", duplicate_of="同一事")
        asked = Request.objects.waiting().get(case=callback.register)
        requests.decide(asked, by=house.supervisor, approve=True)


@dataclass(frozen=True)
class Sheet:
    """One returned sheet as a person reads it from the paper."""

    office: int
    source: str
    last_day: date
    reporter: bool
    call: Callback | None

    @property
    def counts(self) -> bool:
        """It has somebody to call, and is no duplicate."""
        return self.reporter and not (self.call and self.call.status == "WAIVED")

    @property
    def over(self) -> bool:
        """Its last day has passed."""
        return self.last_day < NOW.date()

    @property
    def done(self) -> bool:
        """Somebody answered, on the last day at the latest."""
        return self.said("ANSWERED") and self.day_called <= self.last_day

    @property
    def day_called(self) -> date:
        """The local day of the call."""
        assert self.call is not None
        assert self.call.called_at is not None
        return self.call.called_at.astimezone(SHANGHAI).date()

    def said(self, outcome: str) -> bool:
        """How the call ended."""
        return self.call is not None and self.call.outcome == outcome

    def rated(self, letter: str) -> bool:
        """What the resident said."""
        return self.call is not None and self.call.rating == letter


def sheets() -> list[Sheet]:
    """Every sheet that came back, with the window that RULES 2.2 gives it."""
    found = []
    for sheet in TaskSheet.objects.exclude(sheet_returned_at=None):
        source = kind(sheet)
        assert sheet.sheet_returned_at is not None
        back = sheet.sheet_returned_at.astimezone(SHANGHAI).date()
        found.append(
            Sheet(
                office=sheet.repair.office_id,
                source=source,
                last_day=back + timedelta(days=DAYS.get(source, 3)),
                reporter=sheet.repair.unit_id is not None,
                call=Callback.objects.filter(source_case=sheet.repair_id).first(),
            )
        )
    return found


def kind(sheet: TaskSheet) -> str:
    """The first that fits: unhappy the last time in this home, urgent, or plain."""
    repair: Repair = sheet.repair
    before = [
        call
        for call in Callback.objects.filter(outcome="ANSWERED", unit=repair.unit_id)
        if call.unit_id and call.called_at and call.called_at < sheet.sheet_returned_at  # type: ignore[operator]
    ]
    last = max(before, key=lambda call: call.called_at, default=None)  # type: ignore[arg-type, return-value]
    if last is not None and (last.rating == "C" or last.not_fixed):
        return "UNHAPPY"
    return "URGENT" if repair.priority == "EMERGENCY" else "REPAIR"


def lines(found: list[Sheet]) -> dict[str, Any]:
    """The figures of one month or office by hand."""
    base = [each for each in found if each.counts]
    due = [each for each in base if each.over]
    done = [each for each in due if each.done]
    called = [each for each in base if each.call]
    return {
        "Callbacks due": len(due),
        "Done in time": len(done),
        "Callback rate": share(len(done), len(due)),
        "In the base": len(base),
        "To be called in all": len(called),
        "Still to call": len([c for c in called if c.said("")]),
        "Answered after the window": len(
            [c for c in called if c.said("ANSWERED") and not c.done]
        ),
        "Not reached": len([c for c in called if c.said("UNREACHABLE")]),
        "Refused to answer": len([c for c in called if c.said("REFUSED")]),
        "A Satisfied": len([c for c in called if c.rated("A")]),
        "B Fairly satisfied": len([c for c in called if c.rated("B")]),
        "C Dissatisfied": len([c for c in called if c.rated("C")]),
        "Not fixed, though not C": len(
            [c for c in called if c.call and c.call.not_fixed and not c.rated("C")]
        ),
        "Waived": len([each for each in found if each.reporter and not each.counts]),
        "Outside the base": len([each for each in found if not each.reporter]),
        "Dissatisfied or not fixed": len(
            [c for c in called if c.rated("C") or (c.call and c.call.not_fixed)]
        ),
    }


def compare(
    table: list[Series], found: list[Sheet], slot_of: Callable[[Sheet], Slot]
) -> None:
    """Every figure of the table that was counted by hand is the same."""
    told = 0
    for series in table:
        for figure in series.figures:
            mine = [each for each in found if slot_of(each) == figure.slot]
            counted = lines(mine)
            if series.label in counted:
                assert figure.value == counted[series.label], (series.label, figure)
                told += 1
    assert told >= 16


@settings(
    max_examples=EXAMPLES,
    deadline=None,
    phases=[Phase.generate],
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(STORIES)
@pytest.mark.usefixtures("in_english")
def test_figures_equal_a_recount_and_open_their_lists(
    house: House, other: House, company: Company, stories: list[Story]
) -> None:
    offices = frozenset({house.office.pk, other.office.pk})
    with transaction.atomic(), scope(offices=offices):
        head = hire(None, "head", "COMPANY_MANAGER", company)
        for number, story in enumerate(sorted(stories, key=lambda each: each.day)):
            live([house, other][story.office], story, number)
        judge(head, replace(SPAN, offices=offices))
        transaction.set_rollback(True)


def judge(head: Staff, months: Period) -> None:
    """Months, offices and sources; the rate page says the same as the report."""
    found = sheets()
    offices = replace(months, by=By.OFFICE)
    for period, slot_of in ((months, month_of), (offices, lambda s: s.office)):
        table = [*overview(head, period), *unhappy(head, period)]
        compare(table, found, slot_of)
        opened(table, head)
        opened(rate_by_source(head, period), head)
    rates = {series.label: series for series in rate_by_source(head, months)}
    for label, source in (("Repair", "REPAIR"), ("Urgent repair", "URGENT")):
        mine = [each for each in found if each.source == source]
        for figure in rates[label].figures if label in rates else ():
            counted = lines([each for each in mine if month_of(each) == figure.slot])
            assert figure.value == counted["Callback rate"], (label, figure)
    page = tallies(head, months.offices, months.first, months.last)
    for month in by_month(page, list(months_of(months))):
        counted = lines([each for each in found if month_of(each) == month.first])
        assert month.tally.base == counted["In the base"]
        assert month.tally.rate == counted["Callback rate"]
        assert isinstance(month.tally.share, Decimal)


def month_of(sheet: Sheet) -> Slot:
    """The month in which its window ends (decision 8)."""
    return sheet.last_day.replace(day=1)
