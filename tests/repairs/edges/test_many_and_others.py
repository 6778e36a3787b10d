"""Incidents, referrals, repeats and other offices (edge cases of RULES 5)."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.utils import timezone

from propertyservice.workflow.transitions import Refused
from repairs import transitions as do
from repairs.models import Repair, Status
from tests.repairs.stages import deadline, done
from tests.repairs.test_life import call
from tests.support.cast import House, hire

pytestmark = pytest.mark.django_db


@pytest.mark.edge(3)
def test_three_households_with_one_leak_are_one_task_and_three_answers(
    house: House,
) -> None:
    incident = call(house, is_incident=True)
    second = call(house, unit=house.upstairs)
    do.join_incident(second, by=house.clerk, incident=incident)

    with pytest.raises(Refused) as refused:
        do.dispatch(second, by=house.clerk, technician=house.repairer)
    assert refused.value.code == "not_in_incident"
    do.dispatch(incident, by=house.clerk, technician=house.repairer)
    do.accept(incident, by=house.repairer)
    do.arrive(incident, by=house.repairer)
    do.start(incident, by=house.repairer, cause="立管裂")
    do.finish(
        incident,
        by=house.repairer,
        result="REPAIRED",
        work_done="换管",
        resident_sign="陈雨桐",
    )
    do.return_sheet(incident, by=house.clerk)
    with pytest.raises(Refused) as waiting:
        do.close(incident, by=house.supervisor)
    assert waiting.value.code == "nobody_waits_for_an_answer"
    do.answer_joined(second, by=house.clerk, answer="已修复，告知住户")
    do.close(incident, by=house.supervisor)
    assert second.status == incident.status == Status.CLOSED
    assert deadline(second, "finish").state == "MET"


@pytest.mark.edge(14)
def test_eighty_calls_of_one_outage_are_one_case(house: House) -> None:
    incident = call(house, is_incident=True, unit=None, place=house.lobby)
    do.count_report(incident, by=house.clerk, unit=house.unit, resident_name="陈雨桐")
    with pytest.raises(Refused) as twice:
        do.count_report(
            incident, by=house.clerk, unit=house.unit, resident_name="陈雨桐"
        )
    assert twice.value.code == "repairs_one_report_a_household"
    do.count_report(
        incident, by=house.clerk, unit=house.upstairs, resident_name="林致远"
    )
    assert Repair.objects.count() == 1
    assert incident.reports.count() == 2


@pytest.mark.edge(12)
def test_a_warranty_item_is_referred_and_the_desk_chases_the_answer(
    house: House,
) -> None:
    repair = call(house)
    do.refer(repair, by=house.maintenance, to="WARRANTY", party="开发商工程部")
    assert repair.status == Status.REFERRED
    assert repair.register.is_open
    assert repair.register.holder_post == "REPAIR_DESK"
    assert deadline(repair, "answer").state == "RUNNING"
    do.answer_referral(repair, by=house.clerk, answer="3 月 20 日上门")
    assert repair.status == Status.CLOSED


@pytest.mark.edge(13)
def test_a_fault_of_the_water_company_needs_its_ticket_number(house: House) -> None:
    repair = call(house)
    with pytest.raises(Refused) as missing:
        do.refer(repair, by=house.maintenance, to="UTILITY", party="水务集团")
    assert missing.value.code == "their_no"
    do.refer(
        repair, by=house.maintenance, to="UTILITY", party="水务集团", their_no="SW-1"
    )
    assert repair.referred_no == "SW-1"


@pytest.mark.edge(16)
def test_a_repeat_within_thirty_days_is_not_given_to_the_same_repairer(
    house: House,
) -> None:
    first = done(house)
    again = call(house)
    assert again.repeats == first
    with pytest.raises(Refused) as same:
        do.dispatch(again, by=house.clerk, technician=house.repairer)
    assert same.value.code == "same_repairer"
    do.dispatch(again, by=house.clerk, technician=house.colleague)


@pytest.mark.edge(16)
def test_rework_goes_to_another_repairer_on_a_sheet_of_its_own(house: House) -> None:
    repair = done(house)
    do.return_sheet(repair, by=house.clerk)
    with pytest.raises(Refused) as same:
        do.rework(repair, by=house.clerk, technician=house.repairer, reason="仍漏")
    assert same.value.code == "same_repairer"
    do.rework(repair, by=house.clerk, technician=house.colleague, reason="仍漏")
    assert (repair.rework_count, repair.sheets.count()) == (1, 2)
    assert repair.register.is_open
    assert repair.completion_remark == ""


@pytest.mark.clause("4.9")
def test_a_late_entry_needs_the_supervisor_and_says_so(house: House) -> None:
    yesterday = timezone.now() - timedelta(hours=30)
    request = do.Request(
        office=house.office,
        unit=house.unit,
        resident_name="陈雨桐",
        relation="OWNER",
        phone="13800002207",
        description="灯不亮",
        trade="POWER",
    )
    with pytest.raises(Refused) as late:
        do.report(request, by=house.clerk, at=yesterday)
    assert late.value.code == "late_entry"
    repair = do.report(request, by=house.supervisor, at=yesterday)
    assert repair.register.steps.get().is_late_entry


@pytest.mark.clause("2.0", "4.9")
def test_a_repairer_of_another_office_can_not_be_given_the_task(
    house: House, other: House
) -> None:
    repair = call(house)
    with pytest.raises(Refused) as foreign:
        do.dispatch(repair, by=house.clerk, technician=other.repairer)
    assert foreign.value.code == "not_a_repairer"
    newcomer = hire(house.office, "newcomer")
    with pytest.raises(Refused):
        do.dispatch(repair, by=house.clerk, technician=newcomer)
