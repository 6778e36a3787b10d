"""The two roles of the database: the owner migrates, the application only works.

The application's role may not change the schema, is no superuser and does not pass
row-level security; what it may do with each table is granted by the migrations.
"""

from __future__ import annotations

from urllib.parse import quote, urlsplit, urlunsplit

import psycopg
from psycopg import sql

from .home import SetupError, say

OWNER, APP = "propertyservice_owner", "app"


def ensure_role(db: psycopg.Connection, name: str, password: str, rights: str) -> None:
    """Make the role ``name``, or give an existing one this password and rights."""
    known = db.execute("SELECT FROM pg_roles WHERE rolname = %s", [name]).fetchone()
    verb = "ALTER" if known is not None else "CREATE"
    db.execute(
        sql.SQL("{} ROLE {} LOGIN {} PASSWORD {}").format(
            sql.SQL(verb),
            sql.Identifier(name),
            sql.SQL(rights),  # type: ignore[arg-type]
            sql.Literal(password),
        )
    )


def make_both(
    url: str, *, database: str, passwords: dict[str, str], tests: bool
) -> None:
    """Make owner, application's role and database in a server that is all ours."""
    rights = "NOSUPERUSER NOBYPASSRLS NOCREATEROLE NOREPLICATION "
    with psycopg.connect(url, autocommit=True) as db:
        owner_rights = rights + ("CREATEDB" if tests else "NOCREATEDB")
        ensure_role(db, OWNER, passwords["owner"], owner_rights)
        ensure_role(db, APP, passwords["app"], rights + "NOCREATEDB")
        if tests:  # to drop a test's database it ends what is still connected
            names = [sql.Identifier(each) for each in (APP, OWNER)]
            db.execute(sql.SQL("GRANT {} TO {}").format(*names))
        ensure_database(db, database, OWNER)


def ensure_database(db: psycopg.Connection, name: str, owner: str) -> None:
    """Make the database unless it exists; only its roles may connect to it."""
    query = "SELECT FROM pg_database WHERE datname = %s"
    if db.execute(query, [name]).fetchone() is None:
        statement = "CREATE DATABASE {} OWNER {} ENCODING 'UTF8' TEMPLATE template0"
        db.execute(
            sql.SQL(statement).format(sql.Identifier(name), sql.Identifier(owner))
        )


def beside(url: str, password: str) -> tuple[str, str]:
    """Split one given address into the application's and the owner's.

    The role of ``url`` becomes the owner's; the application's role is made next to
    it. Raises SetupError when the role may not create roles.
    """
    database = urlsplit(url).path.lstrip("/")
    role = f"{database}_app"
    try:
        with psycopg.connect(url, autocommit=True) as db:
            if not _may_create_roles(db):
                raise SetupError(
                    f"The role {db.info.user} of DATABASE_URL may not create the "
                    "application's role. Make one yourself and set DATABASE_URL to "
                    "it and DATABASE_OWNER_URL to the owner (docs/operations)."
                )
            # A new role has no powers; to say so would need them oneself.
            ensure_role(db, role, password, "")
    except psycopg.OperationalError as problem:
        raise SetupError(f"DATABASE_URL does not answer: {problem}") from problem
    say(f"DATABASE_URL may create roles: made the application's role {role} beside it.")
    return _as_role(url, role, password), url


def _may_create_roles(db: psycopg.Connection) -> bool:
    query = (
        "SELECT rolsuper OR rolcreaterole FROM pg_roles WHERE rolname = current_user"
    )
    row = db.execute(query).fetchone()
    return bool(row and row[0])


def _as_role(url: str, role: str, password: str) -> str:
    parts = urlsplit(url)
    place = parts.netloc.rpartition("@")[2]
    netloc = f"{quote(role)}:{quote(password, safe='')}@{place}"
    return urlunsplit(parts._replace(netloc=netloc))
