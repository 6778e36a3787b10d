"""Posts are filled by those who may, with people who may hold them (RULES 2.0.1-2)."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError, transaction
from django.utils import timezone

from propertyservice.organisation import appointments, posts
from propertyservice.organisation.models import Appointment, CompanyKind, Staff
from propertyservice.organisation.posts import Post
from tests.support.people import appoint, hire, make_company, make_office

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("in_english")]
DAY = timedelta(days=1)
DESK = "TEST_DESK"
NAMED = "TEST_NAMED"


@pytest.fixture(autouse=True)
def test_posts(monkeypatch):
    """Two posts of a clause: an ordinary one and a named-person one."""
    monkeypatch.setattr(posts, "_posts", dict(posts._posts))
    posts.register(Post(DESK, "desk"), Post(NAMED, "named", exclusive=True))
    for code in {"CASHIER", "ARCHIVIST"} - posts._posts.keys():
        posts.register(Post(code, code))


@pytest.fixture
def office():
    return make_office()


@pytest.fixture
def supervisor(office):
    return hire(office, "CS_SUPERVISOR")


def today() -> date:
    return timezone.localdate()


def give(office, by, holder, post=DESK, **facts):
    facts.setdefault("starts_on", today())
    return appointments.appoint(post=post, office=office, holder=holder, by=by, **facts)


@pytest.mark.clause("3.1", "4.3.1")
def test_an_appointment_gives_rights_on_its_days_only(office, supervisor):
    clerk = hire(office)
    made = give(office, supervisor, clerk, starts_on=today(), ends_on=today() + DAY)

    fresh = Staff.objects.with_rights(today()).get(pk=clerk.pk)
    later = Staff.objects.with_rights(today() + 2 * DAY).get(pk=clerk.pk)
    assert fresh.posts_held == {DESK: frozenset([office.pk])}
    assert later.posts_held == {}
    assert made.appointed_by == supervisor


def test_only_the_supervisor_of_the_same_office_appoints(office, supervisor):
    other = hire(make_office("YH"), "CS_SUPERVISOR")
    for by in (hire(office, "FINANCE"), other):
        with pytest.raises(PermissionDenied):
            give(office, by, hire(office))
    assert not Appointment.objects.filter(post=DESK).exists()


@pytest.mark.parametrize("post", ["OFFICE_MANAGER", "CS_SUPERVISOR", "COMPANY_MANAGER"])
def test_a_supervisor_does_not_make_managers(office, supervisor, post):
    with pytest.raises(PermissionDenied):
        give(office, supervisor, hire(office), post=post)


def test_a_manager_makes_heads_and_the_company_makes_managers(office):
    manager, company = hire(office, "OFFICE_MANAGER"), hire(office, "COMPANY_MANAGER")
    give(office, manager, hire(office), post="CS_SUPERVISOR")
    give(office, company, hire(office), post="OFFICE_MANAGER")
    wide = give(office, company, hire(office), post="FINANCE")
    assert wide.office is None


def test_nobody_appoints_himself(office, supervisor):
    with pytest.raises(ValidationError, match="Nobody appoints himself"):
        give(office, supervisor, supervisor)


@pytest.mark.clause("3.1")
def test_somebody_of_another_company_can_not_be_appointed(office, supervisor):
    stranger = hire(
        make_office("KF", company=make_company("锦溪置业", CompanyKind.DEVELOPER))
    )
    with pytest.raises(ValidationError, match="another company") as refused:
        give(office, supervisor, stranger)
    assert "holder" in refused.value.message_dict
    with pytest.raises(IntegrityError), transaction.atomic():
        appoint(stranger, DESK, office)


def test_a_named_post_has_one_holder_at_a_time(office, supervisor):
    give(office, supervisor, hire(office, name="许文静"), post=NAMED)
    with pytest.raises(ValidationError, match="许文静 holds this post"):
        give(office, supervisor, hire(office), post=NAMED)


def test_replacing_hands_a_named_post_over_without_a_gap(office, supervisor):
    old = give(
        office, supervisor, hire(office), post=NAMED, starts_on=today() - 9 * DAY
    )
    new = give(office, supervisor, hire(office), post=NAMED, replace=True)
    old.refresh_from_db()
    assert (old.ends_on, new.starts_on) == (today() - DAY, today())


@pytest.mark.parametrize("held", ["FINANCE", "CS_SUPERVISOR", "ARCHIVIST"])
def test_who_takes_money_has_no_post_that_checks_it(office, held):
    manager = hire(office, "OFFICE_MANAGER")
    with pytest.raises(ValidationError, match="must be in other hands"):
        give(office, manager, hire(office, held), post="CASHIER")


def test_a_deputy_is_kept_apart_like_a_holder(office):
    manager = hire(office, "OFFICE_MANAGER")
    cashier = appoint(hire(office), "CASHIER", office)
    with pytest.raises(ValidationError, match="must be in other hands"):
        appointments.set_deputy(
            cashier,
            deputy=hire(office, "CS_SUPERVISOR"),
            deputy_from=today(),
            deputy_to=today() + DAY,
            by=manager,
        )


def test_a_deputy_has_the_rights_from_day_to_day(office, supervisor):
    made = give(office, supervisor, hire(office))
    deputy = hire(office)
    appointments.set_deputy(
        made, deputy=deputy, deputy_from=today(), deputy_to=today(), by=supervisor
    )
    assert DESK in Staff.objects.with_rights(today()).get(pk=deputy.pk).posts_held
    appointments.clear_deputy(made, by=supervisor)
    assert not Staff.objects.with_rights(today()).get(pk=deputy.pk).posts_held


def test_ending_takes_the_rights_at_once_and_keeps_the_record(office, supervisor):
    clerk = hire(office)
    made = appoint(clerk, DESK, office)
    appointments.end(made, last_day=today() - DAY, by=supervisor, reason="调岗")
    assert not Staff.objects.with_rights(today()).get(pk=clerk.pk).posts_held
    event = made.events.latest("pgh_id")
    assert event.ends_on == today() - DAY
    assert event.pgh_context["reason"] == "调岗"


def test_an_appointment_that_never_began_is_withdrawn(office, supervisor):
    made = give(office, supervisor, hire(office), starts_on=today() + 5 * DAY)
    appointments.end(made, last_day=today(), by=supervisor)
    assert not Appointment.objects.filter(post=DESK).exists()


@pytest.mark.parametrize(
    ("first", "last", "field"),
    [
        (date(1026, 1, 1), None, "starts_on"),
        (date(9999, 1, 1), None, "starts_on"),
        (today() + DAY, today(), "ends_on"),
        (today(), date(9999, 12, 31), "ends_on"),
    ],
)
def test_absurd_dates_are_refused_at_their_field(
    office, supervisor, first, last, field
):
    with pytest.raises(ValidationError) as refused:
        give(office, supervisor, hire(office), starts_on=first, ends_on=last)
    assert field in refused.value.message_dict


def test_what_lies_behind_can_not_be_undone(office, supervisor):
    made = appoint(hire(office), DESK, office)
    with pytest.raises(ValidationError) as refused:
        appointments.end(made, last_day=today() - 30 * DAY, by=supervisor)
    assert "last_day" in refused.value.message_dict
