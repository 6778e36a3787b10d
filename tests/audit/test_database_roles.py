"""The second wall: what the application's role can't see and can't do (4.9)."""

from __future__ import annotations

from collections.abc import Iterator

import pghistory.models
import pytest
from django.apps import apps
from django.conf import settings
from django.db import connection, transaction
from django.db.models import Model
from django.db.utils import DatabaseError

from propertyservice.audit.database import rights
from propertyservice.cases.models import Case, Step
from propertyservice.estate.models import Unit
from propertyservice.organisation.scope import scope
from repairs.models import Repair
from tests.access.world import World

pytestmark = pytest.mark.clause("4.9")


def guarded() -> Iterator[type[Model]]:
    """Every model whose rows belong to an office."""
    for model in apps.get_models():
        if getattr(model, "row_security", "") and model._meta.managed:
            yield model


def run(statement: str) -> None:
    """Try a statement as the application's role, and take it back."""
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement)


def table(model: type[Model]) -> str:
    """The table's name as SQL."""
    return connection.ops.quote_name(model._meta.db_table)


def test_the_tests_connect_as_the_applications_role(world: World) -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT current_user, rolsuper OR rolbypassrls FROM pg_roles"
            " WHERE rolname = current_user"
        )
        assert cursor.fetchone() == (settings.DATABASE_APP_ROLE, False)


@pytest.mark.parametrize("model", [Case, Repair, Unit])
def test_rows_of_another_office_are_hidden_when_visible_to_is_forgotten(
    model: type[Model], world: World
) -> None:
    everything = model._default_manager.all()
    with scope(offices=[world.house.office.pk]):
        seen = set(everything.values_list("office", flat=True))
    with scope(offices=[world.other.office.pk]):
        others = set(everything.values_list("office", flat=True))
    with scope(offices=[]):
        nothing = everything.count()
    assert seen == {world.house.office.pk}
    assert others <= {world.other.office.pk}
    assert nothing == 0


def test_a_row_of_another_office_can_be_neither_written_nor_moved(
    world: World,
) -> None:
    with scope(offices=[world.other.office.pk]):
        assert Case.objects.filter(pk=world.repair.pk).update(title="x") == 0
        theirs = Unit.objects.first()
        assert theirs is not None
    with scope(offices=[world.other.office.pk]), pytest.raises(DatabaseError):
        Unit.objects.filter(pk=theirs.pk).update(office=world.house.office)


def test_every_guarded_table_has_its_policy(world: World) -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT c.relname FROM pg_class c JOIN pg_policy p ON p.polrelid = c.oid"
            " WHERE c.relrowsecurity"
        )
        protected = {row[0] for row in cursor.fetchall()}
    assert {model._meta.db_table for model in guarded()} <= protected


@pytest.mark.parametrize("verb", ["UPDATE {} SET reason = 'x'", "DELETE FROM {}"])
def test_steps_are_never_changed(verb: str, world: World) -> None:
    with pytest.raises(DatabaseError, match="permission denied"):
        run(verb.format(table(Step)))


@pytest.mark.parametrize(
    "verb",
    [
        "UPDATE {} SET pgh_label = 'x'",
        "DELETE FROM {}",
        "INSERT INTO {} DEFAULT VALUES",
    ],
)
def test_the_history_is_neither_changed_nor_forged(verb: str, world: World) -> None:
    events = [m for m in apps.get_models() if issubclass(m, pghistory.models.Event)]
    assert events
    for event in events:
        if event._meta.managed:
            with pytest.raises(DatabaseError, match="permission denied"):
                run(verb.format(table(event)))


def test_no_table_can_be_emptied(world: World) -> None:
    there = set(connection.introspection.table_names())
    for model in apps.get_models():
        if model._meta.db_table in there and rights(model):
            with pytest.raises(DatabaseError, match="permission denied"):
                run(f"TRUNCATE {table(model)} CASCADE")


@pytest.mark.parametrize(
    "verb",
    [
        "ALTER TABLE {} DISABLE TRIGGER ALL",
        "ALTER TABLE {} DISABLE ROW LEVEL SECURITY",
        "DROP TABLE {}",
    ],
)
def test_no_trigger_or_policy_can_be_taken_away(verb: str, world: World) -> None:
    with pytest.raises(DatabaseError, match="must be owner"):
        run(verb.format(table(Case)))


def test_no_setting_silences_the_history(world: World) -> None:
    with pytest.raises(DatabaseError, match="permission denied"):
        run("SET LOCAL session_replication_role = 'replica'")
    events = apps.get_model("cases", "CaseEvent")._default_manager
    before = events.filter(pgh_obj=world.repair.pk).count()
    names = "{cases_case:update_update,update_update}"
    with scope(offices=[world.house.office.pk]):
        with connection.cursor() as cursor:
            cursor.execute("SELECT set_config('pgtrigger.ignore', %s, true)", [names])
        Case.objects.filter(pk=world.repair.pk).update(title="silently")
    assert events.filter(pgh_obj=world.repair.pk).count() == before + 1
