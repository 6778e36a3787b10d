"""The embedded servers: made once, stopped cleanly, found again with their data."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest
import redis

from propertyservice.local import home as home_module
from propertyservice.local import roles
from propertyservice.local.broker import Broker
from propertyservice.local.home import Home
from propertyservice.local.postgres import Postgres


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Home:
    """A home of this test's own, open enough for the servers' account."""
    for folder in (tmp_path, *tmp_path.parents):
        if not folder.stat().st_mode & 0o001:
            folder.chmod(0o711)
    monkeypatch.setattr(home_module, "LOCAL", tmp_path)
    return Home()


@pytest.fixture
def postgres(home: Home) -> Iterator[Postgres]:
    """A running embedded PostgreSQL."""
    server = Postgres(home)
    server.start()
    yield server
    server.server.stop()


def test_a_second_start_finds_the_rows_of_the_first(
    home: Home, postgres: Postgres
) -> None:
    with psycopg.connect(postgres.url()) as db:
        db.execute("CREATE TABLE kept AS SELECT '业主' AS word")
    postgres.server.stop()

    again = Postgres(home)
    again.start()

    with psycopg.connect(again.url()) as db:
        assert db.execute("SELECT word FROM kept").fetchone() == ("业主",)
    again.server.stop()


def test_a_killed_database_starts_again(home: Home, postgres: Postgres) -> None:
    assert postgres.server.process
    postgres.server.process.kill()
    postgres.server.process.wait()

    again = Postgres(home)
    again.start()

    assert again.server.ended_with is None
    again.server.stop()


def test_nobody_enters_without_the_password(postgres: Postgres) -> None:
    without = postgres.url().replace(postgres.home.secrets["superuser"], "guess")

    with pytest.raises(psycopg.OperationalError, match="password authentication"):
        psycopg.connect(without)


def test_secrets_are_made_once_and_are_the_callers_alone(home: Home) -> None:
    made = home.secrets
    kept = home.private / "secrets.json"

    assert Home().secrets == made
    assert kept.stat().st_mode & 0o077 == 0


@pytest.mark.clause("4.9")
def test_the_applications_role_has_no_power(postgres: Postgres) -> None:
    secrets = postgres.home.secrets
    for _ in range(2):
        roles.make_both(
            postgres.url(), database="office", passwords=secrets, tests=False
        )

    with psycopg.connect(postgres.url(roles.APP, "office")) as db:
        query = (
            "SELECT rolsuper, rolbypassrls, rolcreaterole, rolcreatedb"
            " FROM pg_roles WHERE rolname = current_user"
        )
        assert db.execute(query).fetchone() == (False, False, False, False)
        with pytest.raises(psycopg.errors.InsufficientPrivilege):
            db.execute("CREATE TABLE mine (id int)")
    with psycopg.connect(postgres.url(roles.OWNER, "office")) as db:
        db.execute("CREATE EXTENSION btree_gist")
        db.execute("CREATE EXTENSION pg_trgm")


def test_one_given_address_is_split_into_two_roles(
    postgres: Postgres, capsys: pytest.CaptureFixture[str]
) -> None:
    with psycopg.connect(postgres.url(), autocommit=True) as db:
        db.execute("CREATE ROLE chief LOGIN CREATEROLE PASSWORD 'pass word'")
        db.execute("CREATE DATABASE office OWNER chief")
    place = f"127.0.0.1:{postgres.port}/office"

    for _ in range(2):
        app, owner = roles.beside(f"postgresql://chief:pass%20word@{place}", "p@ss")

    assert owner == f"postgresql://chief:pass%20word@{place}"
    assert app == f"postgresql://office_app:p%40ss@{place}"
    assert "made the application's role office_app" in capsys.readouterr().out
    with psycopg.connect(app) as db:
        assert db.info.user == "office_app"


def test_a_role_that_may_not_create_roles_is_told_what_to_do(
    postgres: Postgres,
) -> None:
    with psycopg.connect(postgres.url(), autocommit=True) as db:
        db.execute("CREATE ROLE plain LOGIN PASSWORD 'plain'")

    with pytest.raises(home_module.SetupError, match="set DATABASE_URL to it"):
        roles.beside(
            f"postgresql://plain:plain@127.0.0.1:{postgres.port}/postgres", "x"
        )


def test_the_broker_keeps_a_waiting_job_over_a_restart(home: Home) -> None:
    first = Broker(home)
    first.start()
    redis.Redis.from_url(first.url).lpush("jobs", "chase")
    first.server.stop()

    second = Broker(home)
    second.start()

    assert redis.Redis.from_url(second.url).lrange("jobs", 0, -1) == [b"chase"]
    second.server.stop()
