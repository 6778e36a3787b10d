"""Which deadline of a case a list shows, and what it costs."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from pytest_django import DjangoAssertNumQueries

from propertyservice.cases.models import Case
from propertyservice.organisation.models import Staff
from propertyservice.organisation.scope import scope
from propertyservice.ui.deadlines import for_cases
from propertyservice.workflow.models import Deadline, Pause

NOW = datetime(2026, 3, 17, 2, 0, tzinfo=UTC)
HOUR = timedelta(hours=1)


@pytest.fixture
def case(reader: Staff) -> Iterator[Case]:
    """An open case of the reader's office."""
    with scope(reader):
        yield Case.objects.create(
            clause="repairs",
            number="JX-BX-20260317-0001",
            office=reader.office,
            title="厨房漏水",
            opened_at=NOW - 4 * HOUR,
        )


def limit(case: Case, kind: str, due: timedelta | None, **facts: Any) -> Deadline:
    """One deadline of the case, due so long after now."""
    return Deadline.objects.create(
        case=case,
        kind=kind,
        rule_key=kind,
        limit={"minutes": 60},
        starts_at=NOW - 4 * HOUR,
        due_at=NOW + due if due is not None else None,
        **facts,
    )


def test_the_running_limit_that_is_due_first_is_shown(
    case: Case, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    limit(case, "accept", -HOUR, state="MET", ended_at=NOW - 2 * HOUR)
    limit(case, "finish", 5 * HOUR)
    limit(case, "arrive", -HOUR / 2)

    with django_assert_num_queries(1):
        chips = for_cases([case.pk], NOW)

    assert chips[case.pk].state == "late"
    assert chips[case.pk].text.startswith("arrive ")


def test_a_finished_case_shows_the_limit_that_ended_last(case: Case) -> None:
    limit(case, "arrive", -HOUR, state="MET", ended_at=NOW - 2 * HOUR)
    limit(case, "finish", -HOUR, state="MISSED", ended_at=NOW - HOUR / 2)
    limit(case, "quote", HOUR, state="VOID", ended_at=NOW)

    assert for_cases([case.pk], NOW)[case.pk].state == "missed"
    assert for_cases([case.pk], NOW)[case.pk].text.startswith("finish ")


def test_a_stopped_clock_says_why(case: Case) -> None:
    limit(case, "finish", None, state="PAUSED")
    Pause.objects.create(case=case, reason="待料", started_at=NOW - 2 * HOUR)

    chip = for_cases([case.pk], NOW)[case.pk]

    assert chip.state == "pause"
    assert "待料" in chip.text


def test_a_case_without_limits_has_no_chip(case: Case) -> None:
    assert for_cases([case.pk], NOW) == {}
