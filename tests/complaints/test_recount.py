"""The figures of complaints equal a naive recount over random histories (RULES 2.3)."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
import time_machine
from django.db import transaction
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from complaints import transitions as do
from complaints.models import Complaint, Validity
from complaints.reports.monthly import by_category, by_level, overview
from complaints.tasks import promote_unsolved
from propertyservice.estate.models import Occupancy, Person
from propertyservice.organisation.models import Department, Staff
from propertyservice.organisation.scope import scope
from propertyservice.ui.reports import By, Period, Series, Slot
from tests.complaints.steps import judge, lead_to, take
from tests.support.cast import House
from tests.support.figures import opened
from tests.support.recount import EXAMPLES, share

pytestmark = [pytest.mark.django_db, pytest.mark.clause("4.6.1", "3.1")]
SHANGHAI = ZoneInfo("Asia/Shanghai")
BEGINS = datetime(2026, 1, 1, 10, 0, tzinfo=SHANGHAI)
NOW = datetime(2026, 3, 31, 18, 0, tzinfo=SHANGHAI)
SPAN = Period(date(2026, 1, 1), date(2026, 3, 1), frozenset())
MOVED_IN = date(2026, 1, 20)
ANSWERS = ("complaints.answer", "complaints.external", "complaints.legal")


@dataclass(frozen=True)
class Story:
    """A complaint, how far it gets, and after how long."""

    day: int
    office: int
    level: str
    about_manager: bool
    fate: str
    hours: int


STORIES = st.lists(
    st.builds(
        Story,
        day=st.integers(0, 85),
        office=st.integers(0, 1),
        level=st.sampled_from(["MINOR", "IMPORTANT"]),
        about_manager=st.booleans(),
        fate=st.sampled_from(
            [
                *("wait", "classify", "invalid", "withdraw", "finish", "reply"),
                *("called_back", "close", "reopen"),
            ]
        ),
        hours=st.integers(0, 60),
    ),
    min_size=1,
    max_size=5,
)


@pytest.fixture
def second(home: House, other: House) -> House:
    """The second office with its departments; the company's manager is the same."""
    other.people["chief"] = home.chief
    for code, name, head in (
        ("REPAIRS", "维修部", other.maintenance),
        ("SERVICE", "客服部", other.supervisor),
        ("OFFICE", "综合部", other.manager),
    ):
        other.extra[code] = Department.objects.create(
            office=other.office, code=code, name=name, head=head
        )
    return other


def live(house: House, story: Story) -> None:
    """Take it, and let it go as far as the story says."""
    at = BEGINS + timedelta(days=story.day)
    with time_machine.travel(at, tick=False):
        about = {"respondent": house.manager} if story.about_manager else {}
        complaint = take(house, level=story.level, **about)
    if story.fate == "wait":
        return
    with time_machine.travel(at + timedelta(hours=story.hours), tick=False):
        if story.fate == "invalid":
            judge(complaint, house, validity=Validity.INVALID, reason="不属物业职责")
        elif story.fate == "withdraw":
            do.withdraw(complaint, by=house.taker, words="不投诉了")
        elif story.about_manager or story.level != "MINOR":
            judge(complaint, house)
        elif story.fate == "reopen":
            lead_to(complaint, house, "reply")
            do.reopen(complaint, house.caller, reason="仍未解决")
        else:
            lead_to(complaint, house, story.fate)


def lines(found: list[Complaint], homes: int) -> dict[str, Any]:
    """The figures of one month or office by hand."""
    judged = [c for c in found if c.validity]
    ended = [c for c in found if {"MET", "MISSED"} & set(limits(c))]
    late = [c for c in ended if "MISSED" in limits(c)]
    ours = [
        c
        for c in found
        if c.validity != "INVALID" and c.status not in ("WITHDRAWN", "MERGED")
    ]
    rated = [c for c in found if c.callback_rating in ("SATISFIED", "FAIRLY")]
    asked = [c for c in found if c.callback_rating == "DISSATISFIED"] + rated
    return {
        "Complaints received": len(found),
        "Complaints per occupied household": share(len(found), homes),
        "Valid": share(len([c for c in judged if c.validity == "VALID"]), len(judged)),
        "Answered in time": share(len(ended) - len(late), len(ended)),
        "Answered late": len(late),
        "Solved": share(len([c for c in ours if c.done_at]), len(ours)),
        "Satisfied at the callback": share(len(rated), len(asked)),
        "Open now": len([c for c in found if c.is_open]),
        "Not solved within a month": len([c for c in found if c.promoted_at]),
        "Critical": len([c for c in found if c.level == "CRITICAL"]),
        "Reopened": len([c for c in found if c.reopen_count]),
        "Minor": len([c for c in found if c.level == "MINOR"]),
        "Important": len([c for c in found if c.level == "IMPORTANT"]),
    }


def limits(complaint: Complaint) -> list[str]:
    """How the limits of the answer ended, read from the limits themselves."""
    found = complaint.register.deadlines.filter(kind__in=ANSWERS)
    return [deadline.state for deadline in found]


def compare(
    table: list[Series],
    found: list[Complaint],
    slot_of: Callable[[Complaint], Slot],
    homes: Callable[[Slot], int],
) -> None:
    """Every figure of the table is the one counted by hand."""
    told = 0
    for series in table:
        for figure in series.figures:
            mine = [each for each in found if slot_of(each) == figure.slot]
            counted = lines(mine, homes(figure.slot))
            if series.label in counted:
                assert figure.value == counted[series.label], (series.label, figure)
                told += 1
    assert told >= 13


def month_of(complaint: Complaint) -> Slot:
    """The local month in which it was received."""
    return complaint.received_at.astimezone(SHANGHAI).date().replace(day=1)


def homes_of(slot: Slot) -> int:
    """The one family moved in on 20 January: the mean of first and last day."""
    return 0 if slot == date(2026, 1, 1) else 1


@settings(
    max_examples=EXAMPLES,
    deadline=None,
    phases=[Phase.generate],
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(STORIES)
@pytest.mark.usefixtures("in_english")
def test_figures_equal_a_recount_and_open_their_lists(
    home: House, second: House, stories: list[Story]
) -> None:
    offices = frozenset({home.office.pk, second.office.pk})
    with transaction.atomic(), scope(offices=offices):
        person = Person.objects.create(office=home.office, name="住户")
        Occupancy.objects.create(
            unit=home.unit, person=person, relation="OWNER", starts_on=MOVED_IN
        )
        for story in sorted(stories, key=lambda each: each.day):
            live([home, second][story.office], story)
        with time_machine.travel(NOW, tick=False):
            promote_unsolved()
            for who in (home.chief, home.manager):
                judge_figures(who, replace(SPAN, offices=offices & who.office_ids))
        transaction.set_rollback(True)


def judge_figures(who: Staff, months: Period) -> None:
    """The manager's own numbers leave out what is about him (edge case 26)."""
    found = [
        each
        for each in Complaint.objects.all()
        if each.respondent_id != who.pk and each.office_id in months.offices
    ]
    table = [*overview(who, months), *by_level(who, months)]
    compare(table, found, month_of, homes_of)
    opened([*table, *by_category(who, months)], who)
    if len(months.offices) > 1:
        beside = replace(months, by=By.OFFICE)
        table = [*overview(who, beside), *by_level(who, beside)]
        # One home at the end, none at the beginning: the mean rounds to none.
        compare(table, found, lambda each: each.office_id, lambda _slot: 0)
        opened(table, who)
