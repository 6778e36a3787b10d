"""Statistics, notices, health, account."""

from __future__ import annotations

from io import BytesIO

import pytest
from django.core.cache import cache
from django.db import DatabaseError
from django.test import Client
from django.utils import timezone
from openpyxl import load_workbook

from propertyservice.celery import HEARTBEAT
from propertyservice.organisation.scope import scope
from propertyservice.policy.models import CalendarYear
from propertyservice.workbench import vitals
from propertyservice.workflow.models import Notice, NoticeLine
from tests.access.world import World
from tests.workbench.conftest import Browse


@pytest.fixture
def beating() -> None:
    """Beat and worker have just passed a job on."""
    cache.set(HEARTBEAT, timezone.now().timestamp())


@pytest.mark.clause("4.2.1")
def test_a_report_has_its_table_beside_its_chart(world: World, browse: Browse) -> None:
    page = browse(world.house.manager).get("/reports/repairs/").content.decode()
    assert 'role="img"' in page
    assert f"{timezone.localdate():%Y-%m}" in page
    assert "/repairs/?" in page


def test_a_report_leaves_as_excel(world: World, browse: Browse) -> None:
    answer = browse(world.house.manager).get("/reports/repairs/export.xlsx")
    sheet = load_workbook(BytesIO(answer.getvalue())).active
    assert sheet is not None
    assert sheet.max_row == 13
    assert sheet["A2"].value == f"{timezone.localdate():%Y-%m}"


@pytest.mark.parametrize(
    "query", ["?month=9999-99", "?month=x", "?office=0", "?office=x"]
)
def test_absurd_periods_show_this_month(
    query: str, world: World, browse: Browse
) -> None:
    page = browse(world.house.manager).get(f"/reports/repairs/{query}")
    assert page.status_code == 200


def test_an_unknown_report_is_not_found(world: World, browse: Browse) -> None:
    assert browse(world.house.manager).get("/reports/nothing/").status_code == 404


def test_a_notice_lists_its_cases_and_is_read(world: World, browse: Browse) -> None:
    NoticeLine.objects.create(notice=world.notice, case=world.repair.register)
    client = browse(world.house.clerk)
    page = client.get("/notices/").content.decode()
    assert world.repair.register.title in page
    client.post("/notices/read/", {"pk": world.notice.pk})
    assert Notice.objects.get(pk=world.notice.pk).read_at is not None


def test_nobody_reads_a_strangers_notices(world: World, browse: Browse) -> None:
    client = browse(world.house.supervisor)
    client.post("/notices/read/", {"pk": world.notice.pk})
    assert Notice.objects.get(pk=world.notice.pk).read_at is None


def test_health_is_open_and_says_one_word(world: World, beating: None) -> None:
    answer = Client().get("/healthz")
    assert answer.status_code == 200
    assert set(answer.json()) == {"status"}


def test_health_shows_its_details_to_staff(
    world: World, beating: None, browse: Browse
) -> None:
    body = browse(world.house.clerk).get("/healthz").json()
    assert all(body["parts"].values())
    assert body["warnings"]["backup"] == "none yet"


def test_a_missing_calendar_is_a_warning_not_a_fault(
    world: World, beating: None
) -> None:
    report = vitals.look()
    assert report.alive
    with scope(offices=[]):
        loaded = set(CalendarYear.objects.values_list("year", flat=True))
    ahead = (timezone.localdate() + vitals.LOOK_AHEAD).year
    missing = report.warnings.get("calendar_years_missing", [])
    assert missing == sorted({timezone.localdate().year, ahead} - loaded)


def test_a_stopped_beat_is_a_fault(world: World) -> None:
    cache.set(HEARTBEAT, timezone.now().timestamp() - 2 * vitals.FRESH)
    answer = Client().get("/healthz")
    assert answer.status_code == 503
    assert answer.json() == {"status": "down"}


def test_a_dead_database_is_a_fault_without_warnings(
    monkeypatch: pytest.MonkeyPatch, world: World, beating: None
) -> None:
    def down() -> None:
        raise DatabaseError("gone")

    monkeypatch.setattr(vitals, "_database", down)
    report = vitals.look()
    assert not report.alive
    assert report.warnings == {}


def test_the_account_names_posts_and_who_appointed(
    world: World, browse: Browse
) -> None:
    page = browse(world.house.clerk).get("/account/").content.decode()
    assert world.house.office.name in page
    assert "/password/" in page
