"""Findings, violations and large sums: every step from every status as everybody."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pytest
from django.utils import timezone

from fees.models import Check, CheckFinding, LargeReport, Violation
from fees.transitions import large, reconciling, supervising
from fees.transitions.proving import Found
from propertyservice.cases.models import CaseRecord
from propertyservice.organisation.models import Staff
from propertyservice.workflow.transitions import Transition
from tests.fees.tables.trying import DENIED, LOOK, Act, Row, people, tried, wanted
from tests.fees.till import Till
from tests.support.cast import House
from tests.support.people import sign_in

FINDING = {
    "settle": Row({"manager", "chief"}, {"OPEN"}, "SETTLED"),
}
VIOLATION = {
    "report_up": Row(LOOK, {"FOUND"}, "REPORTED"),
    "investigate": Row(LOOK, {"REPORTED"}, "INVESTIGATED"),
    "decide": Row({"manager", "chief"}, {"INVESTIGATED"}, "DECIDED"),
}
LARGE = {
    "report_large": Row({"cashier", "relief"}, {"DUE"}, "REPORTED"),
    "take_note": Row({"manager", "finance"}, {"REPORTED"}, "READ"),
}
DETAILS: dict[str, dict[str, str]] = {
    "settle": {"answer": "打印机卡纸"},
    "report_up": {"reported_to": "公司财务部"},
    "investigate": {"investigation": "属实"},
    "decide": {"decision": "退回并批评"},
    "report_large": {"words": "转账"},
    "take_note": {},
}
FINDING_WAY = ("OPEN", "SETTLED")
VIOLATION_WAY = ("FOUND", "REPORTED", "INVESTIGATED", "DECIDED")
LARGE_WAY = ("DUE", "REPORTED", "READ")


@pytest.fixture
def cast(till: Till, other: House) -> dict[str, Staff]:
    """Everybody."""
    return people(till, other)


def finding_of(till: Till) -> CheckFinding:
    """The night found a gap in a book."""
    wrong = Found(Check.NUMBERS, "1-50", "缺号")
    reconciling.record(till.house.office, timezone.localdate(), wrong)
    return CheckFinding.objects.get()


def found(till: Till, named: Staff, by: Staff) -> Violation:
    """Somebody is said to have left a slip of paper for cash."""
    office = till.house.office
    return supervising.find(office, "SLIP", named=named, by=by, what="白条抵库")


def large_of(till: Till) -> LargeReport:
    """6000 yuan came in at once."""
    till.open()
    till.pay("6000.00", charges=[till.charge("6000.00")])
    return LargeReport.objects.get()


def lead(
    record: Any, way: tuple[str, ...], status: str, takes: Mapping[str, Any]
) -> None:
    """Lead a case along its only way to a status."""
    for name, by in list(takes.items())[: way.index(status)]:
        step: Transition = BY_NAME[name]
        step(record, by=by, **DETAILS[name])
        record.refresh_from_db()
    assert record.status == status


BY_NAME = {**reconciling.BY_NAME, **supervising.BY_NAME, **large.BY_NAME}


def acts_on(record: CaseRecord, table: Mapping[str, Row]) -> dict[str, Act]:
    """Every step of the table, on the record as a request reads it."""
    rows: Any = type(record).objects.select_related("register", "office")  # type: ignore[attr-defined]

    def act(name: str) -> Act:
        return lambda by: BY_NAME[name](rows.get(pk=record.pk), by=by, **DETAILS[name])

    return {name: act(name) for name in table}


def came_of(record: Any, table: Mapping[str, Row], cast: dict[str, Staff]) -> Any:
    """What came of every step in everybody's hands."""
    model: Any = type(record)
    status = lambda: model.objects.get(pk=record.pk).status  # noqa: E731
    return tried(acts_on(record, table), cast, status)


@pytest.mark.clause("4.8.5")
@pytest.mark.parametrize("status", FINDING_WAY)
def test_a_finding_is_the_managers_to_explain(
    till: Till, cast: dict[str, Staff], status: str
) -> None:
    finding = finding_of(till)
    lead(finding, FINDING_WAY, status, {"settle": till.house.manager})

    assert came_of(finding, FINDING, cast) == wanted(FINDING, status, cast)


@pytest.mark.clause("4.8.3", "4.8.5")
@pytest.mark.edge(91)
@pytest.mark.parametrize("named", ["cashier", "supervisor", "manager", "finance"])
@pytest.mark.parametrize("status", VIOLATION_WAY)
def test_a_violation_goes_on_in_other_hands_than_the_named(
    till: Till, cast: dict[str, Staff], status: str, named: str
) -> None:
    finder = "supervisor" if named == "finance" else "finance"
    violation = found(till, cast[named], cast[finder])
    way = {"report_up": finder, "investigate": "chief", "decide": "chief"}
    takes = {step: cast[who] for step, who in way.items()}
    lead(violation, VIOLATION_WAY, status, takes)

    expected = wanted(VIOLATION, status, cast)
    expected |= {(step, named): DENIED for step in VIOLATION}
    assert came_of(violation, VIOLATION, cast) == expected
    page = sign_in(cast[named]).get(violation.get_absolute_url())
    assert page.status_code in (403, 404)


@pytest.mark.clause("4.8.5")
def test_who_may_report_a_violation(till: Till, cast: dict[str, Staff]) -> None:
    may = {"find": Row(LOOK - {"manager"}, {"none yet"})}
    find: Act = lambda by: found(till, till.house.manager, by)  # noqa: E731

    came = tried({"find": find}, cast, lambda: "")

    assert came == wanted(may, "none yet", cast)


@pytest.mark.clause("4.8.4")
@pytest.mark.parametrize("status", LARGE_WAY)
def test_a_large_sum_is_reported_by_cashiers_and_read_above(
    till: Till, cast: dict[str, Staff], status: str
) -> None:
    report = large_of(till)
    takes = {"report_large": till.cashier, "take_note": till.house.manager}
    lead(report, LARGE_WAY, status, takes)

    assert came_of(report, LARGE, cast) == wanted(LARGE, status, cast)
