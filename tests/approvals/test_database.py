"""What the tables refuse, whatever writes them: raw SQL of the application's role."""

from __future__ import annotations

from typing import Any

import pytest
from django.db import DatabaseError, IntegrityError, connection, transaction

from propertyservice.approvals import requests
from propertyservice.approvals.models import Request
from propertyservice.audit import refusals
from propertyservice.cases.models import Case
from propertyservice.organisation.models import Appointment, Staff
from propertyservice.organisation.scope import scope
from tests.approvals.conftest import Done
from tests.approvals.test_deciding import approve, ask
from tests.support.cast import House, hire

RULE = """
INSERT INTO approvals_tierdecision (request_id, office_id, tier, post, verdict,
  decided_by_id, decided_at, opinion, apart)
SELECT id, office_id, %s, post, %s, %s, now(), '', %s FROM approvals_request
WHERE id = %s
"""
DECIDE = """
UPDATE approvals_request SET decision = %s, decided_by_id = %s, decided_at = now()
WHERE id = %s
"""


def refused(sql: str, *values: Any) -> str:
    """The name of the constraint that refuses a statement."""
    with (
        pytest.raises(IntegrityError) as error,
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute(sql, values)
    name = refusals.constraint_of(error.value)
    assert refusals.known(name), name
    return name


def run(sql: str, *values: Any) -> None:
    """A statement that is allowed."""
    with connection.cursor() as cursor:
        cursor.execute(sql, values)


@pytest.fixture
def request_(house: House, done: Done, boss: Staff) -> Request:
    """Nine thousand yuan: three tiers."""
    return ask(house, 9000)


def test_nobody_decides_his_own(request_: Request, house: House) -> None:
    mine = (0, "APPROVED", house.clerk.pk, True, request_.pk)
    assert refused(RULE, *mine) == "approvals_not_ones_own"


def test_nobody_decides_about_himself(request_: Request, house: House) -> None:
    run(
        "UPDATE cases_case SET hidden_from_id = %s WHERE id = %s",
        house.manager.pk,
        request_.case_id,
    )
    about = (0, "APPROVED", house.manager.pk, True, request_.pk)
    assert refused(RULE, *about) == "approvals_not_about_oneself"


def test_a_request_does_not_exist_for_whom_it_is_about(
    request_: Request, house: House
) -> None:
    Case.objects.filter(pk=request_.case_id).update(hidden_from=house.supervisor)
    second = hire(house.office, "second", "CS_SUPERVISOR")
    approve_by = (0, "APPROVED", second.pk, True, request_.pk)
    with scope(house.supervisor, offices=[house.office.pk]):
        assert not Request.objects.filter(pk=request_.pk).exists()
        with pytest.raises(DatabaseError), transaction.atomic():
            run(
                "INSERT INTO approvals_tierdecision (request_id, office_id, tier, post,"
                " verdict, decided_by_id, decided_at, opinion, apart)"
                " VALUES (%s, %s, 0, '', 'APPROVED', %s, now(), '', true)",
                request_.pk,
                house.office.pk,
                house.supervisor.pk,
            )
    with scope(second, offices=[house.office.pk]):
        assert Request.objects.filter(pk=request_.pk).exists()
        run(RULE, *approve_by)


def test_one_person_can_not_be_two_tiers_whatever_the_row_says(
    request_: Request, house: House
) -> None:
    approve(request_, house.supervisor)
    Appointment.objects.filter(holder=house.supervisor).update(post="OFFICE_MANAGER")
    twice = (1, "APPROVED", house.supervisor.pk, False, request_.pk)
    assert refused(RULE, *twice) == "approvals_tiers_in_two_hands"


def test_no_tier_is_left_out(request_: Request, house: House) -> None:
    early = (1, "APPROVED", house.manager.pk, True, request_.pk)
    assert refused(RULE, *early) == "approvals_tier_in_turn"
    jump = "UPDATE approvals_request SET tier = 1 WHERE id = %s"
    assert refused(jump, request_.pk) == "approvals_tier_in_turn"
    run(RULE, 0, "APPROVED", house.supervisor.pk, True, request_.pk)
    whole = ("APPROVED", house.supervisor.pk, request_.pk)
    assert refused(DECIDE, *whole) == "approvals_tier_in_turn"


def test_who_decides_has_said_so(request_: Request, house: House) -> None:
    forged = ("RETURNED", house.manager.pk, request_.pk)
    assert refused(DECIDE, *forged) == "approvals_tier_in_turn"


@pytest.mark.parametrize("decision", ["APPROVED", "WAITING", "WITHDRAWN"])
def test_a_decision_stands(request_: Request, house: House, decision: str) -> None:
    requests.decide(request_, by=house.supervisor, approve=False, opinion="不同意")
    again = "UPDATE approvals_request SET decision = %s WHERE id = %s"
    assert refused(again, decision, request_.pk) == "approvals_decided_once"


@pytest.mark.parametrize(
    "change",
    ["reason = 'x'", "details = '{}'", "tiers = '[]'", "apart = false", "level = '1'"],
)
def test_what_was_asked_stays(request_: Request, change: str) -> None:
    sql = f"UPDATE approvals_request SET {change} WHERE id = %s"  # noqa: S608
    assert refused(sql, request_.pk) == "approvals_question_stays"


def test_a_request_is_born_waiting(request_: Request, house: House) -> None:
    sql = """
INSERT INTO approvals_request (number, case_id, office_id, kind, reason, details,
  asked_by_id, asked_at, level, tiers, apart, tier, post, decision, decided_by_id,
  decided_at, opinion)
SELECT 'JX-SP-1', case_id, office_id, 'x', '', '{}', asked_by_id, now(), '', '[]',
  true, 0, '', 'APPROVED', %s, now(), '' FROM approvals_request WHERE id = %s
"""
    assert refused(sql, house.manager.pk, request_.pk) == "approvals_born_waiting"


def test_the_log_of_the_tiers_is_never_changed(request_: Request, house: House) -> None:
    approve(request_, house.supervisor)
    for sql in (
        "UPDATE approvals_tierdecision SET verdict = 'RETURNED'",
        "DELETE FROM approvals_tierdecision",
    ):
        with pytest.raises(DatabaseError), transaction.atomic():
            run(sql)
