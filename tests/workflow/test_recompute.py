"""A correction of the calendar or of a rule recomputes open deadlines (RULES 2.0.3)."""

from __future__ import annotations

from datetime import date, datetime, timedelta

import pytest
from django.utils import timezone

from propertyservice.audit.models import Run
from propertyservice.policy import signals
from propertyservice.policy.in_force import reread
from propertyservice.policy.models import CalendarDay, CalendarYear, RuleVersion
from propertyservice.workflow.models import Chase, Deadline, DeadlineState
from propertyservice.workflow.recompute import run_waiting
from repairs import transitions as do
from repairs.models import Repair
from repairs.rules.deadlines import ANSWER, FINISH, NOTIFY
from tests.repairs.test_life import call
from tests.support.cast import House

pytestmark = pytest.mark.django_db


@pytest.mark.clause("4.9")
def test_a_corrected_calendar_moves_open_deadlines_and_keeps_both_times(
    house: House,
) -> None:
    repair = call(house)
    do.refer(repair, by=house.maintenance, to="OWNER", party="业主")
    before = Deadline.objects.get(kind=ANSWER).due_at
    assert before is not None
    last = timezone.localtime(before - timedelta(minutes=1)).date()
    CalendarDay.objects.update_or_create(
        date=last,
        defaults={"year": CalendarYear.objects.get(year=last.year), "kind": "HOLIDAY"},
    )
    reread()
    signals.calendar_corrected.send(
        sender=CalendarYear,
        year=last.year,
        days=frozenset({last}),
        reason="补发通知",
        by=house.manager,
    )
    (run,) = run_waiting()
    deadline = Deadline.objects.get(kind=ANSWER)
    assert deadline.due_at is not None
    assert deadline.due_at > before
    (change,) = deadline.basis["changes"]
    assert datetime.fromisoformat(change["from"]) == before
    assert datetime.fromisoformat(change["to"]) == deadline.due_at
    assert change["why"] == "补发通知"
    assert (run.counts["cases"], run.counts["moved"]) == (1, 1)
    repair.refresh_from_db()
    assert repair.due_at == repair.register.due_at == deadline.due_at
    assert Chase.objects.get(deadline=deadline).due_at == deadline.due_at
    assert run_waiting() == []


def test_a_corrected_rule_moves_its_running_limits_and_no_others(house: House) -> None:
    ended, running = call(house), call(house)
    do.cancel(ended, by=house.clerk, asked_by="住户")
    finish = Deadline.objects.get(case=running.pk, kind=FINISH).due_at
    version = RuleVersion.objects.create(
        key="repair.notify.EMERGENCY",
        value={"clock": "NATURAL", "minutes": 10},
        effective_from=date(2000, 1, 1),
        source="更正",
        confidence="T",
        reason="录错",
    )
    reread()
    signals.rule_corrected.send(
        sender=RuleVersion, version=version, reason="录错", by=house.manager
    )
    run_waiting()
    notify = Deadline.objects.get(case=running.pk, kind=NOTIFY)
    minute = notify.starts_at.replace(second=0, microsecond=0)
    assert notify.due_at == minute + timedelta(minutes=10)
    assert notify.limit == version.value
    assert notify.rule_version == version
    assert Deadline.objects.get(case=running.pk, kind=FINISH).due_at == finish
    assert Deadline.objects.get(case=ended.pk, kind=NOTIFY).limit["minutes"] == 5
    assert Repair.objects.get(pk=running.pk).due_at == notify.due_at
    assert Run.objects.filter(finished_at=None).count() == 0


def test_a_pause_is_written_once_and_an_old_one_is_left_alone(
    house: House, django_assert_max_num_queries: object
) -> None:
    repair = call(house)
    do.dispatch(repair, by=house.clerk, technician=house.repairer)
    do.accept(repair, by=house.repairer)
    do.arrive(repair, by=house.repairer)
    for _ in range(2):
        do.suspend(
            repair,
            by=house.maintenance,
            reason_code="WAIT_QUOTE",
            next_action_on=timezone.localdate(),
        )
        assert Deadline.objects.get(kind=FINISH, case=repair.pk).state in (
            DeadlineState.RUNNING,
            DeadlineState.PAUSED,
        )
        do.resume(repair, by=house.repairer)
        do.arrive(repair, by=house.repairer)
    first, second = repair.register.pauses.order_by("pk")
    assert first.ended_at
    assert second.ended_at
    assert first.events.count() == second.events.count() == 2
