"""``/posts/``: the page of the supervisor (RULES 2.0.1)."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.utils import timezone

from propertyservice.organisation import posts
from propertyservice.organisation.models import Appointment
from propertyservice.organisation.posts import Post
from tests.support.people import appoint, hire, make_office, sign_in

pytestmark = pytest.mark.django_db
NAMED = "TEST_NAMED"


@pytest.fixture(autouse=True)
def named_post(monkeypatch):
    monkeypatch.setattr(posts, "_posts", dict(posts._posts))
    posts.register(Post(NAMED, "Keeper of tests", exclusive=True))


@pytest.fixture
def office():
    return make_office()


@pytest.fixture
def supervisor(office):
    return hire(office, "CS_SUPERVISOR")


def test_a_vacant_named_post_warns_until_somebody_holds_it(office, supervisor):
    browser = sign_in(supervisor)
    vacant = browser.get("/posts/").context["vacant"]
    assert NAMED in [row.post.code for row in vacant]

    answer = browser.post(
        f"/posts/new/?office={office.code}",
        {"post": NAMED, "holder": hire(office).pk, "starts_on": timezone.localdate()},
        follow=True,
    )

    assert answer.status_code == 200
    assert answer.redirect_chain == [(f"/posts/?office={office.code}", 302)]
    assert NAMED not in [row.post.code for row in answer.context["vacant"]]


def test_a_refusal_stands_at_the_field_and_what_was_typed_stays(office, supervisor):
    appoint(hire(office, name="许文静"), NAMED, office)
    values = {
        "post": NAMED,
        "holder": hire(office).pk,
        "starts_on": timezone.localdate(),
        "ends_on": "2026-13-45",
    }
    browser = sign_in(supervisor)
    absurd = browser.post("/posts/new/", values)
    assert "ends_on" in absurd.context["form"].errors
    taken = browser.post("/posts/new/", values | {"ends_on": ""})
    assert "许文静" in str(taken.context["form"].errors["holder"])
    assert taken.context["form"]["holder"].value() == str(values["holder"])


def test_the_list_makes_the_same_number_of_queries_for_more_rows(
    office, supervisor, django_assert_max_num_queries
):
    browser = sign_in(supervisor)
    browser.get("/posts/")
    for _number in range(12):
        appoint(hire(office), "TECHNICIAN", office)
    with django_assert_max_num_queries(9):
        assert browser.get("/posts/").status_code == 200


def test_an_appointment_ends_and_its_deputy_is_named_from_the_page(office, supervisor):
    browser, today = sign_in(supervisor), timezone.localdate()
    made, deputy = appoint(hire(office), NAMED, office), hire(office)
    days = {"deputy_from": today, "deputy_to": today + timedelta(days=3)}

    browser.post(f"/posts/{made.pk}/deputy/", {"deputy": deputy.pk, **days})
    made.refresh_from_db()
    assert made.deputy == deputy

    browser.post(f"/posts/{made.pk}/deputy/end/")
    browser.post(f"/posts/{made.pk}/end/", {"last_day": today, "reason": "调岗"})
    made.refresh_from_db()
    assert (made.deputy, made.ends_on) == (None, today)


@pytest.mark.parametrize("step", ["deputy", "end"])
def test_another_offices_appointment_does_not_exist(office, supervisor, step):
    elsewhere = make_office("YH")
    made = appoint(hire(elsewhere), NAMED, elsewhere)
    browser = sign_in(supervisor)
    assert browser.get(f"/posts/{made.pk}/{step}/").status_code == 404
    assert browser.get("/posts/?office=YH").status_code == 404
    assert browser.post(f"/posts/{made.pk}/deputy/end/").status_code == 404


def test_who_may_see_posts_but_not_fill_them_gets_no_form(office):
    made = appoint(hire(office), NAMED, office)
    browser = sign_in(hire(office, "AUDITOR"))
    assert browser.get("/posts/").status_code == 200
    for page in ("/posts/new/", f"/posts/{made.pk}/end/", f"/posts/{made.pk}/deputy/"):
        assert browser.get(page).status_code == 403


def test_others_may_not_see_the_page(office, client):
    assert sign_in(hire(office, "TECHNICIAN")).get("/posts/").status_code == 403
    assert client.get("/posts/")["Location"].startswith("/login/")


def test_a_supervisor_is_offered_only_posts_he_may_fill(office, supervisor):
    page = sign_in(supervisor).get("/posts/new/")
    offered = [code for code, _label in page.context["form"].fields["post"].choices]
    assert NAMED in offered
    assert not {"OFFICE_MANAGER", "CS_SUPERVISOR"} & set(offered)
    assert not Appointment.objects.filter(post=NAMED).exists()
