"""Notices in the bell, and what goes outside of the house (4.2.1, DESIGN 2)."""

from __future__ import annotations

import json
import threading
from collections.abc import Iterator
from datetime import date
from http.server import BaseHTTPRequestHandler, HTTPServer
from typing import Any

import pytest

from propertyservice.approvals.models import Request
from propertyservice.approvals.requests import decide
from propertyservice.workflow import channels
from propertyservice.workflow.models import Notice, NoticeKind
from propertyservice.workflow.notices import mark_read, tell, unread
from repairs import tasks
from repairs import transitions as do
from tests.repairs.test_life import call
from tests.support.cast import House

pytestmark = pytest.mark.django_db


class Robot:
    """A group robot of our own: keeps what it is sent, and can refuse."""

    def __init__(self) -> None:
        self.posts: list[dict[str, Any]] = []
        self.refuses = False
        robot = self

        class Answer(BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                body = self.rfile.read(int(self.headers["Content-Length"]))
                if not robot.refuses:
                    robot.posts.append(json.loads(body))
                self.send_response(500 if robot.refuses else 200)
                self.end_headers()

            def log_message(self, *args: Any) -> None:
                """Keep quiet."""

        self.server = HTTPServer(("127.0.0.1", 0), Answer)
        self.address = f"json://127.0.0.1:{self.server.server_port}/"
        threading.Thread(target=self.server.serve_forever, daemon=True).start()


@pytest.fixture
def robot() -> Iterator[Robot]:
    """A robot that listens."""
    made = Robot()
    yield made
    made.server.shutdown()
    made.server.server_close()


@pytest.mark.clause("4.2.2")
def test_the_repairer_is_told_of_his_task(house: House) -> None:
    repair = call(house)
    do.dispatch(repair, by=house.clerk, technician=house.repairer)
    notice = unread(house.repairer).get()
    assert notice.kind == NoticeKind.HANDED
    assert notice.lines.get().case_id == repair.pk
    assert mark_read(house.clerk, [notice.pk]) == 0
    assert mark_read(house.repairer) == 1
    assert not unread(house.repairer).exists()


@pytest.mark.clause("4.2.1")
def test_maintenance_is_told_of_a_new_repair_once(house: House) -> None:
    repair = call(house)
    tasks.tell_maintenance(repair.pk)
    tasks.tell_maintenance(repair.pk)
    assert unread(house.maintenance).get().lines.get().case_id == repair.pk
    assert not unread(house.manager).exists()


def test_whoever_asked_is_told_of_the_decision(house: House) -> None:
    repair = call(house)
    do.dispatch(repair, by=house.clerk, technician=house.repairer)
    do.accept(repair, by=house.repairer)
    do.ask_suspension(
        repair,
        by=house.repairer,
        reason="待料",
        reason_code="WAIT_MATERIAL",
        next_action_on=date(2030, 1, 1),
    )
    request = Request.objects.get()
    decide(request, by=house.maintenance, approve=False, opinion="库房有货")
    notice = unread(house.repairer).get(kind=NoticeKind.DECIDED)
    assert "库房有货" in notice.text


def test_a_person_named_twice_is_told_once(house: House) -> None:
    repair = call(house)
    tell([house.clerk, house.clerk], NoticeKind.INFO, repair.register)
    assert unread(house.clerk).count() == 1


def test_nothing_goes_outside_until_it_is_configured(house: House) -> None:
    repair = call(house)
    tell([house.clerk], NoticeKind.INFO, repair.register)
    assert channels.deliver() == 0
    assert Notice.objects.get().sent_at is None


def test_mail_and_robots_are_told_once_without_personal_data(
    house: House, robot: Robot, settings: Any
) -> None:
    settings.NOTICE_CHANNELS = [robot.address]
    repair = call(house)
    tell([house.clerk, house.supervisor], NoticeKind.INFO, repair.register)
    assert channels.deliver() == 1
    assert channels.deliver() == 0
    (post,) = robot.posts
    assert post["message"] == f"{repair.number} {repair.description}"
    for secret in (repair.phone, repair.resident_name, repair.location):
        assert secret not in json.dumps(post, ensure_ascii=False)

    settings.NOTICE_CHANNELS, settings.NOTICE_MAIL = [], robot.address + "mail"
    house.clerk.email = "clerk@example.org"
    house.clerk.save()
    assert channels.deliver() == 1
    assert channels.deliver() == 0
    assert f"/repairs/{repair.number}/" in robot.posts[-1]["message"]


def test_what_could_not_go_is_tried_again_and_then_given_up(
    house: House, robot: Robot, settings: Any
) -> None:
    settings.NOTICE_CHANNELS = [robot.address]
    repair = call(house)
    tell([house.clerk], NoticeKind.INFO, repair.register)
    robot.refuses = True
    assert channels.deliver() == 0
    assert Notice.objects.get().posted_at is None
    robot.refuses = False
    assert channels.deliver() == 1
    Notice.objects.update(posted_at=None, attempts=channels.MOST_ATTEMPTS)
    assert channels.deliver() == 0
