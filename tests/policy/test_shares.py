"""A share is typed and read as people write it: 98 %, stored as 0.98 (RULES 2.1)."""

from __future__ import annotations

from typing import Any

import pytest
from django.utils import timezone

from propertyservice.organisation.models import Office, Staff
from propertyservice.policy import overview
from propertyservice.policy.models import RuleVersion
from propertyservice.policy.values import share_of
from tests.support.people import hire, make_office, sign_in

pytestmark = [pytest.mark.django_db, pytest.mark.clause("4.2.1")]
KEY = "repair.timeliness.MINOR"
ADD = "/admin/policy/ruleversion/add/"


@pytest.fixture
def office() -> Office:
    return make_office()


@pytest.fixture
def manager(office: Office) -> Staff:
    return hire(office, "OFFICE_MANAGER")


def send(manager: Staff, office: Office, value: str) -> Any:
    """The form for a new value."""
    values = {"key": KEY, "value": value, "office": office.pk, "city": "", "grade": ""}
    values |= {"effective_from": str(timezone.localdate()), "source": "合同"}
    return sign_in(manager).post(ADD, values)


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("97%", 0.97),
        ("97", 0.97),
        ("0.97", 0.97),
        ("９７％", 0.97),
        ("97.5 %", 0.975),
        ("1", 1),
        ("100%", 1),
        ("1%", 0.01),
        ("0", 0),
    ],
)
def test_a_share_is_taken_as_people_write_it(
    office: Office, manager: Staff, typed: str, kept: float
) -> None:
    answer = send(manager, office, typed)

    assert answer.status_code == 302, answer.context["errors"]
    assert RuleVersion.objects.get(key=KEY).value == kept


@pytest.mark.parametrize("typed", ["101%", "980", "-1%", "most", "%", "1e2", "[1]"])
def test_what_is_no_share_gets_a_sentence_and_stays(
    office: Office, manager: Staff, typed: str
) -> None:
    answer = send(manager, office, typed)

    form = answer.context["adminform"].form
    assert "98%" in " ".join(form.errors["value"])
    assert form["value"].value() is not None
    assert not RuleVersion.objects.exists()


def test_a_share_is_read_in_hundredths(office: Office, manager: Staff) -> None:
    def shown() -> str:
        page = sign_in(manager).get("/rules/")
        return next(r.value for r in page.context["rows"] if r.rule.key == KEY)

    assert shown() == "98%"
    send(manager, office, "97.5%")
    assert shown() == "97.5%"

    form = sign_in(manager).get(f"{ADD}?key={KEY}&office={office.pk}")
    assert 'value="97.5%"' in form.content.decode()


def test_a_share_goes_through_the_form_unchanged() -> None:
    for hundredths in range(101):
        share = hundredths / 100
        assert share_of(overview.percent(share)) == share
