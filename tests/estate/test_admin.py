"""The admin's pages of the estate: own offices only; the page of the roster."""

from __future__ import annotations

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from propertyservice.estate.models import Building, Unit
from propertyservice.organisation.models import Office, Staff
from tests.estate.conftest import home
from tests.estate.sheets import roster
from tests.support.people import hire, sign_in

pytestmark = pytest.mark.clause("4.4.1")
ROW = (1, "1号楼", "1单元", "0101", 89.5, "王芳", "13800000001")


@pytest.fixture
def keeper(office: Office) -> Staff:
    """The customer-service supervisor, who does not get into the admin."""
    return hire(office, "CS_SUPERVISOR")


def upload(client: Client, office: Office, data: bytes, **more: str) -> object:
    """Send a file to the roster's page."""
    file = SimpleUploadedFile("roster.xlsx", data)
    sent = {"office": office.pk, "file": file, "preview": "1", **more}
    return client.post(reverse("roster"), sent)


def test_a_roster_is_previewed_and_then_taken_over(
    office: Office, keeper: Staff
) -> None:
    client = sign_in(keeper)
    page = upload(client, office, roster(ROW))
    assert page.status_code == 200  # type: ignore[attr-defined]
    assert not Unit.objects.exists()
    kept = page.context["form"].data["kept"]  # type: ignore[attr-defined]
    done = client.post(
        reverse("roster"),
        {"office": office.pk, "kept": kept, "apply": "1"},
    )
    assert done.status_code == 302
    assert Unit.objects.get().label == "1-1-101"


def test_errors_are_listed_and_nothing_can_be_taken_over(
    office: Office, keeper: Staff
) -> None:
    page = upload(sign_in(keeper), office, roster((*ROW[:4], "大", *ROW[5:])))
    text = page.content.decode()  # type: ignore[attr-defined]
    assert 'class="no">E</td>' in text
    assert 'name="apply"' not in text


@pytest.mark.parametrize("data", [b"", b"MZ an .exe named .xlsx"])
def test_what_is_no_workbook_is_told_at_the_field(
    office: Office, keeper: Staff, data: bytes
) -> None:
    page = upload(sign_in(keeper), office, data)
    assert page.status_code == 200  # type: ignore[attr-defined]
    assert page.context["form"].errors["file"]  # type: ignore[attr-defined]


def test_a_file_that_is_kept_no_more_is_asked_for_again(
    office: Office, keeper: Staff
) -> None:
    page = sign_in(keeper).post(
        reverse("roster"),
        {"office": office.pk, "kept": "gone", "apply": "1"},
    )
    assert page.context["form"].errors["file"]


def test_only_those_with_the_right_open_the_roster(office: Office) -> None:
    page = reverse("roster")
    for post, answer in (
        ("COMPANY_MANAGER", 403),
        ("MAINT_SUPERVISOR", 403),
        ("CS_SUPERVISOR", 200),
        ("OFFICE_MANAGER", 200),
    ):
        assert sign_in(hire(office, post)).get(page).status_code == answer, post
    assert Client().get(page).status_code == 302


def test_a_supervisor_finds_the_roster_and_takes_over_only_for_his_office(
    both: tuple[Office, Office],
) -> None:
    client = sign_in(hire(both[0], "CS_SUPERVISOR"))
    assert 'href="/units/roster/"' in client.get("/").content.decode()
    page = upload(client, both[1], roster(ROW), apply="1")
    assert page.context["form"].errors["office"]  # type: ignore[attr-defined]
    assert not Unit.objects.filter(office=both[1]).exists()


def test_another_office_is_not_there(
    both: tuple[Office, Office],
) -> None:
    mine, theirs = home(both[0]), home(both[1])
    client = sign_in(hire(both[0], "OFFICE_MANAGER"))
    page = client.get(reverse("admin:estate_unit_changelist"))
    assert mine.code in page.content.decode()
    assert theirs.code not in page.content.decode()
    url = reverse("admin:estate_unit_change", args=[theirs.pk])
    assert client.get(url).status_code == 302
    refused = client.post(
        reverse("admin:estate_building_add"),
        {"office": both[1].pk, "code": "9", "name": "9号楼", "order": 1},
    )
    assert refused.status_code == 200
    assert not Building.objects.filter(code="9").exists()
