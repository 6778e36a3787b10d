"""``/shift/`` as people use it: roster, hand-over, two signatures, paper, Excel."""

from __future__ import annotations

from datetime import timedelta
from io import BytesIO

import pytest
from django.test import Client
from django.utils import timezone
from openpyxl import load_workbook

from propertyservice.cases.models import Case
from propertyservice.organisation.models import Staff
from propertyservice.planning import roster
from propertyservice.planning.models import Duty, HandOver
from tests.access.world import World, report
from tests.planning.conftest import DESK
from tests.support.cast import hire
from tests.support.people import sign_in
from tests.support.queries import costs

pytestmark = pytest.mark.clause("3.2", "3.3")


@pytest.fixture
def taker(world: World) -> Staff:
    """The next one at the desk, with a password of his own."""
    person = hire(world.house.office, "接班人", DESK)
    person.set_password("mine-only-2026")
    person.save()
    return person


def read(client: Client, url: str) -> str:
    """A page as text."""
    response = client.get(url)
    assert response.status_code == 200
    return response.content.decode()


def url_of(world: World) -> str:
    """The hand-over of the desk."""
    return f"/shift/handovers/{world.handover.pk}/"


def test_the_receiver_reads_the_list_and_signs_after_logging_in(
    world: World, taker: Staff
) -> None:
    client = sign_in(taker)
    assert url_of(world) in read(client, "/shift/")
    assert url_of(world) in read(client, "/todo/")
    page = read(client, url_of(world))
    assert world.number in page
    assert "楼道灯不亮" in page
    assert 'name="password"' not in page
    client.post(url_of(world), {"remark": "已核对"})
    world.handover.refresh_from_db()
    assert (world.handover.taken_by, world.handover.confirmed) == (taker, "LOGIN")
    assert url_of(world) not in read(client, "/todo/")


def test_the_receiver_signs_on_the_givers_screen_with_his_own_password(
    world: World, taker: Staff
) -> None:
    client = sign_in(world.house.clerk)
    assert 'name="password"' in read(client, url_of(world))
    wrong = {"person": taker.pk, "password": "nope", "remark": "灯已报"}
    refused = client.post(url_of(world), wrong).content.decode()
    assert "接班人" in refused
    assert "灯已报" in refused, "what was typed is kept"
    assert "nope" not in refused
    world.handover.refresh_from_db()
    assert world.handover.taken_by is None
    client.post(url_of(world), {"person": taker.pk, "password": "mine-only-2026"})
    world.handover.refresh_from_db()
    assert (world.handover.taken_by, world.handover.confirmed) == (taker, "PASSWORD")


def test_the_giver_cannot_sign_for_himself(world: World, taker: Staff) -> None:
    clerk = Staff.objects.get(pk=world.house.clerk.pk)
    clerk.set_password("clerk-pass-2026")
    clerk.save()
    client = sign_in(clerk)
    client.post(url_of(world), {"person": clerk.pk, "password": "clerk-pass-2026"})
    world.handover.refresh_from_db()
    assert world.handover.taken_by is None


def test_handing_over_shows_the_list_and_keeps_what_was_found(
    world: World, taker: Staff
) -> None:
    client = sign_in(world.house.clerk)
    page = read(client, f"/shift/give/?post={DESK}")
    assert world.number in page
    client.post(f"/shift/give/?post={DESK}", {"found": "大堂玻璃裂"})
    made = HandOver.objects.latest("pk")
    assert made.given_by == world.house.clerk
    assert made.lines.filter(source="found", text="大堂玻璃裂").exists()


def test_what_blocks_is_named_and_nothing_typed_is_lost(world: World) -> None:
    urgent = report(world.house, priority="EMERGENCY", description="爆管")
    client = sign_in(world.house.clerk)
    before = HandOver.objects.count()
    page = client.post(f"/shift/give/?post={DESK}", {"found": "大堂玻璃裂"})
    text = page.content.decode()
    assert urgent.number in text
    assert "大堂玻璃裂" in text
    assert HandOver.objects.count() == before


def test_who_may_not_read_a_clause_does_not_read_its_lines(world: World) -> None:
    world.house.repairer.refresh_from_db()
    page = read(sign_in(world.house.repairer), url_of(world))
    assert "楼道灯不亮" in page
    assert world.number not in page


def test_a_case_about_somebody_is_hidden_from_him_on_the_list_too(
    world: World, taker: Staff
) -> None:
    Case.objects.filter(number=world.number).update(hidden_from=taker)
    assert world.number not in read(sign_in(taker), url_of(world))
    assert world.number in read(sign_in(world.house.supervisor), url_of(world))


def test_the_supervisor_fills_the_week_and_copies_it(
    world: World, taker: Staff
) -> None:
    client = sign_in(world.house.supervisor)
    monday = roster.week_of(timezone.localdate() + timedelta(days=14))[0]
    shift = roster.shifts_of(world.house.office, monday)[0]
    cell = f"{DESK}-{shift.starts_at:%Y%m%dT%H%M}"
    url = f"/shift/roster/?week={monday}"
    assert f'name="{cell}"' in read(client, url)
    refused = client.post(url, {cell: world.house.repairer.pk}).content.decode()
    assert 'role="alert"' in refused
    client.post(url, {cell: taker.pk})
    assert Duty.objects.get(starts_at=shift.starts_at, post=DESK).person == taker
    following = monday + timedelta(days=7)
    client.post(f"/shift/copy/?week={following}")
    assert Duty.objects.filter(
        person=taker, starts_at=shift.starts_at + timedelta(days=7)
    ).exists()
    assert "接班人" in read(client, f"/shift/?week={following}")


@pytest.mark.parametrize("week", ["x", "9999-12-31", "0001-01-01", "2026-02-30"])
def test_a_week_that_is_none_shows_this_one(world: World, week: str) -> None:
    page = read(sign_in(world.house.supervisor), f"/shift/?week={week}")
    assert f"{roster.week_of(timezone.localdate())[0]}" in page


def test_missed_hand_overs_stand_on_the_page_and_in_the_register(
    world: World, taker: Staff
) -> None:
    client = sign_in(world.house.supervisor)
    assert url_of(world) in read(client, "/shift/handovers/?view=missed")
    sign_in(taker).post(url_of(world))
    assert url_of(world) not in read(client, "/shift/handovers/?view=missed")
    assert url_of(world) in read(client, "/shift/handovers/?view=done")


def test_paper_and_excel_have_both_names(world: World, taker: Staff) -> None:
    sign_in(taker).post(url_of(world))
    client = sign_in(world.house.supervisor)
    paper = read(client, f"{url_of(world)}print/")
    for part in ("clerk", "接班人", world.number, "楼道灯不亮"):
        assert part in paper
    sent = client.get("/shift/handovers/export.xlsx?view=done")
    book = load_workbook(BytesIO(b"".join(sent.streaming_content)))
    cells = [str(cell.value) for row in book.active.iter_rows() for cell in row]
    assert "接班人" in cells


def test_what_the_pages_cost(world: World, taker: Staff) -> None:
    client = sign_in(world.house.supervisor)
    costs("shift", lambda: client.get("/shift/"))
    costs("shift: register", lambda: client.get("/shift/handovers/"))
    costs("shift: one hand-over", lambda: client.get(url_of(world)))
    costs("shift: edit the roster", lambda: client.get("/shift/roster/"))
    desk = sign_in(world.house.clerk)
    costs("shift: hand over", lambda: desk.get(f"/shift/give/?post={DESK}"))
