"""``/late/``: what is late, by whom, since when; reassigned in two clicks (3.2)."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from django.utils import timezone

from propertyservice.approvals.models import Request
from propertyservice.cases.models import Case
from propertyservice.organisation.models import Staff
from propertyservice.ui.counters import counts
from propertyservice.workbench import late
from propertyservice.workflow.models import Deadline
from repairs import transitions as do
from repairs.models import Repair
from tests.access.world import World, report
from tests.support.people import sign_in
from tests.support.queries import costs

pytestmark = pytest.mark.clause("3.2")


def make_late(case: int, hours: int = 5) -> None:
    """Let the running limits of a case have passed some hours ago."""
    past = timezone.now() - timedelta(hours=hours)
    Deadline.objects.filter(case=case, state="RUNNING").update(
        due_at=past, starts_at=past - timedelta(days=1)
    )


def dispatched(world: World) -> Repair:
    """A repair that its repairer has not taken up, and is late."""
    repair = report(world.house, description="卧室窗户关不上")
    do.dispatch(repair, by=world.house.clerk, technician=world.house.repairer)
    make_late(repair.pk)
    return repair


def read(person: Staff, url: str = "/late/") -> str:
    """What somebody reads."""
    response = sign_in(person).get(url)
    assert response.status_code == 200
    return response.content.decode()


def test_the_supervisor_sees_what_is_late_by_whom_and_since_when(
    world: World,
) -> None:
    repair = dispatched(world)
    page = read(world.house.maintenance)
    row = re.search(rf"<tr[^>]*>(?:(?!</tr>).)*{repair.number[3:]}.*?</tr>", page, re.S)
    assert row is not None
    assert "repairer" in row.group()
    assert "超时" in row.group()
    assert f"/late/{repair.number}/" in row.group()


def test_what_is_in_time_or_of_another_department_is_not_there(world: World) -> None:
    fresh = report(world.house, description="门禁失灵")
    late_for_desk = report(world.house, description="大堂灯不亮")
    make_late(late_for_desk.pk)
    Deadline.objects.filter(case=late_for_desk.pk).exclude(
        kind="repairs.notify"
    ).update(due_at=timezone.now() + timedelta(days=1))
    page = read(world.house.maintenance)
    assert fresh.number not in page
    assert late_for_desk.number not in page
    assert late_for_desk.number in read(world.house.supervisor)


def test_the_counter_of_the_navigation_equals_the_list(world: World) -> None:
    dispatched(world)
    for person in (
        world.house.maintenance,
        world.house.supervisor,
        world.house.manager,
    ):
        me = Staff.objects.get(pk=person.pk)
        (number,) = counts([late.late(me)])
        assert read(me).count('role="rowheader"') == number
        assert sum(each.count for each in late.by_whom(me)) == number


def test_by_whom_opens_exactly_his(world: World) -> None:
    mine = dispatched(world)
    other = report(world.house, description="阳台漏水")
    do.dispatch(other, by=world.house.clerk, technician=world.house.colleague)
    make_late(other.pk, hours=9)
    me = Staff.objects.get(pk=world.house.maintenance.pk)
    for person in late.by_whom(me):
        page = read(me, person.url)
        assert page.count('role="rowheader"') == person.count
    whose = {each.name: each.url for each in late.by_whom(me)}
    page = read(me, whose["colleague"])
    assert other.number in page
    assert mine.number not in page


def test_two_clicks_give_it_to_another(world: World) -> None:
    repair = dispatched(world)
    client = sign_in(world.house.maintenance)
    url = f"/late/{repair.number}/"
    page = client.get(url).content.decode()
    assert "colleague" in page
    assert f'value="{world.house.repairer.pk}"' not in page, "he has it already"
    reason = re.search(r'name="reason" value="([^"]+)"', page)
    assert reason is not None, "the reason is filled in"
    sent = {"person": world.house.colleague.pk, "reason": reason.group(1)}
    assert client.post(url, sent).status_code == 302
    repair.refresh_from_db()
    assert repair.technician == world.house.colleague
    step = repair.register.steps.latest("pk")
    assert (step.name, step.by) == ("reassign", world.house.maintenance)


def test_nobody_has_it_yet_so_it_is_dispatched(world: World) -> None:
    repair = report(world.house, description="厨房水管漏水")
    make_late(repair.pk)
    sent = {"person": world.house.colleague.pk, "reason": "超时"}
    sign_in(world.house.maintenance).post(f"/late/{repair.number}/", sent)
    repair.refresh_from_db()
    assert (repair.status, repair.technician) == ("DISPATCHED", world.house.colleague)


@pytest.mark.parametrize("person", ["", "x", "999999999", "9" * 40])
def test_somebody_who_is_not_on_the_list_is_refused(world: World, person: str) -> None:
    repair = dispatched(world)
    sent = {"person": person, "reason": "急用"}
    page = sign_in(world.house.maintenance).post(f"/late/{repair.number}/", sent)
    assert 'role="alert"' in page.content.decode()
    assert "急用" in page.content.decode()
    repair.refresh_from_db()
    assert repair.technician == world.house.repairer


def test_work_that_has_begun_says_why_it_stays(world: World) -> None:
    page = read(world.house.maintenance, f"/late/{world.number}/")
    assert 'name="person"' not in page
    assert "维修中" in page


def test_a_request_that_waits_too_long_is_late_with_the_deciding_post(
    world: World,
) -> None:
    Deadline.objects.filter(kind__startswith="ask.").update(
        due_at=timezone.now() - timedelta(hours=2)
    )
    asked = Request.objects.get(pk=world.request.pk)
    page = read(world.house.manager)
    assert asked.case.number in page
    assert "维修主管" in page


def test_a_case_about_somebody_is_hidden_from_him(world: World) -> None:
    repair = dispatched(world)
    Case.objects.filter(pk=repair.pk).update(hidden_from=world.house.maintenance)
    assert repair.number not in read(world.house.maintenance)
    client = sign_in(world.house.maintenance)
    assert client.get(f"/late/{repair.number}/").status_code == 404


def test_the_page_costs_the_same_for_many_and_goes_on_by_key(world: World) -> None:
    dispatched(world)
    client = sign_in(world.house.maintenance)
    costs("late", lambda: client.get("/late/"))
    for _ in range(26):
        dispatched(world)
    page = costs("late", lambda: client.get("/late/")).content.decode()
    assert page.count('role="rowheader"') == 25
    following = re.search(r'href="(\?[^"]*page=[^"]*)"', page)
    assert following is not None
    rest = client.get("/late/" + following.group(1).replace("&amp;", "&"))
    assert rest.content.decode().count('role="rowheader"') >= 2
