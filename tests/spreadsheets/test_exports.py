"""Registers leave as Excel: at once or by a job, always on record (4.9)."""

from __future__ import annotations

import io
import uuid

import pytest
from django.http import QueryDict
from django.test import RequestFactory
from openpyxl import load_workbook

from propertyservice.audit.models import AccessEntry, Act
from propertyservice.files.models import Attachment
from propertyservice.organisation.models import Staff
from propertyservice.organisation.scope import scope
from propertyservice.policy import definitions
from propertyservice.spreadsheets import exports, signals, tasks, views
from propertyservice.spreadsheets.columns import Column, Kind
from propertyservice.spreadsheets.exports import DIRECT_ROWS, Export
from propertyservice.workflow.models import Notice
from tests.support.people import hire, make_office, sign_in

pytestmark = pytest.mark.django_db
NAME = "6a0e2d3c-58f5-4a44-9a53-6d1d7f4f9c01"


def colleagues(user: Staff, params: QueryDict):
    return Staff.objects.filter(office__in=user.office_ids).order_by("pk")


@pytest.fixture
def export(monkeypatch):
    monkeypatch.setattr(exports, "_exports", {})
    made = Export(
        key="test.staff",
        title="员工",
        permission="organisation.view_posts",
        columns=[
            Column("姓名", lambda row: row.name),
            Column("n", len_of, Kind.NUMBER),
        ],
        rows=colleagues,
    )
    exports.register(made)
    return made


def len_of(row: Staff) -> int:
    return row.length  # what ``prepare`` loads


@pytest.fixture
def supervisor():
    return hire(make_office(), "CS_SUPERVISOR", name="=王蔚")


def ask(export: Export, user: Staff):
    request = RequestFactory().get("/staff/export.xlsx?view=all&purpose=月报")
    request.user = user
    request.session, request._messages = {}, Messages()  # type: ignore[attr-defined]
    with scope(user):
        return views.respond(request, export)  # type: ignore[arg-type]


class Messages(list):
    def add(self, level, message, extra_tags):
        self.append(message)


def prepared(export: Export) -> Export:
    def prepare(rows, user):
        for row in rows:
            row.length = len(row.name)

    made = Export(**{**vars(export), "prepare": prepare})
    exports._exports[made.key] = made
    return made


def test_the_file_is_whole_before_it_is_sent_and_on_record(
    export, supervisor, django_assert_num_queries
):
    answer = ask(prepared(export), supervisor)
    with django_assert_num_queries(0):
        content = b"".join(answer.streaming_content)
    sheet = load_workbook(io.BytesIO(content)).worksheets[0]
    assert [cell.value for cell in sheet[2]] == ["=王蔚", 3]
    assert sheet["A2"].data_type == "s"
    entry = AccessEntry.objects.get()
    assert (entry.act, entry.rows, entry.by) == (Act.EXPORT, 1, supervisor)
    assert (entry.purpose, entry.office) == ("月报", supervisor.office)


def test_a_long_export_is_left_to_a_worker_and_kept_once(
    export,
    supervisor,
    monkeypatch,
    settings,
    tmp_path,
    django_capture_on_commit_callbacks,
):
    settings.MEDIA_ROOT = tmp_path
    asked, told = [], []
    short = definitions.RuleDef(**{**vars(definitions.get(DIRECT_ROWS)), "default": 0})
    monkeypatch.setitem(definitions._rules, DIRECT_ROWS, short)
    monkeypatch.setattr(tasks.write_export, "delay", lambda *args: asked.append(args))
    export = prepared(export)

    with django_capture_on_commit_callbacks(execute=True):
        answer = ask(export, supervisor)
    key, user_id, query, name, language = asked[0]
    assert answer["Location"] == f"/exports/{name}/"
    page = sign_in(supervisor).get(answer["Location"]).content.decode()
    assert 'href="/staff/?view=all' in page
    assert "<progress" in page

    signals.export_written.connect(
        lambda attachment, by, **facts: told.append((attachment.name, by)),
        weak=False,
        dispatch_uid="test",
    )
    try:
        written = [
            tasks.write_export(key, user_id, query, name, language) for _ in range(2)
        ]
    finally:
        signals.export_written.disconnect(dispatch_uid="test")
    assert written == [1, 0]
    assert len(told) == 1
    assert told[0][0].startswith("员工 ")
    ready = sign_in(supervisor).get(answer["Location"])
    assert 'href="/files/' in ready.content.decode()
    assert "<progress" not in ready.content.decode()
    stranger = hire(supervisor.office, username="stranger")
    assert sign_in(stranger).get(answer["Location"]).status_code == 404
    notice = Notice.objects.get(recipient=supervisor)
    assert "员工" in notice.text
    with scope(supervisor):
        assert notice.path == Attachment.objects.get().get_absolute_url()
    page = sign_in(supervisor).get("/notices/").content.decode()
    assert f'href="{notice.path}"' in page
    assert sign_in(supervisor).get(notice.path).status_code == 200
    with scope(supervisor):
        assert Attachment.objects.visible_to(supervisor).get().uuid == uuid.UUID(name)


def test_who_lost_the_right_gets_no_file(export, supervisor):
    person = hire(supervisor.office)
    assert tasks.write_export(export.key, person.pk, "", NAME, "zh-hans") == 0
    assert not AccessEntry.objects.exists()
