"""The edge cases of complaints (RULES 5, 25 to 34), one test for each at least."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from django.utils import timezone

from complaints import transitions as do
from complaints.models import Complaint, Level, Rating, Status, Validity
from complaints.rules import deadlines as limits
from complaints.rules.defaults import RULES
from complaints.signals import fee_disputed
from propertyservice.policy.calendar import DayKind
from propertyservice.policy.in_force import reread, work_calendar
from propertyservice.policy.models import CalendarDay
from propertyservice.workflow.clocks import ServiceWindows, due_at
from propertyservice.workflow.limits import limit_of
from propertyservice.workflow.models import Deadline
from propertyservice.workflow.transitions import Refused
from repairs.models import Repair
from tests.complaints import steps
from tests.complaints.steps import callback_of, judge, lead_to, pass_on, take
from tests.support.cast import House

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("in_english")]
SHANGHAI = ZoneInfo("Asia/Shanghai")


def limit(complaint: Complaint, kind: str) -> Deadline:
    """The last limit of a kind."""
    return Deadline.objects.filter(case=complaint.pk, kind=kind).latest("pk")


@pytest.mark.edge(25)
def test_an_anonymous_complaint_is_answered_by_a_notice_and_not_called_back(
    home: House,
) -> None:
    complaint = take(home, name="", phone="13800002207", unit=None)
    person = complaint.complainants.get()
    assert (person.name, person.phone, person.is_anonymous) == ("", "", True)
    assert not complaint.complainants.to_call().exists()

    lead_to(complaint, home, "finish")
    do.reply(complaint, by=home.taker, method="POSTED", words="已安排每日清扫")
    assert complaint.register.holder_post == "CS_SUPERVISOR"
    do.close(complaint, by=home.supervisor)
    assert complaint.status == Status.CLOSED


@pytest.mark.edge(27)
@pytest.mark.parametrize(("hours", "leads"), [(2, True), (24 * 20, False)])
def test_an_outside_limit_leads_where_it_is_shorter(
    home: House, hours: int, leads: bool
) -> None:
    theirs = timezone.now() + timedelta(hours=hours)
    complaint = take(
        home,
        channel="HOTLINE",
        external_party="12345",
        external_no="20260301",
        external_due_at=theirs,
        accepted=True,
    )
    judge(complaint, home)
    lead_to_answer = limit(complaint, limits.EXTERNAL)
    assert lead_to_answer.due_at == theirs
    Deadline.objects.filter(case=complaint.pk, kind=limits.TRANSFER).update(
        state="MET", ended_at=timezone.now()
    )
    do.contact(complaint, by=home.taker, words="已联系")
    do.answer(complaint, by=home.taker, method="PHONE", words="明天清扫")
    assert (complaint.due_at == theirs) is leads
    assert complaint.register.due_at == complaint.due_at


@pytest.mark.edge(28)
def test_a_withdrawn_matter_of_safety_goes_on(home: House) -> None:
    unsafe = take(home, is_safety=True, content="护栏松动")
    plain = take(home, unit=home.upstairs)
    for complaint in (unsafe, plain):
        do.withdraw(complaint, by=home.taker, words="算了")
    assert plain.status == Status.WITHDRAWN
    assert not plain.register.is_open
    assert not Deadline.objects.filter(case=plain.pk, state="RUNNING").exists()
    assert (unsafe.status, unsafe.register.is_open) == (Status.RECEIVED, True)
    assert unsafe.withdrawn_at
    with pytest.raises(Refused, match="on record already"):
        do.withdraw(unsafe, by=home.taker, words="算了")
    lead_to(unsafe, home, "finish")
    assert unsafe.status == Status.DONE


@pytest.mark.edge(29)
def test_thirty_owners_are_one_case_and_each_is_answered(home: House) -> None:
    complaint = take(home)
    people: list[dict[str, object]] = [
        {"room": f"3-1-{n}", "name": f"业主{n}", "phone": f"138000022{n:02d}"}
        for n in range(1, 30)
    ]
    do.add_complainants(complaint, by=home.taker, people=people)
    assert complaint.complainant_count == 30
    spokesman = complaint.complainants.get(name="业主7")
    do.name_spokesman(complaint, by=home.taker, complainant=spokesman)
    assert complaint.complainants.get(is_spokesman=True) == spokesman
    assert complaint.complainant_name == "业主7"

    lead_to(complaint, home, "finish")
    do.answer_one(
        complaint,
        by=home.taker,
        complainant=spokesman,
        method="VISIT",
        words="已当面说明",
        opinion=Rating.SATISFIED,
    )
    assert complaint.complainants.unanswered().count() == 29
    assert complaint.status == Status.DONE
    do.reply(complaint, by=home.taker, method="LETTER", words="逐户书面答复")
    assert not complaint.complainants.unanswered().exists()
    spokesman.refresh_from_db()
    assert spokesman.answer_method == "VISIT"


@pytest.mark.edge(29)
def test_who_was_merged_into_a_group_is_answered_and_called_there(
    home: House,
) -> None:
    group, late = take(home), take(home, name="王芳", unit=home.upstairs)
    do.merge(late, by=home.supervisor, into=group)
    assert (late.status, late.merged_into) == (Status.MERGED, group)
    assert not late.register.is_open
    group.refresh_from_db()
    assert group.complainant_count == 2
    moved = group.complainants.get(name="王芳")
    assert (moved.origin, moved.is_spokesman) == (late, False)

    lead_to(group, home, "reply")
    assert not group.complainants.unanswered().exists()
    call = callback_of(group, home)
    do.called_back(
        group, home.caller, callback=call, rating="SATISFIED", complainant=moved
    )
    with pytest.raises(Refused, match="1 complainants are not called back"):
        do.close(group, by=home.supervisor)
    rest = group.complainants.exclude(pk=moved.pk).get()
    do.called_back(group, home.caller, callback=call, rating="FAIRLY", complainant=rest)
    do.close(group, by=home.supervisor)
    assert group.status == Status.CLOSED


@pytest.mark.edge(30)
def test_a_complaint_that_is_a_repair_opens_one_and_its_clock_runs_on(
    home: House,
) -> None:
    complaint = take(home, content="客厅吊顶漏水，报了三次没人来", category="REPAIR")
    before = {d.kind: d.due_at for d in complaint.register.deadlines.all()}
    do.convert(
        complaint,
        by=home.supervisor,
        trade="WATER",
        priority="NORMAL",
        description="客厅吊顶漏水",
    )
    repair = Repair.objects.get()
    assert complaint.repair == repair
    assert repair.number.split("-")[1] == "BX"
    assert complaint.number.split("-")[1] == "TS"
    after = {d.kind: d.due_at for d in complaint.register.deadlines.all()}
    assert after == before
    assert complaint.register.is_open
    # The repair says nothing of the complaint: whoever it is about may read it.
    step = repair.register.steps.get()
    assert complaint.number not in f"{repair.remark}{repair.description}{step.details}"
    with pytest.raises(Refused, match="linked to a repair already"):
        do.link_repair(complaint, by=home.supervisor, repair=repair)


@pytest.mark.edge(31)
def test_a_barking_dog_is_not_our_liability_but_is_not_invalid(home: House) -> None:
    complaint = take(home, category="NEIGHBOUR", content="楼上狗叫")
    judge(
        complaint,
        home,
        category="NEIGHBOUR",
        validity=Validity.NOT_OURS,
        reason="邻里纠纷，我方劝阻并报告",
    )
    with pytest.raises(Refused, match="not judged invalid"):
        do.explain_invalid(complaint, by=home.supervisor, ground="无", method="PHONE")
    rest = lead_to_from_classified(complaint, home)
    assert rest.status == Status.CLOSED
    assert rest.validity == Validity.NOT_OURS


def lead_to_from_classified(complaint: Complaint, home: House) -> Complaint:
    """The rest of the road of what is classified already."""
    steps.pass_on(complaint, home)
    do.sign(complaint, by=home.maintenance)
    do.investigate(complaint, by=home.maintenance)
    steps.propose(complaint, proposal="上门劝阻，报告居委会")
    steps.decide(complaint, home)
    do.implement(complaint, by=home.maintenance)
    do.finish(complaint, by=home.maintenance, outcome="已劝阻并报告")
    do.reply(complaint, by=home.taker, method="PHONE", words="已劝阻并报告")
    call = steps.callback_of(complaint, home)
    do.called_back(complaint, home.caller, callback=call, rating="FAIRLY")
    do.close(complaint, by=home.supervisor)
    return complaint


def test_an_invalid_complaint_is_explained_closed_and_kept(home: House) -> None:
    complaint = take(home, content="要求减免水费")
    with pytest.raises(Refused, match="Say why"):
        judge(complaint, home, validity=Validity.INVALID)
    judge(complaint, home, validity=Validity.INVALID, reason="水费由水务公司收取")
    with pytest.raises(Refused, match="judged invalid"):
        pass_on(complaint, home)
    do.explain_invalid(
        complaint, by=home.supervisor, ground="供水合同第 5 条", method="PHONE"
    )
    do.close(complaint, by=home.supervisor)
    kept = Complaint.objects.get()
    assert (kept.status, kept.reply) == (Status.CLOSED, "供水合同第 5 条")
    assert limit(kept, limits.ANSWER).state == "MET"


SPRING = {
    **{date(2026, 2, day): DayKind.HOLIDAY for day in range(15, 24)},
    date(2026, 2, 14): DayKind.MAKEUP_WORKDAY,
}


def rule(key: str) -> dict[str, Any]:
    """The default of a rule."""
    value: dict[str, Any] = next(r.default for r in RULES if r.key == key)
    return value


@pytest.mark.edge(33)
@pytest.mark.clause("4.6.2")
@pytest.mark.parametrize(
    ("key", "day"),
    [
        ("complaint.solve.MINOR", 24),
        ("complaint.solve.IMPORTANT", 24),
        ("complaint.solve_safety.MINOR", 15),
        ("complaint.solve_safety.IMPORTANT", 16),
        ("complaint.answer.CRITICAL", 15),
    ],
)
def test_a_limit_over_the_spring_festival(home: House, key: str, day: int) -> None:
    for on, kind in SPRING.items():
        CalendarDay.objects.get_or_create(
            date=on, defaults={"year_id": 2026, "kind": kind.name, "name": "春节"}
        )
    received = datetime(2026, 2, 13, 10, tzinfo=SHANGHAI)
    reread()
    due = due_at(
        limit_of(rule(key)),
        received,
        windows=ServiceWindows(((datetime.min.time(), datetime.min.time()),)),
        calendar=work_calendar(),
        pauses=[],
    )
    assert due
    last = timezone.localtime(due - timedelta(minutes=1))
    assert last.date() == date(2026, 2, day)


@pytest.mark.edge(34)
def test_a_disputed_fee_is_announced_with_its_line(home: House) -> None:
    heard: list[Complaint] = []

    def hear(record: Complaint, **_facts: Any) -> None:
        heard.append(record)

    fee_disputed.connect(hear)
    try:
        complaint = take(home, category="FEE", content="三月物业费多收")
        do.dispute_fee(
            complaint, by=home.taker, item="2026 年 3 月物业服务费", amount="35.5"
        )
    finally:
        fee_disputed.disconnect(hear)
    assert heard == [complaint]
    assert complaint.disputed_item == "2026 年 3 月物业服务费"
    assert str(complaint.disputed_amount) == "35.50"


def test_a_critical_complaint_goes_to_the_companys_manager(home: House) -> None:
    complaint = lead_to(take(home, level=Level.CRITICAL), home, "approve")
    assert complaint.approver == home.chief
