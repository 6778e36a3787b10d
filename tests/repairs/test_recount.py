"""The statistics equal a naive recount in Python over random histories (RULES 2.1)."""

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

from propertyservice.organisation.models import Company, Staff
from propertyservice.organisation.scope import scope
from propertyservice.ui.reports import By, Period, Series, Slot
from repairs import transitions as do
from repairs.models import Repair
from repairs.reports.monthly import by_trade, overview
from tests.repairs.test_life import call
from tests.support.cast import House, hire
from tests.support.figures import opened
from tests.support.recount import EXAMPLES, share, tenth

pytestmark = [pytest.mark.django_db, pytest.mark.clause("4.2.1", "3.1")]
SHANGHAI = ZoneInfo("Asia/Shanghai")
BEGINS = datetime(2026, 1, 1, tzinfo=SHANGHAI)
SPAN = Period(date(2026, 1, 1), date(2026, 3, 1), frozenset())


@dataclass(frozen=True)
class Story:
    """What became of one call."""

    minute: int
    """Minutes since the new year; the last ones lie behind the period."""
    office: int
    trade: str
    urgent: bool
    fate: str
    hours: int


STORIES = st.lists(
    st.builds(
        Story,
        minute=st.integers(0, 100 * 24 * 60),
        office=st.integers(0, 1),
        trade=st.sampled_from(["WATER", "DOOR"]),
        urgent=st.booleans(),
        fate=st.sampled_from(["wait", "cancel", "finish", "return", "rework"]),
        hours=st.integers(1, 90),
    ),
    max_size=6,
)


def live(house: House, story: Story) -> None:
    """Let a call happen through the steps that the desk and the repairer take."""
    at = BEGINS + timedelta(minutes=story.minute)
    urgent = "EMERGENCY" if story.urgent else "NORMAL"
    with time_machine.travel(at, tick=False):
        repair = call(house, trade=story.trade, priority=urgent)
        if story.fate == "cancel":
            do.cancel(repair, by=house.clerk, asked_by="住户", reason="自行处理")
    if story.fate in ("wait", "cancel"):
        return
    at += timedelta(hours=story.hours)
    with time_machine.travel(at, tick=False):
        work(house, repair)
        if story.fate == "finish":
            return
        do.return_sheet(repair, by=house.clerk)
        if story.fate == "rework":
            anew = another(house, repair.technician)
            do.rework(repair, by=house.clerk, technician=anew, reason="又漏了")
    if repair.status == "DISPATCHED":
        with time_machine.travel(at + timedelta(hours=story.hours), tick=False):
            work(house, repair)


def work(house: House, repair: Repair) -> None:
    """From the sheet to the resident's signature."""
    if repair.status == "REGISTERED":
        before = repair.repeats and repair.repeats.technician
        do.dispatch(repair, by=house.clerk, technician=another(house, before))
    technician = repair.technician
    assert technician is not None
    do.accept(repair, by=technician)
    do.arrive(repair, by=technician)
    do.start(repair, by=technician, cause="老化")
    do.finish(
        repair,
        by=technician,
        result="REPAIRED",
        work_done="更换",
        resident_sign="陈雨桐",
    )


def another(house: House, before: Staff | None) -> Staff:
    """A repairer who did not do the work before."""
    return house.colleague if before == house.repairer else house.repairer


def recount(slot_of: Callable[[Repair], Slot]) -> dict[Slot, dict[str, Any]]:
    """Count line by line what the paper says, without any SQL of the reports."""
    found: dict[Slot, list[Repair]] = {}
    for repair in Repair.objects.all():
        day = repair.reported_at.astimezone(SHANGHAI).date()
        if SPAN.first <= day < date(2026, 4, 1):
            found.setdefault(slot_of(repair), []).append(repair)
    return {slot: lines(repairs) for slot, repairs in found.items()}


def lines(repairs: list[Repair]) -> dict[str, Any]:
    """The figures of one month or office by hand."""
    late = [r for r in repairs if "MISSED" in limits(r)]
    judged = [r for r in repairs if {"MET", "MISSED"} & set(limits(r))]
    kept = [r for r in repairs if r.status != "CANCELLED"]
    finished = [r for r in repairs if r.finished_at]
    took = [(r.finished_at - r.reported_at).total_seconds() for r in finished]  # type: ignore[operator]
    urgent = [r for r in repairs if r.priority == "EMERGENCY"]
    again = [r for r in repairs if r.rework_count or r.repeats_id]
    return {
        "报修": len(repairs),
        "急修": len(urgent),
        "及时率": share(len(judged) - len(late), len(judged)),
        "急修及时率": share(
            len([r for r in judged if r in urgent and r not in late]),
            len([r for r in judged if r in urgent]),
        ),
        "超时完工": len(late),
        "完成率": share(len(finished), len(kept)),
        "返修件数": len(again),
        "未收任务单": len([r for r in repairs if r.status == "FINISHED"]),
        "平均完工用时": tenth(Decimal(sum(took)) / len(took) / 3600) if took else None,
    }


def limits(repair: Repair) -> list[str]:
    """How the limits of the work ended."""
    found = repair.register.deadlines.filter(kind="repairs.finish")
    return [deadline.state for deadline in found]


def compare(table: dict[str, Series], counted: dict[Slot, dict[str, Any]]) -> None:
    """Every figure that was counted by hand stands in the table."""
    empty = lines([])
    for label, nothing in empty.items():
        for figure in table[label].figures:
            by_hand = counted.get(figure.slot, empty).get(label, nothing)
            assert figure.value == by_hand, (label, figure)


@settings(
    max_examples=EXAMPLES,
    deadline=None,
    phases=[Phase.generate],
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(STORIES)
def test_figures_equal_a_recount_and_open_their_lists(
    house: House, other: House, company: Company, stories: list[Story]
) -> None:
    offices = frozenset({house.office.pk, other.office.pk})
    with transaction.atomic(), scope(offices=offices):
        head = hire(None, f"head{len(stories)}", "COMPANY_MANAGER", company)
        for story in sorted(stories, key=lambda each: each.minute):
            live([house, other][story.office], story)
        months = replace(SPAN, offices=offices)
        table = {s.label: s for s in overview(head, months)}
        compare(table, recount(lambda r: local(r).replace(day=1)))
        beside = {s.label: s for s in overview(head, replace(months, by=By.OFFICE))}
        compare(beside, recount(lambda r: r.office_id))
        for shown in (table, beside):
            opened(shown.values(), head)
        opened(by_trade(head, months), head)
        transaction.set_rollback(True)


def local(repair: Repair) -> date:
    """The day on which a repair was reported, as the office reads it."""
    return repair.reported_at.astimezone(SHANGHAI).date()
