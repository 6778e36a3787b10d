"""Pictures show a working morning, whatever the hour in which they are taken."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import time_machine
from django.db import connection
from psycopg import sql

MORNING = datetime(2026, 3, 17, 9, 40, 30, tzinfo=ZoneInfo("Asia/Shanghai"))


@contextlib.contextmanager
def morning() -> Iterator[timedelta]:
    """Let this process believe it is that morning; gives how long ago it was."""
    ago = datetime.now(MORNING.tzinfo) - MORNING
    with time_machine.travel(MORNING, tick=True):
        yield ago


def set_database_back(by: timedelta) -> None:
    """Let the statements of this database ask a clock that is ``by`` slow.

    Only what Django's ``Now()`` asks is replaced. Call it as the database's owner;
    connections opened from then on see it.
    """
    name = sql.Identifier(connection.settings_dict["NAME"])
    with connection.cursor() as cursor:
        cursor.execute("CREATE SCHEMA slow; GRANT USAGE ON SCHEMA slow TO PUBLIC")
        cursor.execute(
            "CREATE FUNCTION slow.statement_timestamp() RETURNS timestamptz"
            " LANGUAGE sql STABLE AS 'SELECT pg_catalog.statement_timestamp()"
            f" - make_interval(secs => {by.total_seconds():.0f})'"
        )
        cursor.execute(
            sql.SQL(
                "ALTER DATABASE {} SET search_path = slow, pg_catalog, public"
            ).format(name)
        )
    connection.close()
