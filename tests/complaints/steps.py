"""Taking a complaint and leading it on, as the steps of the tests need it."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django.utils import timezone

from complaints import transitions as do
from complaints.models import Complaint
from propertyservice.approvals import requests
from propertyservice.approvals.models import Request
from propertyservice.cases.models import Case
from propertyservice.cases.opening import open_case
from tests.support.cast import House

ROAD = (
    "classify",
    "transfer",
    "sign",
    "investigate",
    "propose",
    "approve",
    "implement",
    "finish",
    "reply",
    "called_back",
    "close",
)


def said(house: House, **more: Any) -> do.Received:
    """What Mrs Chen of 3-1-502 complains about."""
    facts: dict[str, Any] = {
        "office": house.office,
        "unit": house.unit,
        "name": "陈雨桐",
        "phone": "13800002207",
        "content": "电梯厅连续三天没有打扫",
        "demand": "每天清扫",
        "category": "CLEANING",
    }
    return do.Received(**{**facts, **more})


def take(house: House, *, at: Any = None, **more: Any) -> Complaint:
    """A complaint at the desk."""
    return do.receive(said(house, **more), by=house.taker, at=at)


def judge(complaint: Complaint, house: House, **more: Any) -> None:
    """The supervisor classifies, or the company's manager where it goes above."""
    by = house.chief if complaint.goes_above else house.supervisor
    facts = {"level": complaint.level, "category": "CLEANING", "validity": "VALID"}
    do.classify(complaint, by=by, **{**facts, **more})


def pass_on(complaint: Complaint, house: House, handler: Any = None) -> None:
    """The desk hands it to the maintenance supervisor, or somebody else."""
    do.transfer(
        complaint,
        by=house.taker,
        department=house.extra["REPAIRS"],
        handler=handler or house.maintenance,
    )


def propose(complaint: Complaint, **more: Any) -> None:
    """The handler proposes what to do."""
    facts = {
        "investigation": "保洁员请假无人顶班",
        "proposal": "安排顶班并每日检查",
        "proposed_on": timezone.localdate() + timedelta(days=1),
    }
    do.propose(complaint, by=complaint.handler, **{**facts, **more})


def decide(complaint: Complaint, house: House, *, approve: bool = True) -> Request:
    """Whoever decides at this level does, in the queue."""
    request = Request.objects.waiting().get(case=complaint.pk)
    people = {
        "CS_SUPERVISOR": house.supervisor,
        "OFFICE_MANAGER": house.manager,
        "COMPANY_MANAGER": house.chief,
    }
    by = people[request.post]
    found = requests.decide(request, by=by, approve=approve, opinion="请照此办理")
    complaint.refresh_from_db()
    return found


def callback_of(complaint: Complaint, house: House) -> Case:
    """A callback's row of the case register."""
    return open_case(
        clause="complaints",
        kind="HF",
        office=house.office,
        title="回访",
        opened_at=timezone.now(),
        holder_post="CALLBACK_STAFF",
        person=complaint.register.person,
    )


def lead_to(complaint: Complaint, house: House, last: str) -> Complaint:
    """Lead a fresh complaint along the road up to and with the step ``last``."""
    handler = house.maintenance
    closer = house.manager if complaint.level != "MINOR" else house.supervisor
    acts: dict[str, Any] = {
        "classify": lambda: judge(complaint, house),
        "transfer": lambda: pass_on(complaint, house),
        "sign": lambda: do.sign(complaint, by=handler),
        "investigate": lambda: do.investigate(complaint, by=handler),
        "propose": lambda: propose(complaint),
        "approve": lambda: decide(complaint, house),
        "implement": lambda: do.implement(complaint, by=handler),
        "finish": lambda: do.finish(complaint, by=handler, outcome="已安排每日清扫"),
        "reply": lambda: do.reply(
            complaint, by=house.taker, method="PHONE", words="已安排每日清扫"
        ),
        "called_back": lambda: do.called_back(
            complaint,
            house.caller,
            callback=callback_of(complaint, house),
            rating="SATISFIED",
        ),
        "close": lambda: do.close(
            complaint, by=house.chief if complaint.goes_above else closer
        ),
    }
    for name in ROAD:
        acts[name]()
        if name == last:
            break
    return complaint
