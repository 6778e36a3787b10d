"""Login, its throttle, and the second factor (3.1)."""

from __future__ import annotations

import time

import pytest
from django.contrib.auth.hashers import make_password
from django_otp.oath import totp
from django_otp.plugins.otp_totp.models import TOTPDevice

from tests.support.people import PASSWORD, hire, make_office, sign_in

pytestmark = pytest.mark.django_db
ADDRESS = "/second-factor/"


@pytest.fixture
def manager():
    office = make_office()
    office.second_factor_posts = ["OFFICE_MANAGER"]
    office.save()
    person = hire(office, "OFFICE_MANAGER")
    person.password = make_password(PASSWORD)
    person.save()
    return person


def code_of(device: TOTPDevice, *, ahead: int = 0) -> str:
    return f"{totp(device.bin_key, device.step, device.t0, device.digits, ahead):06d}"


def log_in(client, person, password=PASSWORD):
    return client.post("/login/", {"username": person.username, "password": password})


def test_login_leads_home_and_logout_back(client, manager):
    manager.office.second_factor_posts = []
    manager.office.save()
    assert log_in(client, manager)["Location"] == "/"
    assert client.post("/logout/").status_code in (200, 302)
    assert client.get("/posts/")["Location"].startswith("/login/")


def test_the_fifth_wrong_password_locks_for_a_while(client, manager):
    for _attempt in range(5):
        answer = log_in(client, manager, "wrong")
    assert answer.status_code == 429
    assert "15" in answer.content.decode()
    assert log_in(client, manager).status_code == 429
    client.get("/")
    assert "_auth_user_id" not in client.session


def test_a_wrong_password_gets_a_sentence_and_keeps_the_name(client, manager):
    page = log_in(client, manager, "wrong")
    assert page.status_code == 200
    assert manager.username in page.content.decode()
    assert page.context["form"].non_field_errors()


def test_a_post_that_needs_a_second_factor_sees_nothing_before(client, manager):
    log_in(client, manager)
    assert client.get("/posts/")["Location"] == f"{ADDRESS}?next=/posts/"
    assert client.get("/admin/")["Location"].startswith(ADDRESS)


def test_the_app_is_set_up_with_a_picture_and_proves_itself(client, manager):
    log_in(client, manager)
    page = client.get(f"{ADDRESS}?next=/posts/")
    device = TOTPDevice.objects.get(user=manager)
    assert not device.confirmed
    assert page.context["qr"].startswith("data:image/svg+xml")

    wrong = client.post(ADDRESS, {"token": "000000"})
    assert "token" in wrong.context["form"].errors
    TOTPDevice.objects.update(throttling_failure_timestamp=None)

    token = code_of(device)
    codes = client.post(
        ADDRESS, {"token": f"{token[:3]} {token[3:]}", "next": "/posts/"}
    )
    assert len(set(codes.context["codes"])) == 10
    assert codes.context["next"] == "/posts/"
    assert client.get("/posts/").status_code == 200


def test_a_later_login_asks_for_a_code_and_a_recovery_code_opens_once(client, manager):
    device = TOTPDevice.objects.create(user=manager, name="app", confirmed=True)
    log_in(client, manager)
    page = client.get(ADDRESS)
    assert "qr" not in page.context
    client.post(ADDRESS, {"token": code_of(device)})
    codes = client.post(f"{ADDRESS}codes/").context["codes"]

    for expected in (302, 200):
        client.post("/logout/")
        log_in(client, manager)
        answer = client.post(ADDRESS, {"token": codes[0]})
        assert answer.status_code == expected


def test_recovery_codes_need_a_confirmed_session(client, manager):
    log_in(client, manager)
    assert client.post(f"{ADDRESS}codes/").status_code == 403


def test_the_way_on_never_leads_out_of_the_house(client, manager):
    TOTPDevice.objects.create(user=manager, name="app", confirmed=True)
    log_in(client, manager)
    page = client.get(f"{ADDRESS}?next=https://evil.example/")
    assert page.context["next"] == "/"


def test_a_session_that_slept_too_long_starts_again_at_the_login(settings):
    browser = sign_in(hire(make_office(), "CS_SUPERVISOR"))
    session = browser.session
    session["seen"] = int(time.time()) - settings.SESSION_IDLE_SECONDS - 1
    session.save()
    assert browser.get("/posts/")["Location"] == "/login/?next=/posts/"


def test_the_password_is_changed_and_a_weak_one_refused(manager):
    manager.office.second_factor_posts = []
    manager.office.save()
    browser = sign_in(manager)
    weak = {
        "old_password": PASSWORD,
        "new_password1": "12345",
        "new_password2": "12345",
    }
    assert browser.post("/password/", weak).context["form"].errors
    strong = dict.fromkeys(("new_password1", "new_password2"), "blue-kettle-71-river")
    answer = browser.post("/password/", {"old_password": PASSWORD, **strong})
    assert answer["Location"] == "/password/done/"
