"""Which posts decide, as a rule that the manager edits."""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.utils import timezone

from propertyservice.approvals import requests, tiers
from propertyservice.organisation.models import Staff
from propertyservice.policy.changing import Where, set_rule
from propertyservice.policy.overview import show
from tests.approvals.conftest import RULE, SPEND, TIERS, Done
from tests.repairs.test_life import call
from tests.support.cast import House


@pytest.mark.parametrize(
    ("amount", "deciding"),
    [
        (0, 1),
        (500, 1),
        (Decimal("500.01"), 2),
        (5000, 2),
        (Decimal("99999.99"), 3),
    ],
)
def test_an_amount_chooses_its_tiers_bounds_included(
    amount: Any, deciding: int
) -> None:
    assert len(tiers.chosen(TIERS, amount)) == deciding


def test_a_level_chooses_its_posts() -> None:
    rule = {"MINOR": ["CS_SUPERVISOR"], "MAJOR": ["COMPANY_MANAGER"]}
    assert tiers.chosen(rule, "MAJOR") == ["COMPANY_MANAGER"]
    with pytest.raises(KeyError):
        tiers.chosen(rule, "OTHER")


@pytest.mark.parametrize(
    "value",
    [
        [],
        ["NOBODY"],
        ["CS_SUPERVISOR", "CS_SUPERVISOR"],
        {"MINOR": []},
        {"up_to": [500], "posts": [["CS_SUPERVISOR"]]},
        {"up_to": [500, 100], "posts": [["CS_SUPERVISOR"]] * 3},
        {"up_to": [500], "posts": [["CS_SUPERVISOR"], []]},
    ],
)
def test_tiers_that_nobody_could_decide_are_refused(value: Any) -> None:
    with pytest.raises(ValidationError):
        tiers.check(value)


def test_the_manager_changes_the_tiers_of_his_office(
    house: House, done: Done, boss: Staff
) -> None:
    where = Where(office=house.office)
    with pytest.raises(ValidationError) as wrong:
        set_rule(
            key=RULE,
            value={"up_to": [100], "posts": [["CS_SUPERVISOR"]]},
            effective_from=timezone.localdate(),
            by=house.manager,
            where=where,
        )
    assert "value" in wrong.value.message_dict
    set_rule(
        key=RULE,
        value={"up_to": [100], "posts": [["CS_SUPERVISOR"], ["OFFICE_MANAGER"]]},
        effective_from=timezone.localdate(),
        by=house.manager,
        where=where,
    )
    case = call(house).register
    asked = requests.ask(
        case, SPEND, by=house.clerk, reason="x", details={"amount": 200}
    )
    assert (asked.tiers, asked.level) == (["OFFICE_MANAGER"], "200")
    assert asked.rule_version is not None


def test_a_case_that_has_begun_keeps_its_tiers(
    house: House, done: Done, boss: Staff
) -> None:
    set_rule(
        key=RULE,
        value={"up_to": [], "posts": [["COMPANY_MANAGER"]]},
        effective_from=timezone.localdate() + timedelta(days=1),
        by=house.manager,
        where=Where(office=house.office),
    )
    asked = requests.ask(
        call(house).register,
        SPEND,
        by=house.clerk,
        reason="x",
        details={"amount": 200},
    )
    assert asked.tiers == ["CS_SUPERVISOR"]


def test_the_rules_page_names_the_posts(in_english: None) -> None:
    rule = tiers.rule(
        "x", {"MINOR": ["OFFICE_MANAGER"]}, "x", "x", "G", [("MINOR", "minor")]
    )  # type: ignore[arg-type]
    assert show(rule.default, dict(rule.words)) == "minor: Office manager"
