"""What the application itself can't rewrite: records, decisions, names (4.9)."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.apps import apps
from django.contrib.admin.models import CHANGE, LogEntry
from django.contrib.contenttypes.models import ContentType
from django.db import IntegrityError, connection, transaction
from django.db.models import Model
from django.db.utils import DatabaseError
from django.utils import timezone

from propertyservice.approvals import requests
from propertyservice.audit.database import office_column, parent_key
from propertyservice.audit.models import Run
from propertyservice.audit.refusals import constraint_of
from propertyservice.cases.models import Case, CaseRecord, Step
from propertyservice.organisation.scope import scope
from propertyservice.workflow.models import Chase, Deadline, Notice, NoticeLine
from repairs import transitions as do
from repairs.models import Repair, TaskSheet
from tests.access.world import World, report

pytestmark = pytest.mark.clause("4.9")

REWRITES = [
    "UPDATE workflow_chase SET due_at = now() + interval '1 year'",
    "DELETE FROM workflow_chase",
    "INSERT INTO workflow_chase (deadline_id, case_id, supervisor_post, manager_post,"
    " next_at, level, due_at) VALUES (1, 1, '', '', now(), 0, now())",
    "UPDATE workflow_notice SET text = 'x'",
    "UPDATE workflow_notice SET recipient_id = 1",
    "DELETE FROM workflow_notice",
    "UPDATE workflow_noticeline SET level = 0",
    "DELETE FROM workflow_noticeline",
    "UPDATE audit_run SET started_at = now()",
    "DELETE FROM audit_run",
    "UPDATE policy_revision SET revision = 1",
    "DELETE FROM policy_revision",
    "INSERT INTO policy_revision (id, revision) VALUES (1, 1)",
    "DELETE FROM pghistory_context",
    "UPDATE pghistory_context SET metadata = '{}'",
    "UPDATE django_admin_log SET object_repr = 'x'",
    "DELETE FROM django_admin_log",
    "UPDATE axes_accesslog SET username = 'x'",
    "DELETE FROM axes_accesslog",
    "DELETE FROM approvals_request",
]


@pytest.mark.parametrize("statement", REWRITES)
def test_a_record_can_not_be_rewritten(statement: str, world: World) -> None:
    with (
        pytest.raises(DatabaseError, match="permission denied"),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute(statement)


def test_what_work_needs_is_still_written(world: World) -> None:
    """Read a notice, finish a run, chase on: the columns that live."""
    assert Notice.objects.filter(pk=world.notice.pk).update(read_at=timezone.now()) == 1
    run = Run.objects.create(job="x")
    run.counts = {"done": 1}
    run.finish()
    run.refresh_from_db()
    assert (run.finished_at is not None, run.counts) == (True, {"done": 1})
    assert Chase.objects.update(next_at=timezone.now()) > 0
    person = world.house.manager
    LogEntry.objects.create(
        user_id=person.pk,
        content_type=ContentType.objects.get_for_model(Case),
        object_id="1",
        action_flag=CHANGE,
    )


def test_the_chase_follows_its_deadline_without_a_right_to_write_it(
    world: World,
) -> None:
    deadline = Deadline.objects.filter(state="RUNNING").first()
    assert deadline is not None
    later = timezone.now() + timedelta(days=9)
    Deadline.objects.filter(pk=deadline.pk).update(due_at=later, escalate_at=None)
    assert Chase.objects.get(pk=deadline.pk).due_at == later
    Deadline.objects.filter(pk=deadline.pk).update(state="VOID", ended_at=later)
    assert not Chase.objects.filter(pk=deadline.pk).exists()


def test_number_kind_and_office_of_a_case_stay(world: World) -> None:
    case = Case.objects.filter(pk=world.repair.pk)
    both = [world.house.office.pk, world.other.office.pk]
    changes: list[dict[str, object]] = [
        {"number": "JX-BX-20200101-0001"},
        {"clause": "complaints"},
        {"office": world.other.office},
    ]
    for change in changes:
        with (
            scope(offices=both),
            pytest.raises(IntegrityError) as refused,
            transaction.atomic(),
        ):
            case.update(**change)
        assert constraint_of(refused.value) == "cases_named_for_good"


@pytest.mark.clause("4.2.1")
def test_the_table_closes_a_new_repair_only_when_it_joined_an_incident(
    world: World,
) -> None:
    house = world.house
    alone = report(house, unit=house.upstairs)
    with pytest.raises(IntegrityError) as refused, transaction.atomic():
        Repair.objects.filter(pk=alone.pk).update(status="CLOSED")
    assert constraint_of(refused.value) == "repairs_status_jump"

    do.declare_incident(world.repair, by=house.maintenance)
    do.join_incident(alone, by=house.clerk, incident=world.repair)
    with transaction.atomic():
        assert Repair.objects.filter(pk=alone.pk).update(status="CLOSED") == 1


def seen(model: type[Model], office: int) -> int:
    """How many rows a careless query without any filter finds in an office."""
    with scope(offices=[office]):
        return model._default_manager.count()


@pytest.mark.parametrize(
    "model",
    [
        Step,
        Deadline,
        TaskSheet,
        NoticeLine,
        *(
            apps.get_model(name)
            for name in (
                "cases.CaseEvent",
                "repairs.RepairEvent",
                "repairs.TaskSheetEvent",
                "workflow.DeadlineEvent",
                "approvals.RequestEvent",
            )
        ),
    ],
)
def test_what_hangs_on_a_case_is_hidden_with_it(
    model: type[Model], world: World
) -> None:
    requests.decide(world.request, by=world.house.maintenance, approve=True)
    assert seen(model, world.house.office.pk) > 0
    assert seen(model, world.other.office.pk) == 0


def test_nothing_is_hung_on_a_case_of_another_office(world: World) -> None:
    with (
        scope(offices=[world.other.office.pk]),
        pytest.raises(DatabaseError, match="row-level security"),
    ):
        Step.objects.create(case=world.repair.register, name="forged")


def test_every_table_of_an_office_or_a_case_has_its_policy(world: World) -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT c.relname FROM pg_class c JOIN pg_policy p ON p.polrelid = c.oid"
            " WHERE c.relrowsecurity"
        )
        protected = {row[0] for row in cursor.fetchall()}
    wanted = {
        model._meta.db_table
        for model in apps.get_models()
        if model._meta.managed and (office_column(model) or parent_key(model))
    }
    assert wanted <= protected
    assert {"cases_step", "workflow_deadline", "repairs_repairevent"} <= wanted


def test_no_table_that_hangs_on_a_case_is_forgotten() -> None:
    """A chase has no words in it, and the chasing job reads it outside of a scope."""
    open_to_all = {"workflow.Chase"}
    forgotten = {
        model._meta.label
        for model in apps.get_models()
        for field in model._meta.local_fields
        if field.is_relation
        and issubclass(field.related_model, Case | CaseRecord)
        and not (office_column(model) or parent_key(model))
    }
    assert forgotten == open_to_all
