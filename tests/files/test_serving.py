"""Files are kept whole and leave only after a permission check (4.9)."""

from __future__ import annotations

import os
import time
import uuid

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from propertyservice.audit.models import AccessEntry
from propertyservice.files import storage
from propertyservice.files.checking import Checked, check
from propertyservice.files.models import Attachment
from propertyservice.organisation.scope import scope
from tests.files.test_checking import picture
from tests.support.people import hire, make_office, sign_in

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def own_store(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path


@pytest.fixture
def office():
    return make_office()


@pytest.fixture
def clerk(office):
    return hire(office, "CS_SUPERVISOR")


@pytest.fixture
def keep(office, clerk, in_scope):
    def do(content: bytes, name: str = "漏水.jpg") -> Attachment:
        checked = check(SimpleUploadedFile(name, content))
        return storage.keep(checked, office=office, by=clerk, kind="PHOTO")

    return do


@pytest.fixture
def in_scope(clerk, office):
    """The rows of the office exist while a test prepares them."""
    with scope(clerk, offices=[office.pk]):
        yield


def test_a_photo_opens_in_the_browser_and_runs_nothing(keep, clerk):
    photo = keep(picture())
    answer = sign_in(clerk).get(photo.get_absolute_url())
    assert b"".join(answer.streaming_content) == picture()
    assert answer["Content-Type"] == "image/jpeg"
    assert answer["Content-Disposition"].startswith("inline")
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert "sandbox" in answer["Content-Security-Policy"]
    assert not AccessEntry.objects.exists()
    small = sign_in(clerk).get(photo.thumbnail_url)
    assert small["Content-Type"] == "image/jpeg"


def test_a_paper_is_a_download_and_its_reading_is_logged(keep, clerk):
    paper = keep(b"%PDF-1.7\n%%EOF", "合同.pdf")
    answer = sign_in(clerk).get(paper.get_absolute_url())
    assert answer["Content-Disposition"].startswith("attachment")
    assert AccessEntry.objects.get().detail == "合同.pdf"
    assert sign_in(clerk).get(f"{paper.get_absolute_url()}small/").status_code == 404


def test_to_others_the_file_does_not_exist(keep, office):
    photo = keep(picture())
    for stranger in (hire(office), hire(make_office("YH"), "CS_SUPERVISOR")):
        for page in (photo.get_absolute_url(), photo.thumbnail_url):
            assert sign_in(stranger).get(page).status_code == 404
    assert sign_in(hire(office)).get(f"/files/{uuid.uuid4()}/").status_code == 404


def test_a_broken_write_leaves_nothing(office, clerk, in_scope, tmp_path, monkeypatch):
    def fail(handle: int) -> None:
        raise OSError("disk full")

    monkeypatch.setattr(os, "fsync", fail)
    with pytest.raises(OSError, match="disk full"):
        storage.keep(
            Checked("a.jpg", "image/jpeg", b"x"), office=office, by=clerk, kind="PHOTO"
        )
    assert [path for path in tmp_path.rglob("*") if path.is_file()] == []
    assert not Attachment.objects.exists()


def test_the_sweep_removes_what_belongs_to_no_row_a_day_later(keep, tmp_path):
    photo = keep(picture())
    storage.write("aa/bb/old", b"x")
    storage.write("aa/bb/new", b"x")
    two_days_ago = time.time() - 2 * 24 * 3600
    os.utime(tmp_path / "aa/bb/old", (two_days_ago, two_days_ago))
    for ending in ("", storage.SMALL):
        os.utime(storage.place(photo.path + ending), (two_days_ago, two_days_ago))

    run = storage.sweep()

    assert run.counts == {"known": 1, "removed": 1, "missing": 0}
    assert (tmp_path / "aa/bb/new").exists()
    assert storage.place(photo.path + storage.SMALL).exists()
    storage.remove(photo.path)
    assert storage.sweep().findings == [f"missing: {photo.path}"]
