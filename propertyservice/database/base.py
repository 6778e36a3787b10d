"""The backend of ``settings.DATABASES``: a text that comes again is prepared.

Django writes the values into a statement's text and has it parsed and planned each
time; under row-level security that takes longer than running it. What follows from its
reader and the day alone (counters, a list's first page, the user with his posts) has
the same text from page to page. Such a text is prepared after a few times, values and
all: its plan is made for exactly these values, so partial indexes serve as before
(docs/decisions/0010).
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import psycopg
from django.db.backends.postgresql import base, operations
from psycopg.sql import Composable

PREPARE_AFTER = 2
PREPARED_AT_MOST = 200


class Cursor(base.CursorMixin, psycopg.Cursor[Any]):  # type: ignore[misc]
    """Writes the values into the text, then leaves it to psycopg what to prepare."""

    text: Any = None

    def execute(self, query: Any, params: Any = None, **options: Any) -> Cursor:
        """Run one text; several commands in one can't be prepared and are just run."""
        if params is not None or isinstance(query, Composable):
            query = psycopg.ClientCursor(self.connection).mogrify(query, params)
        if ";" in query:
            options["prepare"] = False
        self.text = query
        super().execute(query, **options)
        return self

    def executemany(
        self, query: Any, params_seq: Iterable[Any], **options: Any
    ) -> None:
        """Run it for each."""
        for params in params_seq:
            self.execute(query, params, **options)


class DatabaseOperations(operations.DatabaseOperations):
    """As Django has them; a prepared statement's text is asked of our cursor."""

    def last_executed_query(self, cursor: Any, sql: str, params: Any) -> str:
        said: str = getattr(cursor, "text", None) or sql
        return said


class DatabaseWrapper(base.DatabaseWrapper):
    """PostgreSQL as Django knows it, but for the cursor."""

    ops_class = DatabaseOperations

    def get_connection_params(self) -> dict[str, Any]:
        params = super().get_connection_params()
        return {**params, "cursor_factory": Cursor, "prepare_threshold": PREPARE_AFTER}

    def get_new_connection(self, conn_params: dict[str, Any]) -> Any:
        connection = super().get_new_connection(conn_params)
        connection.prepared_max = PREPARED_AT_MOST
        return connection
