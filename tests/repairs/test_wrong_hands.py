"""Steps, changes, notices and phones in hands they are not meant for (4.9)."""

from __future__ import annotations

import io
from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone
from openpyxl import load_workbook

from propertyservice.cases.models import Step
from propertyservice.estate.models import Person
from propertyservice.estate.privacy import phone_for
from propertyservice.organisation.models import Appointment, Staff
from propertyservice.workflow.models import Notice
from repairs.models import Status
from repairs.transitions import STEPS
from tests.access.world import World, report
from tests.repairs.test_state_machine import _put
from tests.support.cast import House, hire
from tests.support.people import sign_in

pytestmark = pytest.mark.clause("4.9")
ROLES = ("clerk", "supervisor", "manager", "maintenance", "repairer", "colleague")
CLEAR, MASKED = "13800002207", "138****2207"


def wrong_hands(house: House, turn: int) -> Iterator[tuple[Staff, str]]:
    """For each step somebody of the office who may not take it; by turns another."""
    for step in STEPS:
        people = [getattr(house, role) for role in ROLES]
        wrong = [who for who in people if not who.may(step.right, house.office)]
        if wrong:
            yield wrong[turn % len(wrong)], step.name


@pytest.mark.clause("4.2.1")
@pytest.mark.parametrize("status", Status.values)
def test_no_step_is_taken_by_who_may_not_in_any_status(
    world: World, status: str
) -> None:
    house = world.house
    repair = report(house, unit=house.upstairs)
    _put(repair, status, house.repairer)
    steps = Step.objects.filter(case=repair.pk).count()
    wrong = [
        *wrong_hands(house, list(Status.values).index(status)),
        (world.other.clerk, STEPS[0].name),
    ]
    assert len(wrong) > len(STEPS) * 0.8
    browsers = {who.pk: sign_in(who) for who, _name in wrong}

    for who, name in wrong:
        page = f"/repairs/{repair.number}/{name}/"
        answer = browsers[who.pk].post(page, {"reason": "x", "from_case": "1"})
        assert answer.status_code in (403, 404), (who.name, name)

    repair.refresh_from_db()
    assert repair.status == status
    assert Step.objects.filter(case=repair.pk).count() == steps


def test_a_step_is_not_shown_through_a_case_it_does_not_belong_to(
    world: World,
) -> None:
    """Neither by the number of another case, nor to the other office."""
    mine = report(world.house, unit=world.house.upstairs)
    page = f"/repairs/{mine.number}/changes/{world.step.pk}/"
    assert sign_in(world.house.supervisor).get(page).status_code == 404
    theirs = f"/repairs/{world.number}/changes/{world.step.pk}/"
    for post in ("clerk", "supervisor", "manager"):
        answer = sign_in(getattr(world.other, post)).get(theirs)
        assert answer.status_code == 404, post


@pytest.mark.parametrize("who", ["colleague of the office", "other office"])
def test_anothers_notice_is_neither_seen_nor_marked_as_read(
    world: World, who: str
) -> None:
    house = world.house if who.startswith("colleague") else world.other
    browser = sign_in(house.supervisor)
    clerk = world.house.clerk
    notice = Notice.objects.create(recipient=clerk, kind="INFO", text="只给接待员看")
    assert browser.get(f"/notices/{notice.pk}/").status_code == 404
    assert "只给接待员看" not in browser.get("/notices/").content.decode()
    browser.post("/notices/read/", {"pk": notice.pk})
    browser.post("/notices/read/")
    notice.refresh_from_db()
    assert notice.read_at is None


def stand_in(world: World, first: int, last: int) -> Staff:
    """The colleague is the supervisor's deputy, from and to so many days from today."""
    today = timezone.localdate()
    Appointment.objects.filter(holder=world.house.maintenance).update(
        deputy=world.house.colleague,
        deputy_from=today + timedelta(days=first),
        deputy_to=today + timedelta(days=last),
    )
    return world.house.colleague


@pytest.mark.clause("3.2")
@pytest.mark.parametrize(
    ("first", "last", "may"),
    [(0, 0, True), (-3, 3, True), (-3, -1, False), (1, 3, False)],
)
def test_a_deputy_decides_and_acts_in_his_dates_only(
    world: World, first: int, last: int, may: bool
) -> None:
    browser = sign_in(stand_in(world, first, last))
    assert browser.get("/repairs/board/").status_code == (200 if may else 403)
    opinion = {"opinion": "同意"}
    answer = browser.post(f"/queue/{world.request.pk}/approve/", opinion)
    assert answer.status_code == 302 if may else answer.status_code in (403, 404)
    world.request.refresh_from_db()
    assert world.request.decision == ("APPROVED" if may else "WAITING")


@pytest.mark.clause("3.2")
def test_a_deputy_of_an_ended_post_or_of_who_left_may_nothing(world: World) -> None:
    browser = sign_in(stand_in(world, -1, 1))
    assert browser.get("/repairs/board/").status_code == 200
    held = Appointment.objects.filter(holder=world.house.maintenance)
    held.update(ends_on=timezone.localdate() - timedelta(days=1))
    assert browser.get("/repairs/board/").status_code == 403
    held.update(ends_on=None)
    Staff.objects.filter(pk=world.house.maintenance.pk).update(is_active=False)
    assert browser.get("/repairs/board/").status_code == 403


def exported(who: Staff) -> str:
    """Every cell of the register's Excel file."""
    answer: Any = sign_in(who).get("/repairs/export.xlsx?view=all")
    assert answer.status_code == 200, who.name
    book = load_workbook(io.BytesIO(b"".join(answer.streaming_content)))
    return "|".join(str(cell) for row in book.active.values for cell in row)


@pytest.mark.parametrize(
    ("post", "seen", "hidden"),
    [
        ("REPAIR_DESK", CLEAR, MASKED),
        ("CS_SUPERVISOR", CLEAR, MASKED),
        ("MAINT_SUPERVISOR", CLEAR, MASKED),
        ("OFFICE_MANAGER", CLEAR, MASKED),
        ("AUDITOR", MASKED, CLEAR),
    ],
)
def test_an_excel_file_has_whole_phones_only_for_who_calls(
    world: World, post: str, seen: str, hidden: str
) -> None:
    office = world.house.office
    wide = post == "AUDITOR"
    who = hire(None if wide else office, post, post, company=office.company)
    if wide:
        Staff.objects.filter(pk=who.pk).update(office=office)
    cells = exported(who)
    assert seen in cells
    assert hidden not in cells


@pytest.mark.parametrize(
    "post",
    ["RENOVATION_CLERK", "KEY_KEEPER", "ACTIVITY_STAFF", "STOREKEEPER", "TECHNICIAN"],
)
def test_other_posts_get_no_file_and_see_masked_phones(world: World, post: str) -> None:
    who = hire(world.house.office, f"new {post}", post)
    assert sign_in(who).get("/repairs/export.xlsx?view=all").status_code == 403
    person = Person.objects.get(pk=world.person.pk)
    assert phone_for(who, person) == MASKED
    page = sign_in(who).get(f"/units/{world.unit.code}/").content.decode()
    assert CLEAR not in page
