"""Taking a repair at the desk: what is known is filled in, nothing is lost (4.2.2)."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from propertyservice.policy import in_force
from propertyservice.policy.models import CalendarDay
from repairs import transitions as do
from repairs.models import IncidentReport, Repair
from tests.repairs.test_life import call
from tests.support.cast import House
from tests.support.homes import live_in
from tests.support.people import sign_in
from tests.support.queries import check, statements

pytestmark = [pytest.mark.django_db, pytest.mark.clause("4.2.2")]


def address(house: House) -> str:
    """The form for 3-1-502."""
    return f"/repairs/new/?unit={house.unit.code}"


def said(**more: Any) -> dict[str, Any]:
    """What a caller who is not on record says."""
    return {
        "description": "厨房水管漏水",
        "trade": "WATER",
        "priority": "NORMAL",
        "who": "other",
        "resident_name": "陈雨桐",
        "relation": "OWNER",
        "phone": "13800002207",
        "when": "NOW",
        "channel": "PHONE",
        "charge_type": "FREE",
        "register": "1",
        "once_key": str(uuid4()),
        **more,
    }


def send(house: House, **more: Any) -> Any:
    """Press 'register only' as the clerk."""
    return sign_in(house.clerk).post(address(house), said(**more))


def refused(answer: Any, field: str) -> str:
    """The sentence at a field of a form that came back."""
    assert answer.status_code == 200
    assert Repair.objects.count() == 0
    return " ".join(answer.context["form"].errors[field])


def test_the_household_is_filled_in(house: House) -> None:
    live_in(house.unit, "陈雨桐", phone="13800002207")
    live_in(house.unit, "陈德厚", "FAMILY")

    page = sign_in(house.clerk).get(address(house))
    form = page.context["form"]

    assert [words for _, words in form.fields["who"].choices][:2] == [
        "陈雨桐（业主）",
        "陈德厚（家属）",
    ] or len(form.fields["who"].choices) == 3
    assert form["phone"].value() == "13800002207"
    assert 'data-phone="13800002207"' in page.content.decode()


def test_a_known_resident_needs_no_typing(house: House) -> None:
    tie = live_in(house.unit, "陈雨桐", phone="13800002207")

    answer = send(house, who=str(tie.person_id), resident_name="", phone="")

    repair = Repair.objects.get()
    assert answer.headers["Location"] == f"/repairs/{repair.number}/"
    assert repair.resident_name == "陈雨桐"
    assert repair.phone == "13800002207"
    assert repair.register.person == tie.person


@pytest.mark.edge(1)
def test_a_tenant_or_housekeeper_is_taken_with_the_relation(house: House) -> None:
    send(house, resident_name="王阿姨", relation="AGENT")

    assert Repair.objects.get().relation == "AGENT"


def test_register_and_dispatch_in_one_press(house: House) -> None:
    data = said(technician=house.repairer.pk, dispatch="1")
    sign_in(house.clerk).post(address(house), data)

    repair = Repair.objects.get()
    assert repair.status == "DISPATCHED"
    assert repair.technician == house.repairer


def test_dispatching_asks_for_a_repairer(house: House) -> None:
    answer = send(house, dispatch="1")

    assert refused(answer, "technician")
    assert "厨房水管漏水" in answer.content.decode()


def test_a_common_place_needs_no_phone(house: House) -> None:
    data = said(phone="", who="", channel="PATROL", charge_type="COMMON")
    sign_in(house.clerk).post(f"/repairs/new/?place={house.lobby.pk}", data)

    repair = Repair.objects.get()
    assert repair.place == house.lobby
    assert repair.location == "大堂"


def test_a_room_typed_in_full_opens_its_form(house: House) -> None:
    client = sign_in(house.clerk)

    answer = client.get("/repairs/new/?unit=3-1-502")
    assert answer.status_code == 302
    assert answer.headers["Location"] == f"/repairs/new/?unit={house.unit.code}"

    nothing = client.get("/repairs/new/?unit=没有这户")
    assert nothing.status_code == 200
    assert "没有这户" in nothing.content.decode()


@pytest.mark.parametrize(
    ("phone", "kept"),
    [
        ("138 0000 2207", "13800002207"),
        ("１３８００００２２０７", "13800002207"),
        ("+86 13800002207", "13800002207"),
        ("0571-88001234", "0571-88001234"),
        ("(0571) 8800 1234", "057188001234"),
    ],
)
def test_phones_in_every_spelling_are_kept_plain(
    house: House, phone: str, kept: str
) -> None:
    send(house, phone=phone)

    assert Repair.objects.get().phone == kept


@pytest.mark.parametrize("phone", ["1380000220", "138000022071", "abc", "12", "1390x"])
def test_what_is_no_phone_gets_a_sentence(house: House, phone: str) -> None:
    answer = send(house, phone=phone)

    assert refused(answer, "phone")
    assert phone in answer.content.decode()


def test_a_household_without_any_phone_is_asked_for_one(house: House) -> None:
    assert refused(send(house, phone=""), "phone")


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("appointment_at", "2019-01-01T08:00"),
        ("appointment_at", "9999-12-31T08:00"),
        ("appointment_at", "0001-01-01T00:00"),
        ("appointment_at", "next week"),
        ("appointment_at", ""),
    ],
)
def test_absurd_appointments_are_refused(house: House, field: str, value: str) -> None:
    assert refused(send(house, when="LATER", **{field: value}), field)


@pytest.mark.parametrize(
    "value", ["1970-01-01T00:00", "9999-12-31T23:59", "2999-01-01T00:00", "gestern"]
)
def test_absurd_times_of_the_call_are_refused(house: House, value: str) -> None:
    assert refused(send(house, reported_at=value), "reported_at")


def test_the_date_of_an_appointment_not_chosen_is_forgotten(house: House) -> None:
    send(house, when="NOW", appointment_at="nonsense")

    assert Repair.objects.get().appointment_at is None


@pytest.mark.edge(15)
def test_a_holiday_is_told_to_the_caller_before_confirming(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    at = timezone.localtime() + timedelta(days=3)
    CalendarDay.objects.update_or_create(
        date=at.date(),
        defaults={"kind": "HOLIDAY", "name": "春节", "year_id": at.year},
    )
    monkeypatch.setattr(in_force, "_shelf", None)
    asked = {"when": "LATER", "appointment_at": f"{at:%Y-%m-%dT10:00}"}

    answer = send(house, **asked)
    assert "春节" in refused(answer, "holiday_told")
    assert "春节" in answer.content.decode()

    send(house, **asked, holiday_told="on")
    assert Repair.objects.get().appointment_at is not None


@pytest.mark.edge(15)
def test_an_emergency_on_a_holiday_is_served_as_usual(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    at = timezone.localtime() + timedelta(days=3)
    CalendarDay.objects.update_or_create(
        date=at.date(),
        defaults={"kind": "HOLIDAY", "name": "春节", "year_id": at.year},
    )
    monkeypatch.setattr(in_force, "_shelf", None)
    when = f"{at:%Y-%m-%dT10:00}"

    send(house, when="LATER", appointment_at=when, priority="EMERGENCY")

    assert Repair.objects.count() == 1


@pytest.mark.edge(16)
def test_a_repeat_is_seen_and_counted(house: House) -> None:
    before = finished(house)
    page = sign_in(house.clerk).get(address(house))
    assert before.number in page.content.decode()

    data = said(technician=house.repairer.pk, dispatch="1")
    answer = sign_in(house.clerk).post(address(house), data)
    assert answer.status_code == 200
    assert answer.context["form"].errors["technician"]

    send(house)
    assert Repair.objects.latest("pk").repeats == before


def finished(house: House) -> Repair:
    """A leak that was mended today by the repairer."""
    repair = call(house)
    do.dispatch(repair, by=house.clerk, technician=house.repairer)
    do.accept(repair, by=house.repairer)
    do.arrive(repair, by=house.repairer)
    do.start(repair, by=house.repairer, cause="接口老化")
    do.finish(
        repair,
        by=house.repairer,
        result="REPAIRED",
        work_done="换角阀",
        resident_sign="陈雨桐",
    )
    return repair


@pytest.mark.edge(14)
def test_an_incident_of_the_building_is_shown_and_counts_the_call(
    house: House,
) -> None:
    incident = call(house, unit=house.upstairs, description="整栋停电", trade="POWER")
    do.declare_incident(incident, by=house.clerk, reason="多户来电")
    client = sign_in(house.clerk)

    page = client.get(address(house)).content.decode()
    link = f"/repairs/{incident.number}/count_report/?unit={house.unit.code}"
    assert link in page

    form = client.get(link)
    assert form.context["form"]["unit"].value() == "3-1-502"
    data = {"unit": "3-1-502", "resident_name": "陈雨桐", "phone": "13800002207"}
    client.post(link, data)
    assert IncidentReport.objects.get().unit == house.unit
    assert Repair.objects.count() == 1


@pytest.mark.edge(17)
def test_a_call_of_last_night_counts_from_the_call(house: House) -> None:
    at = timezone.localtime() - timedelta(hours=3)

    send(house, reported_at=f"{at:%Y-%m-%dT%H:%M}")

    reported: datetime = Repair.objects.get().reported_at
    assert abs((reported - at).total_seconds()) < 60


@pytest.mark.edge(17)
def test_a_call_of_days_ago_needs_the_supervisor(house: House) -> None:
    at = timezone.localtime() - timedelta(days=3)
    when = f"{at:%Y-%m-%dT%H:%M}"

    assert refused(send(house, reported_at=when), "reported_at")

    sign_in(house.supervisor).post(address(house), said(reported_at=when))
    assert Repair.objects.count() == 1


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

    assert answer.status_code == 400
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


def test_taking_a_repair_costs_what_is_committed(house: House) -> None:
    tie = live_in(house.unit, "陈雨桐", phone="13800002207")
    client = sign_in(house.clerk)
    client.get("/repairs/")
    for _ in range(2):
        data = said(who=str(tie.person_id))
        with statements() as captured:
            answer = client.post(address(house), data)
        assert answer.status_code == 302
    check("repairs:new POST", captured)


def test_the_form_costs_what_is_committed(house: House) -> None:
    live_in(house.unit, "陈雨桐", phone="13800002207")
    call(house)
    client = sign_in(house.clerk)
    client.get(address(house))
    with statements() as captured:
        client.get(address(house))
    check("repairs:new", captured)
