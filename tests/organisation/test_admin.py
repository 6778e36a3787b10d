"""The admin follows posts and shows own offices only (3.1, 4.9)."""

from __future__ import annotations

import pytest
from django.contrib import admin
from django.db import models

from propertyservice.audit.models import AccessEntry, Act
from propertyservice.organisation.models import Office, Staff
from tests.support.people import hire, make_office, sign_in

pytestmark = pytest.mark.django_db


@pytest.fixture
def office():
    return make_office()


@pytest.fixture
def manager(office):
    return hire(office, "OFFICE_MANAGER")


def lists_of(model: type[models.Model]) -> str:
    return f"/admin/{model._meta.app_label}/{model._meta.model_name}/"


def test_managers_get_in_others_do_not(office, manager):
    page = sign_in(manager).get("/admin/")
    assert page.status_code == 200
    names = [app["app_label"] for app in page.context["app_list"]]
    assert {"organisation", "policy", "audit", "history"} <= set(names)
    clerk = sign_in(hire(office, "CS_SUPERVISOR"))
    assert clerk.get("/admin/", follow=True).status_code == 403


def test_every_list_a_manager_sees_opens(manager):
    browser = sign_in(manager)
    page = browser.get("/admin/")
    pages = [
        row["admin_url"]
        for app in page.context["app_list"]
        for row in app["models"]
        if row["admin_url"]
    ]
    assert len(pages) > 12
    for address in pages:
        assert browser.get(address).status_code == 200, address


def test_another_office_does_not_exist_in_the_admin(manager):
    other = make_office("YH")
    stranger = hire(other, "TECHNICIAN")
    browser = sign_in(manager)
    for row in (other, stranger):
        page = browser.get(f"{lists_of(type(row))}{row.pk}/change/")
        assert page.status_code == 302
        shown = browser.get(lists_of(type(row))).context["cl"].queryset
        assert row not in shown


def test_a_manager_adds_somebody_with_a_first_password(office, manager):
    values = {
        "username": "newcomer",
        "name": "许文静",
        "phone": "13800002207",
        "office": office.pk,
        "usable_password": "true",
        "password1": "blue-kettle-71",
        "password2": "blue-kettle-71",
    }
    answer = sign_in(manager).post(f"{lists_of(Staff)}add/", values)
    assert answer.status_code == 302, answer.context["errors"]
    assert Staff.objects.get(username="newcomer").check_password("blue-kettle-71")


def test_nobody_makes_himself_a_superuser(manager):
    page = sign_in(manager).get(f"{lists_of(Staff)}{manager.pk}/change/")
    fields = page.context["adminform"].form.fields
    assert not {"is_superuser", "is_staff", "user_permissions"} & set(fields)


def test_an_office_says_which_posts_need_a_second_factor(office, manager):
    browser, page = sign_in(manager), f"{lists_of(Office)}{office.pk}/change/"
    values = {
        "name": office.name,
        "city": "杭州",
        "grade": "GRADE_1",
        "second_factor_posts": ["FINANCE"],
    }
    for prefix in ("hours", "departments"):
        values |= {f"{prefix}-TOTAL_FORMS": 0, f"{prefix}-INITIAL_FORMS": 0}
    assert browser.post(page, values).status_code == 302
    office.refresh_from_db()
    assert (office.second_factor_posts, office.code) == (["FINANCE"], "JX")


def test_history_shows_who_changed_what_and_why(office, manager):
    browser = sign_in(manager)
    browser.post(f"{lists_of(Office)}{office.pk}/change/", {"name": ""})
    events = "/admin/organisation/officeevent/"
    listed = browser.get(f"{events}?q={office.pk}").context["cl"].queryset
    assert [event.pgh_obj_id for event in listed] == [office.pk]
    page = browser.get(f"{events}{listed[0].pk}/change/")
    assert page.status_code == 200
    assert office.name in page.content.decode()


def test_nothing_in_the_record_room_can_be_changed(office, manager):
    entry = AccessEntry.objects.create(
        act=Act.PRINT, office=office, by=manager, subject="JX-WX-20260317-0001"
    )
    browser = sign_in(manager)
    assert browser.get(f"{lists_of(AccessEntry)}{entry.pk}/change/").status_code == 200
    assert browser.post(f"{lists_of(AccessEntry)}{entry.pk}/delete/").status_code == 403
    assert browser.get(f"{lists_of(AccessEntry)}add/").status_code == 403


def test_history_tables_are_all_in_the_record_room():
    events = [
        model for model in admin.site._registry if hasattr(model, "pgh_tracked_model")
    ]
    assert len(events) > 10


def test_a_manager_does_not_take_the_account_of_who_may_do_more(office, manager):
    above = hire(office, "COMPANY_MANAGER")
    below = hire(office, "REPAIR_DESK")
    make_office("YH")
    browser = sign_in(manager)
    lists = lists_of(Staff)
    assert browser.get(f"{lists}{above.pk}/password/").status_code == 403
    assert browser.get(f"{lists}{below.pk}/password/").status_code == 200
