"""A password that somebody else set: told, on record, and replaced at once (3.1)."""

from __future__ import annotations

from typing import Any

import pytest
from django.contrib.auth.hashers import make_password
from django.test import Client
from django_otp.plugins.otp_totp.models import TOTPDevice

from propertyservice.organisation.models import Staff
from propertyservice.workflow.models import Notice
from tests.organisation.test_gate import code_of
from tests.support.people import PASSWORD, hire, make_office, sign_in

pytestmark = [pytest.mark.django_db, pytest.mark.clause("3.1", "4.9")]
GIVEN, OWN = "given-kettle-71-river", "own-kettle-92-cloud"
PAGE = "/password/"


@pytest.fixture
def manager() -> Staff:
    """Who sets the password."""
    return hire(make_office(), "OFFICE_MANAGER", name="周经理")


@pytest.fixture
def clerk(manager: Staff) -> Staff:
    """Whose password it is."""
    assert manager.office
    person = hire(manager.office, "REPAIR_DESK")
    Staff.objects.filter(pk=person.pk).update(password=make_password(PASSWORD))
    return person


def give(by: Staff, person: Staff) -> None:
    """Set a password for somebody in the admin."""
    values = {"usable_password": "true", "password1": GIVEN, "password2": GIVEN}
    page = f"/admin/organisation/staff/{person.pk}/password/"
    answer = sign_in(by).post(page, values)
    assert answer.status_code == 302, answer.context["form"].errors


def log_in(person: Staff, password: str) -> Client:
    """A browser in which this person logged in with a password."""
    client = Client()
    values = {"username": person.username, "password": password}
    assert client.post("/login/", values).status_code == 302
    return client


def choose(client: Client, old: str, new: str) -> Any:
    """Send the form of the own password."""
    values = {"old_password": old, "new_password1": new, "new_password2": new}
    return client.post(PAGE, values)


def test_nothing_else_opens_before_an_own_password_is_chosen(
    manager: Staff, clerk: Staff
) -> None:
    give(manager, clerk)
    client = log_in(clerk, GIVEN)
    for address in ("/", "/todo/", "/repairs/", "/account/", "/admin/"):
        assert client.get(address)["Location"] == PAGE
    assert client.post("/notices/read/")["Location"] == PAGE

    page = client.get(PAGE).content.decode()
    assert "周经理" in page
    assert "sidenav" not in page
    assert choose(client, GIVEN, OWN).status_code == 302
    assert client.get("/todo/").status_code == 200
    assert log_in(clerk, OWN).get("/todo/").status_code == 200


def test_the_given_password_is_not_chosen_again(manager: Staff, clerk: Staff) -> None:
    give(manager, clerk)
    client = log_in(clerk, GIVEN)
    answer = choose(client, GIVEN, GIVEN)
    assert "new_password1" in answer.context["form"].errors
    assert client.get("/todo/")["Location"] == PAGE


def test_who_set_it_and_when_is_told_and_on_record(
    manager: Staff, clerk: Staff
) -> None:
    give(manager, clerk)
    notice = Notice.objects.get(recipient=clerk)
    assert "周经理" in notice.text
    clerk.refresh_from_db()
    assert clerk.password_set_by == manager
    assert clerk.password_set_at is not None

    client = log_in(clerk, GIVEN)
    choose(client, GIVEN, OWN)
    assert notice.text in client.get("/notices/").content.decode()
    kept = clerk.events.order_by("-pgh_id").values_list("password_set_by", flat=True)
    assert manager.pk in kept
    clerk.refresh_from_db()
    assert clerk.password_set_by is None


def test_every_other_session_ends_with_the_password(
    manager: Staff, clerk: Staff
) -> None:
    lunch, desk = log_in(clerk, PASSWORD), log_in(clerk, PASSWORD)
    assert choose(desk, PASSWORD, OWN).status_code == 302
    assert desk.get("/todo/").status_code == 200
    assert lunch.get("/todo/")["Location"].startswith("/login/")

    give(manager, clerk)
    assert desk.get("/todo/")["Location"].startswith("/login/")


def test_a_password_of_ones_own_asks_for_nothing(clerk: Staff) -> None:
    client = log_in(clerk, PASSWORD)
    assert client.get("/todo/").status_code == 200
    assert not Notice.objects.filter(recipient=clerk).exists()


def test_a_first_password_is_a_given_one(manager: Staff) -> None:
    assert manager.office
    values = {
        "username": "newcomer",
        "name": "许文静",
        "phone": "13800002207",
        "office": manager.office.pk,
        "usable_password": "true",
        "password1": GIVEN,
        "password2": GIVEN,
    }
    sign_in(manager).post("/admin/organisation/staff/add/", values)
    person = Staff.objects.get(username="newcomer")
    assert person.password_set_by == manager
    assert Notice.objects.filter(recipient=person).count() == 1
    assert log_in(person, GIVEN).get("/")["Location"] == PAGE


def reset_factor(by: Staff, person: Staff) -> str:
    """Choose the act in the admin's list; what its page then says."""
    values = {"action": "reset_second_factor", "_selected_action": [person.pk]}
    page = "/admin/organisation/staff/"
    return str(sign_in(by).post(page, values, follow=True).content.decode())


def test_whose_second_factor_is_reset_learns_who_did_it(
    manager: Staff, clerk: Staff
) -> None:
    TOTPDevice.objects.create(user=clerk, name="app", confirmed=True)

    assert clerk.name in reset_factor(manager, clerk)

    assert not TOTPDevice.objects.filter(user=clerk).exists()
    told = Notice.objects.get(recipient=clerk).text
    assert "周经理" in told
    assert "第二因素" in told


def test_the_factor_of_who_may_do_more_stays_and_the_page_says_so(
    manager: Staff, clerk: Staff
) -> None:
    TOTPDevice.objects.create(user=clerk, name="app", confirmed=True)
    Staff.objects.filter(pk=clerk.pk).update(is_superuser=True)

    assert "公司总部" in reset_factor(manager, clerk)

    assert TOTPDevice.objects.filter(user=clerk).exists()
    assert not Notice.objects.filter(recipient=clerk).exists()


def test_the_second_factor_comes_first_and_stays(manager: Staff, clerk: Staff) -> None:
    office = manager.office
    assert office
    office.second_factor_posts = ["REPAIR_DESK"]
    office.save()
    device = TOTPDevice.objects.create(user=clerk, name="app", confirmed=True)
    give(manager, clerk)
    client = log_in(clerk, GIVEN)
    assert client.get("/todo/")["Location"] == "/second-factor/?next=/todo/"
    assert client.get(PAGE)["Location"].startswith("/second-factor/")
    client.post("/second-factor/", {"token": code_of(device), "next": "/todo/"})
    assert client.get("/todo/")["Location"] == PAGE
    choose(client, GIVEN, OWN)
    assert client.get("/todo/").status_code == 200
