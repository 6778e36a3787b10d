"""Tier after tier: who decides, for whom, and who must not (RULES 2.0.2)."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.utils import timezone

from propertyservice.approvals import requests
from propertyservice.approvals.models import Decision, Request
from propertyservice.audit.models import Run
from propertyservice.cases.models import Case
from propertyservice.organisation.models import Appointment, Staff
from propertyservice.organisation.scope import everywhere
from propertyservice.workflow import chasing
from propertyservice.workflow.models import Chase, Deadline, Notice
from propertyservice.workflow.transitions import Refused
from repairs import transitions as do
from tests.approvals.conftest import SPEND, Done
from tests.repairs.test_life import call
from tests.support.cast import House, hire


def ask(house: House, amount: int, by: Staff | None = None) -> Request:
    """Somebody wants to spend money on a repair."""
    return requests.ask(
        call(house).register,
        SPEND,
        by=by or house.clerk,
        reason="更换水泵",
        details={"amount": amount},
    )


def approve(request: Request, by: Staff) -> Request:
    """Say yes to the tier that waits."""
    request.refresh_from_db()
    return requests.decide(request, by=by, approve=True)


def waits_for(request: Request) -> str:
    """The post that decides now."""
    request.refresh_from_db()
    return request.post if request.decision == Decision.WAITING else ""


@pytest.mark.clause("4.9")
def test_a_request_has_the_days_next_number(house: House, done: Done) -> None:
    first, second = ask(house, 1), ask(house, 1)
    day = f"{timezone.localdate():%Y%m%d}"
    assert (first.number, second.number) == (
        f"JX-SP-{day}-0001",
        f"JX-SP-{day}-0002",
    )


def test_one_tier_hands_to_the_next_and_the_last_carries_out(
    house: House, done: Done, boss: Staff
) -> None:
    request = ask(house, 9000)
    seen = []
    for person in (house.supervisor, house.manager, boss):
        assert request in Request.objects.for_decision_by(person)
        seen.append(waits_for(request))
        assert done == []
        approve(request, person)
        assert request not in Request.objects.for_decision_by(person)
    assert seen == ["CS_SUPERVISOR", "OFFICE_MANAGER", "COMPANY_MANAGER"]
    assert done == ["spent 9000"]
    request.refresh_from_db()
    assert (request.decision, request.decided_by) == ("APPROVED", boss)
    assert [each.decided_by.name for each in request.rulings.order_by("tier")] == [
        "supervisor",
        "manager",
        "boss",
    ]


def test_a_later_tier_can_not_decide_before_its_turn(
    house: House, done: Done, boss: Staff
) -> None:
    request = ask(house, 9000)
    assert request not in Request.objects.for_decision_by(house.manager)
    with pytest.raises(PermissionDenied):
        approve(request, house.manager)


def test_a_word_on_a_tier_that_is_decided_meanwhile_is_refused(
    house: House, done: Done, boss: Staff
) -> None:
    request = ask(house, 9000)
    seen = Request.objects.get(pk=request.pk)
    approve(request, house.supervisor)
    with pytest.raises(Refused, match="supervisor"):
        requests.decide(seen, by=house.manager, approve=True)
    assert request.rulings.count() == 1


def test_sent_back_by_any_tier_ends_it_and_the_asker_reads_why(
    house: House, done: Done, boss: Staff
) -> None:
    request = ask(house, 9000)
    request = approve(request, house.supervisor)
    requests.decide(request, by=house.manager, approve=False, opinion="先询价三家")
    assert done == ["sent back"]
    told = Notice.objects.get(recipient=house.clerk, kind="DECIDED")
    assert "先询价三家" in told.text


def test_the_supervisors_own_request_goes_to_the_manager(
    house: House, done: Done
) -> None:
    request = ask(house, 100, by=house.supervisor)
    assert request.post == "OFFICE_MANAGER"
    with pytest.raises((PermissionDenied, Refused)):
        approve(request, house.supervisor)
    approve(request, house.manager)
    assert done == ["spent 100"]


def test_tiers_that_fall_to_one_post_are_one_tier(house: House, done: Done) -> None:
    request = ask(house, 900, by=house.supervisor)
    assert request.tiers == ["OFFICE_MANAGER"]


def test_a_case_hidden_from_the_manager_is_decided_above_him(
    house: House, done: Done, boss: Staff
) -> None:
    case = call(house).register
    Case.objects.filter(pk=case.pk).update(hidden_from=house.manager)
    case.refresh_from_db()
    request = requests.ask(
        case, SPEND, by=house.clerk, reason="x", details={"amount": 900}
    )
    assert request.tiers == ["CS_SUPERVISOR", "COMPANY_MANAGER"]
    assert request not in Request.objects.visible_to(house.manager)


def test_one_person_with_two_posts_decides_one_tier_only(
    house: House, done: Done, boss: Staff
) -> None:
    both = hire(house.office, "both", "CS_SUPERVISOR")
    Appointment.objects.create(
        post="OFFICE_MANAGER",
        office=house.office,
        company=house.office.company,
        holder=both,
        starts_on=timezone.localdate(),
    )
    request = approve(ask(house, 900), both)
    assert request not in Request.objects.for_decision_by(both)
    with pytest.raises(Refused) as refused:
        approve(request, both)
    assert refused.value.code == "apart"
    approve(request, house.manager)
    assert done == ["spent 900"]


def test_where_only_he_holds_the_next_post_it_goes_above(
    house: House, done: Done, boss: Staff
) -> None:
    Appointment.objects.filter(holder=house.manager).update(holder=house.supervisor)
    request = approve(ask(house, 900), Staff.objects.get(pk=house.supervisor.pk))
    assert waits_for(request) == "COMPANY_MANAGER"


def test_a_deputy_decides_for_the_holder_and_both_names_stand(
    house: House, done: Done, boss: Staff
) -> None:
    post, today = Appointment.objects.get(holder=boss), timezone.localdate()
    deputy = hire(house.office, "deputy")
    post.deputy, post.deputy_from, post.deputy_to = deputy, today, today
    post.save()
    request = ask(house, 9000)
    approve(request, house.supervisor)
    approve(request, house.manager)
    request = approve(request, Staff.objects.get(pk=deputy.pk))
    assert (request.decided_by, request.decided_for) == (deputy, boss)
    last = request.rulings.latest("tier")
    assert (last.decided_by, last.decided_for) == (deputy, boss)


def test_the_asker_takes_his_request_back(house: House, done: Done) -> None:
    request = ask(house, 900)
    with pytest.raises(PermissionDenied):
        requests.take_back(request, by=house.supervisor)
    requests.take_back(request, by=house.clerk)
    assert done == ["taken back"]
    with pytest.raises(Refused) as refused:
        approve(request, house.supervisor)
    assert refused.value.code == "decided"


def test_a_case_that_closes_asks_for_nothing_any_more(house: House, done: Done) -> None:
    repair = call(house)
    request = requests.ask(
        repair.register, SPEND, by=house.clerk, reason="x", details={"amount": 1}
    )
    do.cancel(repair, by=house.clerk, asked_by="住户")
    request.refresh_from_db()
    assert request.decision == Decision.WITHDRAWN
    assert not Deadline.objects.filter(case=repair.pk, state="RUNNING").exists()


@pytest.mark.clause("4.2.1")
def test_the_limit_is_chased_with_the_deciding_post_not_the_cases_holder(
    house: House, done: Done, boss: Staff
) -> None:
    request = ask(house, 9000)
    assert request.due_at is not None
    assert request.case.due_at < request.due_at, "the case keeps its own next limit"
    others = Chase.objects.exclude(holder_post="CS_SUPERVISOR")
    others.update(next_at=request.due_at + timedelta(days=99))

    def told(at: object) -> set[str]:
        """Run the chase in this transaction."""
        run = Run.objects.create(job="test", started_at=timezone.now())
        result = chasing.Result(run=run)
        with everywhere("test"):
            chasing._batch(result, at, 100)  # type: ignore[arg-type]
        return {each.recipient.name for each in run.notices.all()}

    assert told(request.asked_at + timedelta(hours=19)) == {"supervisor"}
    assert told(request.due_at) == {"supervisor", "manager"}
    assert told(request.due_at + timedelta(days=1)) == {"boss"}
    approve(request, house.supervisor)
    (next_one,) = Chase.objects.filter(deadline__kind=f"ask.{SPEND}")
    assert next_one.holder_post == "OFFICE_MANAGER"


def test_a_decision_after_the_limit_stays_missed(house: House, done: Done) -> None:
    request = ask(house, 100)
    past = timezone.now() - timedelta(days=3)
    Deadline.objects.filter(kind=f"ask.{SPEND}").update(
        due_at=past, starts_at=past - timedelta(days=1)
    )
    approve(request, house.supervisor)
    assert Deadline.objects.get(kind=f"ask.{SPEND}").state == "MISSED"


def test_a_number_is_not_lost_when_the_request_is_refused(
    house: House, done: Done
) -> None:
    request = ask(house, 100)
    with pytest.raises(Refused):
        requests.ask(
            request.case, SPEND, by=house.clerk, reason="x", details={"amount": 1}
        )
    following = ask(house, 100)
    assert re.search(r"-0002$", following.number)
