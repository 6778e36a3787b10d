"""The demonstration: believable, the same for the same seed, ready to be worked on."""

from __future__ import annotations

import contextlib
from collections import Counter
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from django.apps import apps
from django.contrib.auth.hashers import check_password
from django.core.exceptions import FieldError
from django.core.management import CommandError, call_command
from django.db import connection, connections, models
from django.test import override_settings
from django.utils import timezone
from pytest_django import DjangoDbBlocker

from callbacks import transitions as calls
from callbacks.models import Callback
from callbacks.transitions.sampling import recount
from complaints import transitions as complaining
from complaints.models import Complaint
from propertyservice.approvals.models import Request
from propertyservice.cases.models import Case, Step
from propertyservice.numbering.models import Counter as Series
from propertyservice.organisation.models import Office, OfficeKind, Staff
from propertyservice.organisation.scope import everywhere, scope
from propertyservice.oversight.models import Inspection, SurveySheet
from propertyservice.workbench import demo
from propertyservice.workbench.demo.people import ROLES
from propertyservice.workflow.deadlines import DeadlineBook
from propertyservice.workflow.models import Deadline, Notice
from repairs import transitions as do
from repairs.models import Repair, Status, TaskSheet
from tests.support.databases import as_owner, clone

DAY = date(2026, 10, 20)
APPS = (
    *("organisation", "estate", "cases", "workflow", "approvals"),
    *("files", "numbering", "policy", "repairs", "audit", "complaints"),
)
# Hashed with salt, or written by the database's own clock.
BY_ITSELF = {"password", "appointed_at", "loaded_at", "request_id"}


@contextlib.contextmanager
def loaded_copy(files: Path) -> Iterator[dict[str, int]]:
    """A database of its own with a small demonstration, seen as the application."""
    with clone(), override_settings(MEDIA_ROOT=files):
        with as_owner():
            counts = demo.load(offices=2, households=90, months=2, seed=7, today=DAY)
        yield counts


@contextlib.contextmanager
def beside() -> Iterator[None]:
    """Leave the loaded copy for the empty database that it was made of."""
    here = connection.settings_dict
    copy = here["NAME"]
    connections.close_all()
    here["NAME"] = copy.rpartition("_copy")[0]
    try:
        yield
    finally:
        connections.close_all()
        here["NAME"] = copy


@pytest.fixture(scope="module")
def loaded(
    django_db_setup: None,
    django_db_blocker: DjangoDbBlocker,
    tmp_path_factory: pytest.TempPathFactory,
) -> Iterator[dict[str, int]]:
    with django_db_blocker.unblock(), loaded_copy(tmp_path_factory.mktemp("a")) as made:
        yield made


def everything() -> dict[str, list[Any]]:
    """Every row of the business tables, without what differs by itself."""
    found = {}
    with everywhere("test"):
        for label in APPS:
            for model in apps.get_app_config(label).get_models():
                if not getattr(model, "sealed", False) and not is_event(model):
                    found[model._meta.label] = rows_of(model)
    return found


def is_event(model: type[models.Model]) -> bool:
    return model.__name__.endswith("Event")


def rows_of(model: type[models.Model]) -> list[Any]:
    names = [f.attname for f in model._meta.concrete_fields if f.name not in BY_ITSELF]
    rows = model._default_manager.order_by("pk")
    # The till writes down the moment at which it happens; nobody can set its clock.
    for path in ("", "case__", "request__case__"):
        with contextlib.suppress(FieldError):
            rows = rows.exclude(**{f"{path}clause__startswith": "fee"})
    with contextlib.suppress(FieldError):
        rows = rows.exclude(created_at__date__gt=DAY)
    return list(rows.values_list(*names))


def test_the_same_seed_and_day_give_the_same_rows(
    loaded: dict[str, int], tmp_path: Path
) -> None:
    first = everything()
    with beside(), loaded_copy(tmp_path) as again:
        second = everything()
    assert again == loaded
    assert len(first["repairs.Repair"]) == loaded["repairs"] > 60
    for label, rows in first.items():
        assert rows == second[label], label


def test_every_status_stands_in_each_office(loaded: dict[str, int]) -> None:
    with everywhere("test"):
        for office in Office.objects.filter(kind=OfficeKind.MANAGEMENT):
            found = Repair.objects.filter(office=office).values_list(
                "status", flat=True
            )
            assert set(found) == set(Status.values), office.code


def test_some_are_late_some_wait_for_a_decision_and_people_were_told(
    loaded: dict[str, int],
) -> None:
    with everywhere("test"):
        late = Case.objects.filter(is_open=True, due_at__lt="2026-10-20T10:00+08:00")
        assert late.count() >= 4
        assert Deadline.objects.filter(state="MISSED").exists()
        assert Deadline.objects.filter(state="PAUSED").exists()
        waiting = Case.objects.filter(requests__decision="WAITING")
        assert waiting.filter(office__code="JX").count() >= 3
        assert Repair.objects.filter(is_incident=True, reports__isnull=False).exists()
    assert Notice.objects.filter(recipient__username="supervisor").exists()


def test_numbers_have_no_gap_and_new_ones_follow(loaded: dict[str, int]) -> None:
    with everywhere("test"):
        numbers = [
            *Case.objects.values_list("number", flat=True),
            *TaskSheet.objects.values_list("task_no", flat=True),
            *Request.objects.values_list("number", flat=True),
            *Inspection.objects.values_list("number", flat=True),
            *SurveySheet.objects.values_list("number", flat=True),
        ]
    taken = Counter(number.rpartition("-")[0] for number in numbers)
    assert taken == dict(Series.objects.values_list("series", "value"))
    for series, count in taken.items():
        assert f"{series}-{count:04d}" in numbers
    assert len(set(numbers)) == len(numbers)


def known_steps(clause: str) -> dict[str, Any]:
    """Every step of a clause by its name, those of the system included."""
    steps: tuple[Any, ...] = do.STEPS
    if clause == "callbacks":
        steps = calls.STEPS + calls.BY_SYSTEM + calls.BY_DECISION
    if clause == "complaints":
        return {**complaining.BY_NAME, **complaining.ELSEWHERE}
    return {step.name: step for step in steps}


@pytest.mark.parametrize(
    ("clause", "first"),
    [
        ("repairs", ("report", "REGISTERED")),
        ("callbacks", ("draw", "PLANNED")),
        ("complaints", ("receive", "RECEIVED")),
    ],
)
def test_every_step_is_one_that_the_transitions_allow(
    loaded: dict[str, int], clause: str, first: tuple[str, str]
) -> None:
    with everywhere("test"):
        steps = list(Step.objects.filter(case__clause=clause).order_by("pk").values())
    last: dict[int, dict[str, Any]] = {}
    known = known_steps(clause)
    for step in steps:
        before = last.get(step["case_id"])
        if before is None:
            assert (step["name"], step["to_status"]) == first
        else:
            allowed = known[step["name"]]
            assert step["from_status"] == before["to_status"]
            assert step["from_status"] in allowed.sources, step
            assert step["to_status"] in (allowed.targets or (step["from_status"],))
            assert step["occurred_at"] >= before["occurred_at"]
        last[step["case_id"]] = step
    with everywhere("test"):
        models = {"repairs": Repair, "callbacks": Callback, "complaints": Complaint}
        rows = models[clause].objects.all()
        for row in rows:
            assert row.status == last[row.pk]["to_status"]


def test_the_draws_are_those_that_a_recount_makes(loaded: dict[str, int]) -> None:
    with everywhere("test"):
        assert Callback.objects.filter(why="CALLED_UP").exists()
        assert list(recount.differences(recount.every())) == []


def test_limits_are_what_the_clocks_say_and_the_register_repeats_them(
    loaded: dict[str, int],
) -> None:
    with everywhere("test"):
        for repair in Repair.objects.select_related("register__office"):
            book = DeadlineBook.of(repair.register)
            due = {each.pk: each.due_at for each in book.running()}
            book.recompute()
            assert due == {each.pk: each.due_at for each in book.running()}
            upcoming = book.next
            assert repair.due_at == (upcoming.due_at if upcoming else None)
            assert repair.register.due_at == repair.due_at
            assert repair.due_kind == (upcoming.kind if upcoming else "")
            if not repair.is_open:
                assert not book.running()


def test_the_remark_stands_where_the_sheet_is_back(loaded: dict[str, int]) -> None:
    with everywhere("test"):
        for repair in Repair.objects.all():
            assert bool(repair.completion_remark) == bool(repair.sheet_returned_at)


def test_the_history_knows_every_repair(loaded: dict[str, int]) -> None:
    event = apps.get_model("repairs", "RepairEvent")
    with everywhere("test"):
        kept = set(event.objects.values_list("pgh_obj_id", flat=True))
        assert kept == set(Repair.objects.values_list("pk", flat=True))


def test_the_accounts_are_those_that_are_promised(loaded: dict[str, int]) -> None:
    of_offices = {role.account for role in ROLES} - {"desk"}
    wide = {"company", "finance", "auditor", "sales", "aftersales", "engineering"}
    promised = {"clerk", "supervisor", "manager", "cashier", "maintenance", "repairer"}
    promised |= {"callback", "archivist", "keykeeper", "renovation", "storekeeper"}
    assert promised <= of_offices
    known = {staff.username: staff for staff in Staff.objects.all()}
    assert promised | {f"{name}2" for name in promised} | wide <= known.keys()
    assert all(check_password("demo-pass-2026", s.password) for s in known.values())
    management = set(Office.objects.filter(kind="MANAGEMENT").values_list(flat=True))
    for name in ("company", "finance", "auditor"):
        assert known[name].office_ids == management
    assert known["sales"].office_ids.isdisjoint(management)
    assert known["clerk"].office_ids.isdisjoint(known["clerk2"].office_ids)


def test_work_goes_on_where_the_demonstration_ends(loaded: dict[str, int]) -> None:
    clerk = Staff.objects.get(username="clerk")
    with scope(clerk):
        waiting = Repair.objects.filter(
            status="REGISTERED", incident=None, is_incident=False
        )
        repair = waiting.order_by("-reported_at")[0]
        repairer = Staff.objects.get(username="electrician")
        do.dispatch(repair, by=clerk, technician=repairer)
        assert repair.status == "DISPATCHED"
        assert f"{timezone.localdate():%Y%m%d}-0001" in repair.sheet.task_no


def test_a_database_with_data_is_refused(loaded: dict[str, int]) -> None:
    with pytest.raises(CommandError) as refused:
        call_command("load_demo")
    assert "nothing was loaded" in str(refused.value) or "没有" in str(refused.value)
    assert Staff.objects.filter(username="clerk").count() == 1
