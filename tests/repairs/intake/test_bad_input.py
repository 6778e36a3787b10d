"""What is pressed twice, forged, foreign or enormous ends in a sentence (4.2.2)."""

from __future__ import annotations

from uuid import uuid4

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from repairs.models import Repair
from tests.repairs.intake.form import address, refused, said, send
from tests.support.cast import House
from tests.support.people import sign_in

pytestmark = [pytest.mark.django_db, pytest.mark.clause("4.2.2")]


def test_a_second_press_leads_to_what_the_first_made(house: House) -> None:
    key = str(uuid4())

    first = send(house, once_key=key)
    second = send(house, once_key=key)

    assert Repair.objects.count() == 1
    assert second.status_code == 302
    assert second.headers["Location"] == first.headers["Location"]


def test_a_script_is_only_text(house: House) -> None:
    answer = send(house, description="<script>alert(1)</script>")

    page = sign_in(house.clerk).get(answer.headers["Location"]).content.decode()
    assert "<script>alert(1)" not in page
    assert "&lt;script&gt;alert(1)" in page


def test_control_characters_go_and_lines_stay(house: House) -> None:
    send(house, description="漏水\x00\x08，\r\n很急\u202e")

    assert Repair.objects.get().description == "漏水，\n很急"


def test_a_text_of_a_million_letters_gets_a_sentence(house: House) -> None:
    assert refused(send(house, description="水" * 400_000), "description")


def test_ten_megabytes_are_turned_away_and_nothing_is_written(house: House) -> None:
    answer = send(house, description="w" * 10_000_000)

    assert answer.status_code == 413
    assert Repair.objects.count() == 0


def test_a_programme_that_calls_itself_a_photo_is_refused(house: House) -> None:
    wrong = SimpleUploadedFile("leak.jpg", b"MZ\x90\x00" + b"0" * 400, "image/jpeg")

    answer = send(house, photos=wrong)

    assert "leak.jpg" in refused(answer, "photos")
    assert "厨房水管漏水" in answer.content.decode()


def test_another_offices_room_and_place_do_not_exist(
    house: House, other: House
) -> None:
    client = sign_in(house.clerk)
    for query in (f"unit={other.unit.code}", f"place={other.lobby.pk}"):
        assert client.get(f"/repairs/new/?{query}").status_code == 404
        assert client.post(f"/repairs/new/?{query}", said()).status_code == 404
    assert Repair.objects.count() == 0


def test_a_session_that_ended_leads_to_the_login_and_back(house: House) -> None:
    client = sign_in(house.clerk)
    client.get(address(house))
    client.session.flush()

    answer = client.post(address(house), said())

    assert answer.status_code == 302
    assert answer.headers["Location"].startswith("/login/?next=/repairs/new/")
    assert Repair.objects.count() == 0


@pytest.mark.parametrize(
    "nonsense",
    [
        {"trade": "MAGIC"},
        {"priority": ""},
        {"who": "999999"},
        {"channel": "PIGEON"},
        {"charge_type": "COMMON"},
        {"once_key": "no key"},
        {"when": "MAYBE"},
        {"technician": "x", "dispatch": "1"},
    ],
)
def test_a_form_made_by_hand_is_refused_in_words(
    house: House, nonsense: dict[str, str]
) -> None:
    answer = send(house, **nonsense)

    assert answer.status_code == 200
    assert Repair.objects.count() == 0
