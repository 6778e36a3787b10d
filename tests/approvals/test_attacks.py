"""Ways round a decision that somebody might try: by page, by call, by SQL (2.0.2)."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from django.db import DatabaseError, IntegrityError, transaction
from django.utils import timezone

from propertyservice.approvals import requests
from propertyservice.approvals.models import Request
from propertyservice.cases.models import Case
from propertyservice.organisation.models import Appointment, Staff
from propertyservice.organisation.scope import scope
from propertyservice.workflow.transitions import Refused
from tests.approvals.conftest import SPEND, Done
from tests.approvals.test_database import refused, run
from tests.approvals.test_deciding import approve, ask
from tests.repairs.test_life import call
from tests.support.cast import LONG_AGO, House, hire
from tests.support.people import sign_in

pytestmark = [pytest.mark.django_db, pytest.mark.clause("3.2")]

FORGE = """
INSERT INTO approvals_tierdecision (request_id, office_id, tier, post, verdict,
  decided_by_id, decided_for_id, decided_at, opinion, apart)
SELECT id, office_id, tier, post, 'APPROVED', %s, %s, now(), '', apart
FROM approvals_request WHERE id = %s
"""
DAY = timedelta(days=1)


def fresh(person: Staff) -> Staff:
    """Somebody as the next request of his browser loads him."""
    return Staff.objects.get(pk=person.pk)


def stand_in(
    house: House, holder: Staff, *, since: int = 0, until: int = 0, name: str = "deputy"
) -> Staff:
    """A deputy of a holder, from and to so many days from today."""
    today, deputy = timezone.localdate(), hire(house.office, name)
    Appointment.objects.filter(holder=holder).update(
        deputy=deputy, deputy_from=today + since * DAY, deputy_to=today + until * DAY
    )
    return fresh(deputy)


def hold(house: House, person: Staff, post: str) -> Staff:
    """Give somebody a post besides."""
    Appointment.objects.create(
        post=post,
        office=house.office,
        company=house.office.company,
        holder=person,
        starts_on=LONG_AGO,
    )
    return fresh(person)


def refused_to(request: Request, person: Staff) -> str:
    """How the call refuses somebody; he has no card and no address either."""
    assert request not in Request.objects.for_decision_by(person)
    answer = sign_in(person).post(f"/queue/{request.pk}/approve/")
    assert answer.status_code in (200, 403, 404)
    with pytest.raises((Refused, PermissionDenied)) as error:
        approve(request, person)
    request.refresh_from_db()
    assert request.rulings.count() == 0
    return getattr(error.value, "code", "") or "right"


def test_the_askers_deputy_does_not_decide_in_his_name(
    house: House, done: Done, boss: Staff
) -> None:
    deputy = stand_in(house, house.supervisor)
    request = ask(house, 100, by=house.supervisor)
    assert request.post == "OFFICE_MANAGER", "his deputy is no other person"
    Request.objects.filter(pk=request.pk).update(post="CS_SUPERVISOR")
    request.refresh_from_db()
    assert refused_to(request, deputy) == "deputy"
    forged = (deputy.pk, house.supervisor.pk, request.pk)
    assert refused(FORGE, *forged) == "approvals_not_ones_own"
    forged = (deputy.pk, None, request.pk)
    assert refused(FORGE, *forged) == "approvals_decider_holds_the_post"
    assert done == []


def test_nor_does_the_deputy_of_whom_the_case_is_about(
    house: House, done: Done, boss: Staff
) -> None:
    deputy = stand_in(house, house.supervisor)
    request = ask(house, 100)
    Case.objects.filter(pk=request.case_id).update(hidden_from=house.supervisor)
    assert refused_to(request, deputy) == "deputy"
    forged = (deputy.pk, house.supervisor.pk, request.pk)
    assert refused(FORGE, *forged) == "approvals_not_about_oneself"


def test_a_deputy_who_holds_the_post_himself_decides_in_his_own_name(
    house: House, done: Done, boss: Staff
) -> None:
    deputy = stand_in(house, house.supervisor)
    deputy = hold(house, deputy, "CS_SUPERVISOR")
    request = ask(house, 100, by=house.supervisor)
    assert request.post == "CS_SUPERVISOR"
    assert request in Request.objects.for_decision_by(deputy)
    decided = approve(request, deputy)
    assert (decided.decided_by, decided.decided_for) == (deputy, None)
    assert done == ["spent 100"]


def test_the_deputy_of_two_decides_for_the_other_one(
    house: House, done: Done, boss: Staff
) -> None:
    deputy = stand_in(house, house.supervisor)
    second = hire(house.office, "second", "CS_SUPERVISOR")
    today = timezone.localdate()
    Appointment.objects.filter(holder=second).update(
        deputy=deputy, deputy_from=today, deputy_to=today
    )
    request = ask(house, 100, by=house.supervisor)
    assert request in Request.objects.for_decision_by(fresh(deputy))
    decided = approve(request, fresh(deputy))
    assert (decided.decided_by, decided.decided_for) == (deputy, second)


def test_the_asker_does_not_decide_as_somebodys_deputy(
    house: House, done: Done, boss: Staff
) -> None:
    request = ask(house, 100)
    today = timezone.localdate()
    Appointment.objects.filter(holder=house.supervisor).update(
        deputy=house.clerk, deputy_from=today, deputy_to=today
    )
    assert refused_to(request, fresh(house.clerk)) == "own"
    forged = (house.clerk.pk, house.supervisor.pk, request.pk)
    assert refused(FORGE, *forged) == "approvals_not_ones_own"


def test_nobody_is_his_own_deputy(house: House) -> None:
    today = timezone.localdate()
    with pytest.raises(IntegrityError), transaction.atomic():
        Appointment.objects.filter(holder=house.supervisor).update(
            deputy=house.supervisor, deputy_from=today, deputy_to=today
        )


@pytest.mark.parametrize(("since", "until"), [(-9, -1), (1, 9)])
def test_a_deputy_outside_his_dates_is_nobody(
    house: House, done: Done, boss: Staff, since: int, until: int
) -> None:
    deputy = stand_in(house, house.supervisor, since=since, until=until)
    request = ask(house, 100)
    assert refused_to(request, deputy) == "right"
    forged = (deputy.pk, house.supervisor.pk, request.pk)
    assert refused(FORGE, *forged) == "approvals_decider_holds_the_post"


@pytest.mark.parametrize(
    "facts",
    [
        {"ends_on": date(2020, 12, 31)},
        {"starts_on": date(2999, 1, 1)},
        {"post": "ARCHIVIST"},
    ],
)
def test_who_holds_the_post_no_more_or_not_yet_is_nobody(
    house: House, done: Done, boss: Staff, facts: dict[str, Any]
) -> None:
    request = ask(house, 100)
    Appointment.objects.filter(holder=house.supervisor).update(**facts)
    assert refused_to(request, fresh(house.supervisor)) == "right"
    forged = (house.supervisor.pk, None, request.pk)
    assert refused(FORGE, *forged) == "approvals_decider_holds_the_post"


def test_the_next_tier_is_not_decided_before_its_turn_by_sql(
    house: House, done: Done, boss: Staff
) -> None:
    request = ask(house, 9000)
    for person in (house.manager, boss):
        assert refused_to(request, person) == "right"
        forged = (person.pk, None, request.pk)
        assert refused(FORGE, *forged) == "approvals_decider_holds_the_post"
    run(FORGE, house.supervisor.pk, None, request.pk)
    assert request.rulings.get().decided_by == house.supervisor


def test_a_request_of_another_office_does_not_exist(
    house: House, other: House, done: Done, boss: Staff
) -> None:
    request = ask(house, 100)
    stranger = fresh(other.supervisor)
    answer = sign_in(stranger).post(f"/queue/{request.pk}/approve/")
    assert answer.status_code == 404
    assert refused_to(request, stranger) == "right"
    with scope(stranger, offices=[other.office.pk]):
        assert not Request.objects.filter(pk=request.pk).exists()
        with pytest.raises(DatabaseError), transaction.atomic():
            run(
                FORGE.replace("FROM approvals_request WHERE id", "WHERE 0 <")
                .replace("SELECT id, office_id, tier, post", "SELECT %s, %s, 0, ''")
                .replace("'', apart", "'', true"),
                *(request.pk, house.office.pk, stranger.pk, None, 1),
            )


def test_a_mixed_handful_decides_nothing(house: House, done: Done, boss: Staff) -> None:
    """One request in the handful is one's own: the others are not decided either."""
    theirs, own = ask(house, 100), ask(house, 100, by=house.supervisor)
    Request.objects.filter(pk=own.pk).update(post="CS_SUPERVISOR")
    client = sign_in(house.supervisor)
    picked = {"act": "approve", "pick": [theirs.pk, own.pk]}
    shown = client.get("/queue/several/", picked).content.decode()
    assert theirs.case.number in shown
    assert own.case.number not in shown, "the preview has only what he may decide"
    client.post("/queue/several/", picked)
    own.refresh_from_db()
    assert own.decision == "WAITING"


def test_a_case_that_is_asked_about_twice_waits_once(
    house: House, done: Done, boss: Staff
) -> None:
    case = call(house).register
    facts: dict[str, Any] = {"reason": "x", "details": {"amount": 1}}
    requests.ask(case, SPEND, by=house.clerk, **facts)
    with pytest.raises(Refused):
        requests.ask(case, SPEND, by=house.supervisor, **facts)
