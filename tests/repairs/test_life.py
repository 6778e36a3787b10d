"""A repair from the phone call to the closed line (4.2.1, 4.2.2)."""

from __future__ import annotations

import pytest

from propertyservice.workflow.models import Deadline
from repairs import transitions as do
from repairs.models import Repair, Status
from tests.support.cast import House

pytestmark = pytest.mark.django_db


def call(house: House, **more: object) -> Repair:
    """A call of the household 3-1-502 about water."""
    said = {
        "office": house.office,
        "unit": house.unit,
        "resident_name": "陈雨桐",
        "relation": "OWNER",
        "phone": "13800002207",
        "description": "厨房水管漏水，地面积水",
        "trade": "WATER",
        "priority": "EMERGENCY",
    }
    return do.report(do.Request(**{**said, **more}), by=house.clerk)  # type: ignore[arg-type]


@pytest.mark.clause("4.2.2")
def test_a_repair_goes_from_the_call_to_the_remark(house: House) -> None:
    repair = call(house)
    do.dispatch(repair, by=house.clerk, technician=house.repairer)
    do.accept(repair, by=house.repairer)
    do.arrive(repair, by=house.repairer)
    do.start(repair, by=house.repairer, cause="接口老化")
    do.finish(
        repair,
        by=house.repairer,
        result="REPAIRED",
        work_done="更换角阀",
        resident_sign="陈雨桐",
    )
    assert repair.completion_remark == ""
    do.return_sheet(repair, by=house.clerk)
    do.close(repair, by=house.supervisor)

    repair = Repair.objects.get()
    assert repair.status == Status.CLOSED
    assert repair.completion_remark.endswith("已完成维修")
    limits = Deadline.objects.filter(case=repair.pk)
    assert set(limits.values_list("state", flat=True)) == {"MET"}
    assert [step.name for step in repair.register.steps.order_by("pk")] == [
        "report",
        "dispatch",
        "accept",
        "arrive",
        "start",
        "finish",
        "return_sheet",
        "close",
    ]
