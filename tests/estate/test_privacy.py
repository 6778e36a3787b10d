"""Masked for those who may not see, shown on record, erased for good (RULES 2.4)."""

from __future__ import annotations

from datetime import date

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import connection
from django.utils import timezone

from propertyservice.audit.models import AccessEntry
from propertyservice.cases.models import Case
from propertyservice.estate.models import Person, PersonSecret
from propertyservice.estate.privacy import (
    erase_person,
    masked,
    phone_for,
    phones_for,
    reveal,
)
from propertyservice.organisation.models import Office, Staff
from tests.estate.conftest import home, person, tie
from tests.support.people import hire

pytestmark = pytest.mark.clause("4.9")


@pytest.fixture
def fang(office: Office) -> Person:
    """李芳 with a phone, an identity number and a bank account."""
    who = person(office, "李芳", "13800002207")
    PersonSecret.objects.create(
        person=who, id_number="330102199001011234", bank_account="6222020000001234567"
    )
    return who


def test_phones_stand_clear_to_those_who_call(
    fang: Person, supervisor: Staff, auditor: Staff, stranger: Staff
) -> None:
    assert phone_for(supervisor, fang) == "13800002207"
    assert phone_for(auditor, fang) == "138****2207"
    assert phones_for(stranger, fang) == []


def test_the_repairer_sees_the_phone_while_his_task_is_open(
    office: Office, fang: Person
) -> None:
    # Finance has no right to phones, as the repairer has none.
    repairer = hire(office, "FINANCE")
    case = Case.objects.create(
        clause="repairs",
        number="JX-BX-20260601-0001",
        office=office,
        person=fang,
        title="x",
        holder=repairer,
    )
    assert phone_for(repairer, fang) == "13800002207"
    case.is_open, case.closed_at = False, timezone.now()
    case.save()
    assert phone_for(repairer, fang) == "138****2207"


def test_numbers_are_masked_for_all_and_shown_on_record(
    fang: Person, supervisor: Staff, auditor: Staff
) -> None:
    assert masked(fang) == {
        "id_number": "*" * 14 + "1234",
        "bank_account": "*" * 15 + "4567",
    }
    assert reveal(supervisor, fang, "id_number", "过户核对") == "330102199001011234"
    entry = AccessEntry.objects.get()
    assert (entry.by, entry.detail, entry.purpose) == (
        supervisor,
        "id_number",
        "过户核对",
    )
    assert "330102" not in f"{entry.subject}{entry.detail}"
    with pytest.raises(ValidationError):
        reveal(supervisor, fang, "id_number", "  ")
    with pytest.raises(PermissionDenied):
        reveal(auditor, fang, "id_number", "看看")
    with pytest.raises(PermissionDenied):
        reveal(supervisor, fang, "name", "看看")
    assert AccessEntry.objects.count() == 1


def test_an_auditor_may_see_a_phone_on_record(fang: Person, auditor: Staff) -> None:
    assert reveal(auditor, fang, "phone", "抽查回访") == "13800002207"
    assert AccessEntry.objects.get().detail == "phone"


def test_erased_data_is_nowhere_any_more(fang: Person, manager: Staff) -> None:
    erase_person(fang, by=manager, reason="本人申请")
    fang.refresh_from_db()
    assert fang.erased_at
    assert not fang.contacts.exists()
    assert masked(fang) == {}
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT e::text FROM estate_personcontactevent e"
            " UNION ALL SELECT e::text FROM estate_personsecretevent e"
        )
        kept = " ".join(row[0] for row in cursor.fetchall())
    for gone in ("13800002207", "330102199001011234", "6222020000001234567"):
        assert gone not in kept
    assert AccessEntry.objects.get().act == "ERASE"


def test_erasure_is_refused_while_the_data_are_needed(
    office: Office, fang: Person, manager: Staff, supervisor: Staff
) -> None:
    with pytest.raises(PermissionDenied):
        erase_person(fang, by=supervisor, reason="本人申请")
    with pytest.raises(ValidationError):
        erase_person(fang, by=manager, reason=" ")
    row = tie(home(office), fang)
    refused(fang, manager, "still_here")
    row.ends_on = date(2021, 1, 1)
    row.save()
    case = Case.objects.create(
        clause="repairs",
        number="JX-BX-20260601-0001",
        office=office,
        person=fang,
        title="x",
    )
    refused(fang, manager, "open_cases")
    case.is_open, case.closed_at = False, timezone.now()
    case.save()
    fang.legal_hold = "法院查封"
    fang.save()
    refused(fang, manager, "legal_hold")
    assert fang.contacts.exists()


def refused(who: Person, manager: Staff, code: str) -> None:
    """The erasure is refused with this code and a sentence."""
    with pytest.raises(ValidationError) as refusal:
        erase_person(who, by=manager, reason="本人申请")
    assert refusal.value.code == code
    assert refusal.value.messages[0]
