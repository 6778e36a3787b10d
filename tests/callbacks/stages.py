"""Repairs that came back, and callbacks at a stage of their life."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from django.utils import timezone

from callbacks import transitions as do
from callbacks.models import Callback
from propertyservice.organisation.models import Staff
from repairs import transitions as repairs
from repairs.models import Repair
from tests.repairs.test_life import call
from tests.support.cast import House

CALM = {"priority": "NORMAL", "description": "门锁松动", "trade": "DOOR"}


def returned(house: House, **said: Any) -> Repair:
    """A repair whose task sheet has just come back."""
    repair = call(house, **{**CALM, **said})
    repairs.dispatch(repair, by=house.clerk, technician=house.repairer)
    finish(house, repair, house.repairer)
    return repair


def finish(house: House, repair: Repair, technician: Staff) -> None:
    """From the acceptance to the sheet at the desk."""
    repairs.accept(repair, by=technician)
    repairs.arrive(repair, by=technician)
    repairs.start(repair, by=technician, cause="松动")
    if repair.unit_id is None:
        words = {"result": "REPAIRED", "work_done": "紧固"}
        repairs.finish_common(repair, by=house.maintenance, **words)
        repairs.return_sheet(repair, by=house.clerk)
        return
    repairs.finish(
        repair,
        by=technician,
        result="REPAIRED",
        work_done="紧固",
        resident_sign="陈雨桐",
    )
    repairs.return_sheet(repair, by=house.clerk)


def only_callback() -> Callback:
    """The one callback there is."""
    return Callback.objects.select_related("register", "office").get()


def assigned(house: House, callback: Callback | None = None) -> Callback:
    """A callback in the officer's hands."""
    callback = callback or only_callback()
    do.assign(callback, by=house.supervisor, caller=house.caller)
    return callback


def answer(house: House, callback: Callback, rating: str = "A", **said: Any) -> None:
    """The resident answers; the hour does not matter unless the test says so."""
    said.setdefault("comments", "还是不行" if rating == "C" else "")
    said.setdefault("asked_for_it", True)
    do.complete(callback, by=house.caller, rating=rating, interviewee="陈雨桐", **said)


def at(hour: int, days: int = 0, minute: int = 0) -> datetime:
    """A local hour, some days from today."""
    day = timezone.localtime() + timedelta(days=days)
    return day.replace(hour=hour, minute=minute, second=0, microsecond=0)
