"""Phones in every spelling, appointments and calls at every hour (4.2.2)."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest
from django.utils import timezone

from propertyservice.policy import in_force
from propertyservice.policy.models import CalendarDay
from repairs.models import Repair
from tests.repairs.intake.form import address, refused, said, send
from tests.support.cast import House
from tests.support.people import sign_in

pytestmark = [pytest.mark.django_db, pytest.mark.clause("4.2.2")]


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
