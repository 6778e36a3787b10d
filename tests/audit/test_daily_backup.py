"""The backup of every day: once, kept for a while, seen when it fails (4.9)."""

from __future__ import annotations

import tarfile
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.db import connection
from django.utils import timezone
from psycopg.conninfo import conninfo_to_dict

from propertyservice.audit import backups
from propertyservice.audit.models import Run
from propertyservice.audit.tasks import NAME, backup_of_the_day
from propertyservice.celery import app
from propertyservice.workbench import vitals
from tests.workflow.test_concurrency import at_once

pytestmark = pytest.mark.clause("4.9")


@pytest.fixture
def folder(committing_db: str, tmp_path: Path, settings: Any) -> Path:
    """A folder for backups, and a role that may read everything."""
    reader = conninfo_to_dict(settings.DATABASE_OWNER_URL)
    settings.BACKUP_DATABASE = {
        **connection.settings_dict,
        "USER": reader.get("user", ""),
        "PASSWORD": reader.get("password", ""),
    }
    settings.BACKUP_FOLDER = str(tmp_path / "backups")
    settings.BACKUP_KEEP_DAYS = 3
    settings.MEDIA_ROOT = tmp_path / "files"
    (tmp_path / "backups").mkdir()
    return tmp_path / "backups"


def test_a_day_has_one_backup_however_often_the_job_runs(folder: Path) -> None:
    assert [backup_of_the_day() for _hour in range(3)] == [True, False, False]
    (file,) = folder.iterdir()
    assert file.name == NAME.format(timezone.localdate())
    with tarfile.open(file) as archive:
        assert backups.DUMP in archive.getnames()
    run = Run.objects.get(job=backups.JOB)
    assert run.counts["bytes"] == file.stat().st_size
    report = vitals.Report()
    vitals._backup(report, timezone.now())
    assert "backup" not in report.warnings
    assert report.details["last_backup"]


def test_two_workers_at_once_write_one(folder: Path) -> None:
    assert sorted(at_once(2, lambda _number: backup_of_the_day())) == [False, True]
    assert Run.objects.filter(job=backups.JOB).count() == 1


def test_old_daily_backups_go_and_other_files_stay(folder: Path) -> None:
    today = timezone.localdate()
    ages = {days: folder / NAME.format(today - timedelta(days=days)) for days in (2, 3)}
    by_hand = folder / "before-the-move.backup"
    for file in (*ages.values(), by_hand):
        file.write_bytes(b"x")
    backup_of_the_day()
    assert by_hand.exists()
    assert ages[2].exists()
    assert not ages[3].exists()


def test_a_failure_is_on_record_seen_and_tried_again(
    folder: Path, settings: Any
) -> None:
    good = settings.BACKUP_DATABASE
    settings.BACKUP_DATABASE = {**good, "NAME": "there_is_no_such_database"}
    with pytest.raises(backups.BackupFailed):
        backup_of_the_day()
    assert not list(folder.glob("*.backup"))
    report = vitals.Report()
    vitals._warn(report)
    assert report.warnings["backup"] == "none yet"
    assert "backup" in report.warnings["failed_jobs"]
    settings.BACKUP_DATABASE = good
    assert backup_of_the_day()


@pytest.mark.django_db
def test_it_is_off_until_a_folder_is_named(settings: Any) -> None:
    settings.BACKUP_FOLDER = ""
    assert not backup_of_the_day()
    assert not Run.objects.exists()
    assert "audit.backup" in app.tasks
