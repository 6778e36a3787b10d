"""Six weeks of rosters and hand-overs; one missed, one waits to be taken over."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from random import Random
from typing import Any

import pgtrigger

from propertyservice.organisation.models import Staff
from propertyservice.planning import handovers
from propertyservice.planning.models import (
    FOUND,
    Confirmed,
    Duty,
    HandOver,
    HandOverLine,
)
from propertyservice.planning.roster import shifts_of
from propertyservice.planning.sources import rostered
from propertyservice.workbench.demo.house import Demo, DemoOffice

WEEKS_BACK, WEEKS_AHEAD = 4, 1
TWO = 2
"""Nobody can hand over to himself."""
MISSED = 17
"""Every so many shifts nobody hands over."""
FINDINGS = (
    "2 幢一楼大厅灯闪烁，已报维修",
    "快递柜夜间报警一次，复位后正常",
    "3-1-502 住户下午来取门禁卡",
    "地库入口积水，已放警示牌",
    "捡到一把电动车钥匙，放前台抽屉",
    "消防通道有车停放，已联系车主挪走",
)


def load(demo: Demo) -> dict[str, int]:
    """Write rosters and hand-overs of every office."""
    found = [each for house in demo.offices for each in _duties(demo, house)]
    Duty.objects.bulk_create(duty for duty, _ in found)
    over = [each for each in found if each[0].ends_at <= demo.now]
    made = list(_handed_over(demo, over))
    HandOver.objects.bulk_create(handover for handover, _ in made)
    with pgtrigger.ignore("planning.HandOverLine:with_the_signature"):
        HandOverLine.objects.bulk_create(
            line for handover, chance in made for line in _lines(demo, handover, chance)
        )
    return {"hand-overs": len(made)}


def _duties(demo: Demo, house: DemoOffice) -> Iterator[tuple[Duty, list[Staff]]]:
    """The roster of each post, its holders taking turns."""
    monday = demo.now.date() - timedelta(days=demo.now.weekday())
    first = monday - timedelta(weeks=WEEKS_BACK)
    for post in rostered():
        people = list(
            Staff.objects.on_post(post, house.office, demo.now.date()).order_by("pk")
        )
        if len(people) < TWO:
            continue
        turn = 0
        for day in _days(first, monday + timedelta(weeks=1 + WEEKS_AHEAD)):
            for shift in shifts_of(house.office, day):
                turn += 1
                duty = Duty(
                    office=house.office,
                    post=post,
                    person=people[turn % len(people)],
                    starts_at=shift.starts_at,
                    ends_at=shift.ends_at,
                )
                yield duty, people


def _days(first: date, last: date) -> Iterator[date]:
    while first < last:
        yield first
        first += timedelta(days=1)


def _handed_over(
    demo: Demo, over: list[tuple[Duty, list[Staff]]]
) -> Iterator[tuple[HandOver, Random]]:
    """Signed by both but for a missed one now and then, and the last of each post."""
    last = {(duty.office_id, duty.post): duty for duty, _ in over}
    for number, (duty, people) in enumerate(over):
        chance = demo.chance("shift", duty.office.code, duty.post, duty.starts_at)
        if number % MISSED == MISSED - 1 and duty not in last.values():
            continue
        given = duty.ends_at - timedelta(minutes=chance.randint(2, 12))
        handover = HandOver(
            duty=duty,
            office_id=duty.office_id,
            given_by=duty.person,
            given_at=given,
        )
        others = [each for each in people if each != duty.person]
        if others and last[duty.office_id, duty.post] is not duty:
            handover.taken_by = chance.choice(others)
            handover.taken_at = given + timedelta(minutes=chance.randint(3, 15))
            handover.confirmed = chance.choice([Confirmed.LOGIN, Confirmed.PASSWORD])
        yield handover, chance


def _lines(demo: Demo, handover: HandOver, chance: Random) -> Iterator[HandOverLine]:
    """What was found; the list of now where nobody has taken over yet."""
    common: dict[str, Any] = {"handover": handover, "office_id": handover.office_id}
    if handover.taken_by_id is None:
        duty = handover.duty
        for each in handovers.listed(duty.office, duty.post, demo.now):
            for row in each.rows:
                yield HandOverLine(
                    **common,
                    source=each.source.key,
                    number=row.number,
                    text=row.text[:300],
                    sub=row.sub[:200],
                    due_at=row.due_at,
                    case=row.case,
                )
    for text in chance.sample(FINDINGS, chance.randint(0, 2)):
        yield HandOverLine(**common, source=FOUND, text=text)
