"""Phones are corrected by who may, kept plain, and leave no digits behind."""

from __future__ import annotations

import pytest
from django.core.exceptions import ValidationError
from django.db import connection

from propertyservice.estate import signals
from propertyservice.estate.upkeep import (
    correct_phone,
)
from propertyservice.organisation.models import Office, Staff
from tests.estate.conftest import person
from tests.estate.upkeep.hearing import Heard

pytestmark = pytest.mark.clause("4.2.1", "4.9")


def test_a_corrected_phone_replaces_the_old_one(
    office: Office, supervisor: Staff
) -> None:
    who = person(office, "李芳", "13800000001", "13800000002")
    with Heard(signals.phone_corrected) as heard:
        correct_phone(who, by=supervisor, phone="１３８ 0000-2207")
    rows = list(who.contacts.values_list("phone", "is_primary"))
    assert rows == [("13800002207", True), ("13800000002", False)]
    assert heard.calls[0]["person"] == who
    assert heard.calls[0]["by"] == supervisor


def test_the_old_phone_may_stay_and_a_known_one_become_first(
    office: Office, supervisor: Staff
) -> None:
    who = person(office, "李芳", "13800000001")
    correct_phone(who, by=supervisor, phone="13800000002", keep_old=True)
    assert set(who.contacts.values_list("phone", "is_primary")) == {
        ("13800000002", True),
        ("13800000001", False),
    }
    correct_phone(who, by=supervisor, phone="13800000001")
    assert list(who.contacts.values_list("phone", "is_primary")) == [
        ("13800000001", True)
    ]


def test_the_history_of_a_phone_holds_no_digits(
    office: Office, supervisor: Staff
) -> None:
    who = person(office, "李芳", "13800000001")
    correct_phone(who, by=supervisor, phone="13800002207")
    with connection.cursor() as cursor:
        cursor.execute("SELECT e::text FROM estate_personcontactevent e")
        events = [row[0] for row in cursor.fetchall()]
    assert len(events) >= 2
    assert not any("1380000" in event for event in events)


@pytest.mark.parametrize(
    "phone", ["1380000220", "abc", "138000022071", "", "12", "１３８"]
)
def test_a_phone_that_can_not_be_is_refused_with_a_sentence(
    office: Office, supervisor: Staff, phone: str
) -> None:
    who = person(office, "李芳", "13800000001")
    with pytest.raises(ValidationError) as refusal:
        correct_phone(who, by=supervisor, phone=phone)
    assert refusal.value.messages[0]
    assert who.contacts.get().phone == "13800000001"
