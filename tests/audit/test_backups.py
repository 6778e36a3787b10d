"""A backup holds everything, and a broken one changes nothing."""

from __future__ import annotations

import tarfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.core.management import CommandError, call_command
from django.db import connection

from propertyservice.audit import backups
from propertyservice.audit.models import Run
from tests.support.databases import as_owner


@pytest.fixture
def owner(committing_db: str) -> Iterator[None]:
    """Work as the role that may dump and migrate, in a database of our own."""
    with as_owner():
        yield


@pytest.fixture
def attachments(tmp_path: Path, settings: Any) -> Path:
    """One attachment in a folder of this test's own."""
    folder = tmp_path / "files"
    (folder / "2026").mkdir(parents=True)
    (folder / "2026" / "leak.jpg").write_bytes(b"photo")
    settings.MEDIA_ROOT = folder
    return folder


@pytest.mark.clause("4.9")
def test_what_was_backed_up_comes_back(
    owner: None, attachments: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    Run.objects.create(job="kept")
    call_command("backup", tmp_path / "office.backup")
    Run.objects.all().delete()
    Run.objects.create(job="later")
    (attachments / "2026" / "leak.jpg").unlink()

    call_command("restore", tmp_path / "office.backup", replace=True)

    assert set(Run.objects.values_list("job", flat=True)) == {"kept", "backup"}
    assert (attachments / "2026" / "leak.jpg").read_bytes() == b"photo"
    assert "office.backup" in capsys.readouterr().out
    assert (tmp_path / "office.backup").stat().st_mode & 0o077 == 0


@pytest.mark.clause("4.9")
def test_after_a_restore_the_application_still_cannot_touch_history(
    owner: None, attachments: Path, tmp_path: Path
) -> None:
    query = """
        SELECT table_name, privilege_type FROM information_schema.role_table_grants
        WHERE grantee = (SELECT %s::text) AND table_schema = 'public' ORDER BY 1, 2
    """
    role = [settings.DATABASE_APP_ROLE]
    with connection.cursor() as cursor:
        cursor.execute(query, role)
        before = cursor.fetchall()
    call_command("backup", tmp_path / "office.backup")

    call_command("restore", tmp_path / "office.backup", replace=True)

    with connection.cursor() as cursor:
        cursor.execute(query, role)
        assert cursor.fetchall() == before
    assert ("audit_accessentry", "UPDATE") not in before


def test_a_broken_backup_changes_nothing(
    owner: None, attachments: Path, tmp_path: Path
) -> None:
    Run.objects.create(job="kept")
    dump = tmp_path / backups.DUMP
    dump.write_bytes(b"PGDMP and then nonsense")
    with tarfile.open(tmp_path / "broken", "w") as archive:
        archive.add(dump, backups.DUMP)

    with pytest.raises(CommandError):
        call_command("restore", tmp_path / "broken", replace=True)

    assert Run.objects.filter(job="kept").exists()


def test_something_else_is_refused_in_words(
    owner: None, attachments: Path, tmp_path: Path
) -> None:
    with tarfile.open(tmp_path / "photos.tar", "w") as archive:
        archive.add(attachments, "photos")

    with pytest.raises(CommandError, match="no backup of this programme|不是本系统"):
        call_command("restore", tmp_path / "photos.tar", replace=True)
