"""Repairs brought to a stage of their life, and the times and limits they have."""

from __future__ import annotations

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from django.core.files.uploadedfile import SimpleUploadedFile

from propertyservice.workflow.models import Deadline
from repairs import transitions as do
from repairs.models import Repair
from tests.repairs.test_life import call
from tests.support.cast import House
from tests.support.pictures import PNG

SHANGHAI = ZoneInfo("Asia/Shanghai")
DAY = timedelta(days=1)


def at(year: int, month: int, day: int, hour: int = 10, minute: int = 0) -> datetime:
    """A local time."""
    return datetime(year, month, day, hour, minute, tzinfo=SHANGHAI)


def deadline(repair: Repair, kind: str) -> Deadline:
    """The newest deadline of a kind."""
    found = Deadline.objects.filter(case=repair.pk, kind=f"repairs.{kind}")
    newest = found.order_by("pk").last()
    assert newest is not None
    return newest


def photo() -> SimpleUploadedFile:
    """A picture taken on site."""
    return SimpleUploadedFile("site.png", PNG, "image/png")


def on_site(house: House, **more: object) -> Repair:
    """A repair whose repairer has arrived."""
    repair = call(house, **more)
    do.dispatch(repair, by=house.clerk, technician=house.repairer)
    do.accept(repair, by=house.repairer)
    do.arrive(repair, by=house.repairer)
    return repair


def at_work(house: House, **more: object) -> Repair:
    """A repair that is being worked on."""
    repair = on_site(house, **more)
    do.start(repair, by=house.repairer, cause="接口老化")
    return repair


def done(house: House, **more: object) -> Repair:
    """A finished and signed repair."""
    repair = at_work(house, **more)
    do.finish(
        repair,
        by=house.repairer,
        result="REPAIRED",
        work_done="换角阀",
        resident_sign="陈雨桐",
    )
    return repair
