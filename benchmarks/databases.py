"""Databases of the benchmark's own: made and filled by the owner, used as ourselves."""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django.conf import settings
from django.core.management import call_command
from django.db import OperationalError, ProgrammingError, connection, connections
from psycopg import sql
from psycopg.conninfo import conninfo_to_dict


@contextmanager
def as_owner() -> Iterator[None]:
    """Connect as the owner of the tables, then as the application again."""
    owner = conninfo_to_dict(settings.DATABASE_OWNER_URL)
    here = connection.settings_dict
    application = {key: here[key] for key in ("USER", "PASSWORD")}
    connections.close_all()
    here.update(USER=owner.get("user", ""), PASSWORD=owner.get("password", ""))
    try:
        yield
    finally:
        connections.close_all()
        here.update(application)


def name_of(part: str) -> str:
    """The name of one of the benchmark's databases."""
    return f"{conninfo_to_dict(settings.DATABASE_OWNER_URL)['dbname']}_bench_{part}"


def exists(name: str) -> bool:
    """Whether a database is there."""
    with as_owner(), connection._nodb_cursor() as cursor:
        cursor.execute("SELECT count(*) FROM pg_database WHERE datname = %s", [name])
        return bool(cursor.fetchone()[0])


def make(name: str, template: str = "template0") -> None:
    """Make a database anew."""
    drop(name)
    _administer(
        "CREATE DATABASE {name} TEMPLATE {template} STRATEGY WAL_LOG",
        name=name,
        template=template,
    )


def drop(name: str) -> None:
    """Remove a database, whoever is in it.

    ``FORCE`` is refused while autovacuum is in it, whom only a superuser may end; the
    plain statement asks that one to leave.
    """
    for patience in range(40):
        force = "" if patience % 2 else " WITH (FORCE)"
        try:
            _administer("DROP DATABASE IF EXISTS {name}" + force, name=name)
        except (OperationalError, ProgrammingError):
            if patience == 39:
                raise
            time.sleep(0.25)
        else:
            return


def use(name: str) -> None:
    """Let this process work in a database from now on."""
    connections.close_all()
    connection.settings_dict["NAME"] = name


def migrate() -> None:
    """Lay the tables in the database in use."""
    with as_owner():
        call_command("migrate", verbosity=0, interactive=False)


def _administer(statement: str, **names: str) -> None:
    parts: Any = {key: sql.Identifier(name) for key, name in names.items()}
    with as_owner(), connection._nodb_cursor() as cursor:
        cursor.execute(sql.SQL(statement).format(**parts))  # type: ignore[arg-type]
