"""What the gallery shows of a file that has no small picture (4.2.2)."""

from __future__ import annotations

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from tests.repairs.test_life import call
from tests.support.cast import House
from tests.support.people import sign_in

HEIC = b"\x00\x00\x00\x18ftypheic" + bytes(40)


@pytest.mark.django_db
@pytest.mark.clause("4.2.2")
def test_a_photo_of_a_telephone_is_kept_and_can_be_fetched(house: House) -> None:
    repair = call(house)
    client = sign_in(house.clerk)
    photo = SimpleUploadedFile("IMG_0001.HEIC", HEIC, "image/heic")
    client.post(f"/repairs/{repair.number}/photos/", {"photos": photo})

    kept = repair.register.files.get()
    page = client.get(repair.get_absolute_url()).content.decode()
    assert f'<a href="{kept.get_absolute_url()}" class="unseen">' in page
    assert "IMG_0001.HEIC" in page
    assert "没有预览，点开或下载" in page
    answer = client.get(kept.get_absolute_url())
    assert b"".join(answer) == HEIC
