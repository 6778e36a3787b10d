"""The edge cases of RULES 5 for repairs, one test each, named for the situation."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from decimal import Decimal
from zoneinfo import ZoneInfo

import pytest
import time_machine
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import timezone

from propertyservice.approvals import requests
from propertyservice.approvals.models import Request
from propertyservice.workflow.models import Deadline
from propertyservice.workflow.transitions import Refused
from repairs import transitions as do
from repairs.models import Repair, Status
from tests.repairs.test_life import call
from tests.support.cast import House, hire
from tests.support.pictures import PNG

pytestmark = pytest.mark.django_db
SHANGHAI = ZoneInfo("Asia/Shanghai")
DAY = timedelta(days=1)


def at(year: int, month: int, day: int, hour: int = 10, minute: int = 0) -> datetime:
    """A local time."""
    return datetime(year, month, day, hour, minute, tzinfo=SHANGHAI)


def photo() -> SimpleUploadedFile:
    """A picture taken on site."""
    return SimpleUploadedFile("site.png", PNG, "image/png")


def deadline(repair: Repair, kind: str) -> Deadline:
    """The newest deadline of a kind."""
    found = Deadline.objects.filter(case=repair.pk, kind=f"repairs.{kind}")
    newest = found.order_by("pk").last()
    assert newest is not None
    return newest


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


@pytest.mark.edge(1)
def test_a_tenant_may_report_and_pays_only_after_consent(house: House) -> None:
    repair = on_site(house, relation="TENANT", charge_type="PAID")

    assert repair.relation == "TENANT"
    with pytest.raises(Refused, match="."):
        do.start(repair, by=house.repairer, cause="龙头坏")
    do.quote(
        repair,
        by=house.repairer,
        price_item="换龙头",
        amount=Decimal("80"),
        accepted_by="业主 林致远（电话）",
    )
    do.start(repair, by=house.repairer, cause="龙头坏")
    assert repair.status == Status.IN_PROGRESS


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


@pytest.mark.edge(4)
def test_upstairs_refuses_entry_so_the_clock_waits_for_the_neighbour(
    house: House,
) -> None:
    repair = at_work(house)
    before = deadline(repair, "finish").due_at
    do.suspend(
        repair,
        by=house.maintenance,
        reason="楼上拒绝入户，已联系居委会",
        reason_code="WAIT_NEIGHBOR",
        next_action_on=timezone.localdate() + DAY,
    )
    assert deadline(repair, "finish").state == "PAUSED"
    with time_machine.travel(timezone.now() + timedelta(hours=5), tick=False):
        do.resume(repair, by=house.repairer)
    assert before is not None
    moved = deadline(repair, "finish").due_at
    assert moved is not None
    assert timedelta(hours=4, minutes=58) < moved - before <= timedelta(hours=5)


@pytest.mark.edge(5)
def test_nobody_home_three_times_on_three_days_then_closed_and_reopened(
    house: House,
) -> None:
    begin = at(2026, 3, 16)
    with time_machine.travel(begin, tick=False):
        repair = on_site(house)
        do.ask_suspension(
            repair,
            by=house.repairer,
            reason="敲门无人",
            reason_code="WAIT_RESIDENT",
            next_action_on=date(2026, 3, 17),
            photos=[photo()],
        )
        requests.decide(Request.objects.get(), by=house.maintenance, approve=True)
    repair.refresh_from_db()
    assert repair.status == Status.SUSPENDED
    for days in (0, 1):
        with time_machine.travel(begin + days * DAY + timedelta(hours=1), tick=False):
            do.contact(repair, by=house.clerk, outcome="NO_ANSWER")
    with time_machine.travel(begin + 2 * DAY, tick=False):
        with pytest.raises(Refused) as too_early:
            do.close_resident_reason(repair, by=house.maintenance)
        assert too_early.value.code == "contacts_were_tried"
        do.contact(repair, by=house.clerk, outcome="NO_ANSWER")
        do.contact(repair, by=house.repairer, outcome="DOOR_NOTICE")
        do.close_resident_reason(repair, by=house.maintenance)
        assert repair.status == Status.CLOSED_RESIDENT_REASON
        assert deadline(repair, "finish").state == "VOID"
        do.reopen(repair, by=house.clerk)
    assert repair.status == Status.REGISTERED
    assert deadline(repair, "finish").state == "RUNNING"


@pytest.mark.edge(6)
def test_cancelling_a_late_repair_keeps_the_breach(house: House) -> None:
    begin = at(2026, 3, 16)
    with time_machine.travel(begin, tick=False):
        repair = call(house)
        do.dispatch(repair, by=house.clerk, technician=house.repairer)
    with time_machine.travel(begin + timedelta(hours=3), tick=False):
        do.cancel(repair, by=house.clerk, asked_by="陈雨桐", reason="不等了")
    assert deadline(repair, "arrive_urgent").state == "MISSED"
    assert deadline(repair, "finish").state == "VOID"


@pytest.mark.edge(7)
def test_minor_work_that_is_an_emergency_restarts_the_clock_and_keeps_both(
    house: House,
) -> None:
    begin = at(2026, 3, 16)
    with time_machine.travel(begin, tick=False):
        repair = on_site(house, priority="NORMAL")
    with time_machine.travel(begin + timedelta(hours=2), tick=False):
        do.raise_priority(repair, by=house.repairer, reason="墙内跑水")
    old, new = Deadline.objects.filter(kind="repairs.finish").order_by("pk")
    assert old.state == "REPLACED"
    assert new.starts_at == begin + timedelta(hours=2)
    assert new.due_at == begin + timedelta(hours=26)
    assert repair.priority == "EMERGENCY"


@pytest.mark.edge(8)
def test_a_refused_quote_closes_without_charge(house: House) -> None:
    repair = on_site(house)
    do.refuse_quote(repair, by=house.repairer, reason="嫌贵")
    assert repair.status == Status.CLOSED
    assert repair.sheet is not None
    assert repair.sheet.result == "NO_CHARGE_QUOTE_REFUSED"
    assert repair.sheet.total in (0, None) or repair.sheet.labour_fee == 0


@pytest.mark.edge(9)
def test_a_resident_who_will_not_sign_needs_photo_and_both_signatures(
    house: House,
) -> None:
    repair = at_work(house)
    with pytest.raises(Refused) as no_photo:
        do.ask_unsigned(
            repair,
            by=house.repairer,
            reason="住户拒签",
            result="REPAIRED",
            work_done="换角阀",
        )
    assert no_photo.value.code == "photo"
    do.ask_unsigned(
        repair,
        by=house.repairer,
        reason="住户拒签",
        result="REPAIRED",
        work_done="换角阀",
        photos=[photo()],
    )
    handed_in = timezone.now()
    request = Request.objects.get()
    with pytest.raises(Exception, match="."):
        requests.decide(request, by=house.repairer, approve=True)
    requests.decide(request, by=house.maintenance, approve=True)
    repair = Repair.objects.get(pk=repair.pk)
    assert repair.status == Status.FINISHED_UNSIGNED
    assert repair.sheet is not None
    assert repair.sheet.inspector == house.maintenance
    assert repair.finished_at is not None
    assert abs(repair.finished_at - handed_in) < timedelta(minutes=1)
    assert deadline(repair, "finish").state == "MET"


@pytest.mark.edge(10)
def test_a_lost_sheet_is_reissued_and_the_remark_waits(house: House) -> None:
    repair = done(house)
    with pytest.raises(Exception, match="."):
        do.reissue(repair, by=house.clerk, reason="丢失")
    do.reissue(repair, by=house.supervisor, reason="雨中丢失")
    assert repair.sheet is not None
    assert repair.sheet.reissued == 1
    assert repair.completion_remark == ""
    do.return_sheet(repair, by=house.clerk)
    assert repair.completion_remark != ""


@pytest.mark.edge(11)
@pytest.mark.clause("4.2.2")
def test_done_before_midnight_and_returned_next_day_counts_the_finish(
    house: House,
) -> None:
    with time_machine.travel(at(2026, 3, 16, 22, 0), tick=False):
        repair = at_work(house)
    with time_machine.travel(at(2026, 3, 16, 23, 50), tick=False):
        do.finish(
            repair,
            by=house.repairer,
            result="REPAIRED",
            work_done="换角阀",
            resident_sign="陈雨桐",
        )
    assert deadline(repair, "return_sheet").due_at == at(2026, 3, 17, 10, 0)
    with time_machine.travel(at(2026, 3, 17, 9, 0), tick=False):
        do.return_sheet(repair, by=house.clerk)
    assert repair.completion_remark == "2026年3月16日23时50分已完成维修"
    assert repair.sheet_returned_at == at(2026, 3, 17, 9, 0)
    assert deadline(repair, "finish").ended_at == at(2026, 3, 16, 23, 50)


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


@pytest.mark.edge(15)
def test_an_appointment_in_the_spring_festival_is_kept_and_an_emergency_too(
    house: House,
) -> None:
    with time_machine.travel(at(2026, 2, 13), tick=False):
        when = at(2026, 2, 18, 14, 0)
        normal = call(house, priority="NORMAL", appointment_at=when)
        urgent = call(house, unit=house.upstairs)
    assert deadline(normal, "arrive").due_at == when + timedelta(minutes=15)
    assert deadline(urgent, "arrive_urgent").due_at == at(2026, 2, 13, 10, 30)


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


@pytest.mark.edge(17)
def test_a_grade_three_call_at_night_counts_from_the_opening(
    house: House, other: House
) -> None:
    night = at(2026, 3, 16, 21, 0)
    with time_machine.travel(night, tick=False):
        normal = call(other, priority="NORMAL")
        urgent = call(other, unit=other.upstairs)
    assert normal.reported_at == night
    assert deadline(normal, "notify").due_at == at(2026, 3, 17, 9, 30)
    assert deadline(normal, "finish").due_at == at(2026, 3, 19, 9, 0)
    assert deadline(urgent, "notify").due_at == night + timedelta(minutes=5)


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


@pytest.mark.edge(2)
def test_an_owner_in_arrears_is_served_and_the_desk_sees_no_arrears(
    house: House, client: Client
) -> None:
    client.force_login(house.clerk, "propertyservice.organisation.auth.RightsBackend")
    household = client.get(house.unit.get_absolute_url())
    form = client.get(f"/repairs/new/?unit={house.unit.code}")

    assert (household.status_code, form.status_code) == (200, 200)
    for page in (household, form):
        assert "欠费" not in page.content.decode()
    assert call(house).status == Status.REGISTERED
