"""Test databases: built and cloned by the owner, used as the application's role.

The migrations run once into a template that is kept until one of them changes; each
process of the suite works in a clone of it. The suite runs inside transactions that are
rolled back. A test that really commits (threads, jobs, the browser) gets a clone of its
own, because the application's role could not empty a shared database afterwards.
"""

from __future__ import annotations

import contextlib
import hashlib
import itertools
import os
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.core.management.sql import (
    emit_post_migrate_signal,
    emit_pre_migrate_signal,
)
from django.db import OperationalError, ProgrammingError, connection, connections
from django.db.migrations.executor import MigrationExecutor
from psycopg import sql
from psycopg.conninfo import conninfo_to_dict
from pytest_django import DjangoDbBlocker

ROOT = Path(__file__).resolve().parents[2]
TEMPLATES = "propertyservice_template_"
KEPT_TEMPLATES = 16
_numbers = itertools.count(1)


def name_of_worker(config: pytest.Config) -> str:
    """The test database's name: TEST_DATABASE_NAME, and a suffix under xdist."""
    name = os.environ.get("TEST_DATABASE_NAME") or "test_propertyservice"
    worker = getattr(config, "workerinput", {}).get("workerid", "")
    return f"{name}_{worker}" if worker else name


@contextlib.contextmanager
def as_owner() -> Iterator[None]:
    """Connect as the owner of the tables, then as the application again."""
    owner = conninfo_to_dict(settings.DATABASE_OWNER_URL)
    here = connection.settings_dict
    application = {key: here[key] for key in ("USER", "PASSWORD")}
    connection.close()
    here.update(USER=owner.get("user", ""), PASSWORD=owner.get("password", ""))
    try:
        yield
    finally:
        connection.close()
        here.update(application)


@contextlib.contextmanager
def in_database(name: str) -> Iterator[None]:
    """Let every connection of this process, in all threads, use another database."""
    here = connection.settings_dict
    before = here["NAME"]
    connections.close_all()
    here["NAME"] = name
    try:
        yield
    finally:
        connections.close_all()
        here["NAME"] = before


def administer(
    statement: str, force: sql.SQL | None = None, **names: str
) -> list[tuple[Any, ...]]:
    """Run a statement about databases, outside of any of ours."""
    parts: Any = {key: sql.Identifier(name) for key, name in names.items()}
    parts["force"] = force
    with connection._nodb_cursor() as cursor:
        cursor.execute(sql.SQL(statement).format(**parts))  # type: ignore[arg-type]
        return cursor.fetchall() if cursor.description else []


def drop(name: str) -> None:
    """Drop a database; who is still connected gets some seconds to leave.

    ``FORCE`` ends sessions of ours, but the owner may not end autovacuum's and is
    refused as a whole while one runs; the plain statement asks that one to leave.
    """
    for patience in range(40):
        force = sql.SQL("" if patience % 2 else " WITH (FORCE)")
        try:
            administer("DROP DATABASE IF EXISTS {name}{force}", force, name=name)
        except (OperationalError, ProgrammingError):
            if patience == 39:
                raise
            time.sleep(0.25)
        else:
            return


def copy(original: str, name: str) -> None:
    """Make ``name`` anew as a copy; this takes a fraction of a second."""
    drop(name)
    statement = "CREATE DATABASE {name} TEMPLATE {original} STRATEGY WAL_LOG"
    administer(statement, name=name, original=original)


def template() -> str:
    """The name of the migrated template; the first process to ask builds it."""
    digest = _digest_of_migrations()
    name = TEMPLATES + digest
    with connection._nodb_cursor() as lock:
        lock.execute("SELECT pg_advisory_lock(%s)", [int(digest, 16)])
        known = [
            row[0]
            for row in administer("SELECT datname FROM pg_database ORDER BY oid")
            if row[0].startswith(TEMPLATES)
        ]
        if name not in known:
            for old in known[: -KEPT_TEMPLATES or None]:
                drop(old)
            _build(name)
    return name


def _digest_of_migrations() -> str:
    """A mark of all that decides what the tables look like and whose they are."""
    digest = hashlib.sha256((ROOT / "requirements.txt").read_bytes())
    for path in sorted(ROOT.glob("**/migrations/*.py")):
        if ".venv" not in path.parts:
            digest.update(path.read_bytes())
    owner = conninfo_to_dict(settings.DATABASE_OWNER_URL).get("user")
    digest.update(f"{owner} {settings.DATABASE_APP_ROLE}".encode())
    return digest.hexdigest()[:12]


def _build(name: str) -> None:
    """Migrate without the signal that fills in data: that is each clone's own."""
    unfinished = f"{name}_unfinished"
    drop(unfinished)
    administer("CREATE DATABASE {name} TEMPLATE template0", name=unfinished)
    with in_database(unfinished):
        emit_pre_migrate_signal(verbosity=0, interactive=False, db="default")
        executor = MigrationExecutor(connection)
        executor.migrate(executor.loader.graph.leaf_nodes())
    administer("ALTER DATABASE {old} RENAME TO {new}", old=unfinished, new=name)


@pytest.fixture(scope="session")
def django_db_setup(
    django_test_environment: None,
    django_db_blocker: DjangoDbBlocker,
    pytestconfig: pytest.Config,
) -> Iterator[None]:
    """Give this process its test database, filled as ``migrate`` would leave it."""
    name = name_of_worker(pytestconfig)
    with contextlib.ExitStack() as stack:
        with django_db_blocker.unblock(), as_owner():
            copy(template(), name)
            stack.enter_context(in_database(name))
            emit_post_migrate_signal(verbosity=0, interactive=False, db="default")
        yield
        stack.enter_context(django_db_blocker.unblock())
    with django_db_blocker.unblock(), as_owner():
        drop(name)


@contextlib.contextmanager
def clone() -> Iterator[str]:
    """Let every connection of this process use a fresh copy of the test database."""
    original = connection.settings_dict["NAME"]
    name = f"{original}_copy{next(_numbers)}"
    connections.close_all()
    with as_owner():
        copy(original, name)
    with in_database(name):
        yield name
    with as_owner():
        drop(name)


@pytest.fixture
def committing_db(
    django_db_setup: None, django_db_blocker: DjangoDbBlocker
) -> Iterator[str]:
    """A database of this test's own, where commits are real; gives its name."""
    with django_db_blocker.unblock(), clone() as name:
        yield name


@pytest.fixture(scope="module")
def committing_module(
    django_db_setup: None, django_db_blocker: DjangoDbBlocker
) -> Iterator[str]:
    """The same for all tests of a module, which then see each other's rows."""
    with django_db_blocker.unblock(), clone() as name:
        yield name
