"""What the application's database role may do: no DDL, no TRUNCATE, no rewriting.

The owner migrates; the application connects as another role. Grants are made new after
every migration, so that no migration can forget them:

- ordinary tables: SELECT, INSERT, UPDATE, DELETE;
- cases and their records: no DELETE, there is no hard delete (RULES 2.0.5);
- append-only tables (steps, ledgers, logs): SELECT, INSERT;
- ``updated_columns`` (notices, runs): SELECT, INSERT, UPDATE of these alone;
- event tables of the history: SELECT. Their triggers run as the owner;
- tables ``kept_by_triggers`` (named ``follow_…``, run as the owner): SELECT, and UPDATE
  of ``updated_columns``.

Models marked ``sealed`` get nothing: only SECURITY DEFINER functions read them. Models
with ``row_security`` (the name of their office column) show the application's role only
rows of the offices of its scope, a second wall behind ``visible_to``; those with
``row_security_of`` (a foreign key) rows whose parent it sees. Event tables have the
policy of the table that they follow. ``row_hidden_from`` (a column with a person) keeps
a row and its history from that person whatever office he is in; ``row_hidden_with`` (a
foreign key) keeps a row of an office from whoever does not see what it is about.
"""

from __future__ import annotations

from typing import Any

import pghistory.models
from django.apps import apps
from django.conf import settings
from django.db import models
from django.db.backends.base.base import BaseDatabaseWrapper
from psycopg import sql

DEFAULTS = """
GRANT USAGE ON SCHEMA public TO {role};
ALTER DEFAULT PRIVILEGES IN SCHEMA public GRANT SELECT, INSERT ON TABLES TO {role};
ALTER DEFAULT PRIVILEGES IN SCHEMA public GRANT USAGE, SELECT ON SEQUENCES TO {role}
"""
# The application's role must not be able to silence a trigger with a setting.
NEVER_IGNORE = """
CREATE OR REPLACE FUNCTION public._pgtrigger_should_ignore(trigger_name NAME)
RETURNS BOOLEAN LANGUAGE sql STABLE AS $$
  SELECT session_user <> {literal} AND trigger_name::text = ANY(
    COALESCE(NULLIF(current_setting('pgtrigger.ignore', true), ''), '{{}}')::text[])
$$
"""
# History and side tables are written by the owner's hand: they can't be forged.
DEFINER = """
DO $$ DECLARE f regprocedure; BEGIN
  FOR f IN SELECT DISTINCT tgfoid::regprocedure FROM pg_trigger
    WHERE NOT tgisinternal
      AND tgname ~ ('^pgtrigger_'
        '(insert_insert|update_update|delete_delete|follow_[a-z]+)_')
  LOOP
    EXECUTE format('ALTER FUNCTION %s SECURITY DEFINER'
      ' SET search_path = public, pg_temp', f);
  END LOOP;
END $$
"""

ROW_SECURITY = """
ALTER TABLE {table} ENABLE ROW LEVEL SECURITY;
DROP POLICY IF EXISTS by_office ON {table};
CREATE POLICY by_office ON {table} TO {role} USING ({column} = ANY ((SELECT
  string_to_array(nullif(current_setting('app.offices', true), ''), ',')::bigint[]
  )::bigint[]){hidden})
"""
# For whom a row is about, it does not exist (RULES 5.26); jobs are nobody.
HIDDEN = """ AND ({column} IS NULL OR {column} <> coalesce((SELECT
  nullif(current_setting('app.user', true), '')::bigint), 0))"""
HIDDEN_WITH = """ AND ({column} IS NULL OR EXISTS (
  SELECT FROM {parent} parent WHERE parent.{key} = {table}.{column}))"""
HISTORY_OF_HIDDEN = """ AND EXISTS (
  SELECT FROM {parent} parent WHERE parent.{key} = {table}.pgh_obj_id)"""
FOLLOWS_PARENT = """
ALTER TABLE {table} ENABLE ROW LEVEL SECURITY;
DROP POLICY IF EXISTS by_office ON {table};
DROP POLICY IF EXISTS by_parent ON {table};
CREATE POLICY by_parent ON {table} TO {role} USING (EXISTS (
  SELECT FROM {parent} parent WHERE parent.{key} = {table}.{column}))
"""
# Tables of others that are records, too.
RECORDS_OF_OTHERS = {
    "admin.LogEntry": "SELECT, INSERT",
    "axes.AccessLog": "SELECT, INSERT, UPDATE (logout_time)",
    "pghistory.Context": "SELECT",
}


def is_separate_role(connection: BaseDatabaseWrapper) -> bool:
    """Whether the application's role exists beside the connected owner."""
    role = settings.DATABASE_APP_ROLE
    if connection.vendor != "postgresql" or not role:
        return False
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT current_user <> %s AND EXISTS"
            " (SELECT FROM pg_roles WHERE rolname = %s)",
            [role, role],
        )
        return bool(cursor.fetchone()[0])


def grant_defaults(connection: BaseDatabaseWrapper) -> None:
    """Before migrating: let the application's role read and add to coming tables."""
    if is_separate_role(connection):
        _run(connection, DEFAULTS)


def grant_all(connection: BaseDatabaseWrapper) -> None:
    """After migrating: give each table the rights its kind allows."""
    if not is_separate_role(connection):
        return
    _run(connection, NEVER_IGNORE)
    with connection.cursor() as cursor:
        cursor.execute(DEFINER)
    existing = set(connection.introspection.table_names())
    for model in apps.get_models(include_auto_created=True):
        if model._meta.managed and model._meta.db_table in existing:
            _grant(connection, model)


def rights(model: type[models.Model]) -> str:
    """The rights of the application's role on a model's table."""
    if getattr(model, "sealed", False):
        return ""
    if issubclass(model, pghistory.models.Event):
        return "SELECT"
    if given := RECORDS_OF_OTHERS.get(model._meta.label):
        return given
    if getattr(model, "append_only", False):
        return "SELECT, INSERT"
    columns = ", ".join(getattr(model, "updated_columns", ()))
    if getattr(model, "kept_by_triggers", False):
        return f"SELECT, UPDATE ({columns})" if columns else "SELECT"
    if columns:
        return f"SELECT, INSERT, UPDATE ({columns})"
    if getattr(model, "never_deleted", False):
        return "SELECT, INSERT, UPDATE"
    return "SELECT, INSERT, UPDATE, DELETE"


def office_column(model: type[models.Model]) -> str:
    """The column by which a table's rows belong to an office; empty for none."""
    column = getattr(_guarded_as(model), "row_security", "")
    return column if column in _columns(model) else ""


def parent_key(model: type[models.Model]) -> Any:
    """The foreign key to the row with which a table's rows are seen, or None."""
    name = getattr(_guarded_as(model), "row_security_of", "")
    return model._meta.get_field(name) if f"{name}_id" in _columns(model) else None


def _guarded_as(model: type[models.Model]) -> Any:
    """The model whose policy holds: for events, of what they are the history of."""
    return getattr(model, "pgh_tracked_model", model)


def _columns(model: type[models.Model]) -> set[str]:
    return {str(field.column) for field in model._meta.local_concrete_fields}


def _grant(connection: BaseDatabaseWrapper, model: type[models.Model]) -> None:
    table = sql.Identifier(model._meta.db_table)
    _run(connection, "REVOKE ALL ON {table} FROM {role}", table=table)
    if given := rights(model):
        _run(connection, f"GRANT {given} ON {{table}} TO {{role}}", table=table)
    if column := office_column(model):
        _run(
            connection,
            ROW_SECURITY,
            table=table,
            column=sql.Identifier(column),
            hidden=_hidden(model, table),
        )
    elif key := parent_key(model):
        _run(
            connection,
            FOLLOWS_PARENT,
            table=table,
            column=sql.Identifier(key.column),
            parent=sql.Identifier(key.related_model._meta.db_table),
            key=sql.Identifier(key.related_model._meta.pk.column),
        )


def _hidden(model: type[models.Model], table: sql.Identifier) -> sql.Composable:
    """The condition that hides a row from whom it is about, and its history with it."""
    guarded = _guarded_as(model)
    if name := getattr(guarded, "row_hidden_with", ""):
        return _hidden_with(guarded, name, table)
    column = getattr(guarded, "row_hidden_from", "")
    if not column:
        return sql.SQL("")
    if guarded is not model:
        return sql.SQL(HISTORY_OF_HIDDEN).format(
            parent=sql.Identifier(guarded._meta.db_table),
            key=sql.Identifier(guarded._meta.pk.column),
            table=table,
        )
    return sql.SQL(HIDDEN).format(column=sql.Identifier(column))


def _hidden_with(guarded: Any, name: str, table: sql.Identifier) -> sql.Composable:
    """The condition that hides a row, and its history, with what it is about."""
    key = guarded._meta.get_field(name)
    parent = key.related_model._meta
    return sql.SQL(HIDDEN_WITH).format(
        column=sql.Identifier(key.column),
        parent=sql.Identifier(parent.db_table),
        key=sql.Identifier(parent.pk.column),
        table=table,
    )


def _run(connection: BaseDatabaseWrapper, statement: str, **parts: Any) -> None:
    role = str(settings.DATABASE_APP_ROLE)
    query = sql.SQL(statement).format(  # type: ignore[arg-type]
        role=sql.Identifier(role), literal=sql.Literal(role), **parts
    )
    with connection.cursor() as cursor:
        cursor.execute(query)
