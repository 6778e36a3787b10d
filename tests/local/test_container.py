"""The container's files: valid, loud when a value is missing, without secrets."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

import pytest
import yaml

from propertyservice.local.commands import BEAT, MANAGE, WEB, WORKER

ROOT = Path(__file__).resolve().parents[2]
COMPOSE = ROOT / "docker-compose.yml"
SERVICES = yaml.safe_load(COMPOSE.read_text())["services"]


def test_the_compose_file_follows_the_compose_schema() -> None:
    words = ["--builtin-schema", "vendor.compose-spec", str(COMPOSE)]
    checker = Path(sys.executable).with_name("check-jsonschema")

    done = subprocess.run([checker, *words], capture_output=True, check=False)

    assert done.returncode == 0, done.stdout


def test_the_whole_programme_is_there() -> None:
    assert set(SERVICES) == {"web", "worker", "beat", "migrate", "postgres", "redis"}
    assert all("healthcheck" in SERVICES[name] for name in set(SERVICES) - {"migrate"})


@pytest.mark.parametrize(
    ("service", "command"),
    [
        ("web", WEB),
        ("worker", WORKER),
        ("beat", BEAT),
        ("migrate", [*MANAGE, "migrate", "--noinput"]),
    ],
)
def test_the_container_runs_the_same_entry_points(
    service: str, command: list[str]
) -> None:
    assert SERVICES[service]["command"] == ["python", *command[1:]]


@pytest.mark.parametrize(
    "name",
    [
        *("SECRET_KEY", "APP_PASSWORD", "OWNER_PASSWORD", "POSTGRES_PASSWORD"),
        *("REDIS_PASSWORD", "BACKUP_PASSWORD", "DOMAIN"),
    ],
)
def test_a_missing_value_stops_compose_instead_of_being_empty(name: str) -> None:
    uses = re.findall(rf"\$\{{{name}[^}}]*\}}", COMPOSE.read_text())

    assert uses
    assert all(use.startswith(f"${{{name}:?") for use in uses)


@pytest.mark.clause("4.9")
def test_only_the_migration_knows_the_owner() -> None:
    knowing = [
        name
        for name, service in SERVICES.items()
        if "DATABASE_OWNER_URL" in service.get("environment", {})
    ]

    assert knowing == ["migrate"]


@pytest.mark.clause("4.9")
def test_the_worker_alone_writes_the_daily_backup_into_a_volume_of_its_own() -> None:
    words = {
        name: {key for key in service.get("environment", {}) if "BACKUP" in key}
        for name, service in SERVICES.items()
    }
    worker = SERVICES["worker"]

    assert words["worker"] == {
        "BACKUP_FOLDER",
        "BACKUP_KEEP_DAYS",
        "BACKUP_DATABASE_URL",
    }
    assert [name for name in words if words[name]] == ["worker", "postgres"]
    assert f"backups:{worker['environment']['BACKUP_FOLDER']}" in worker["volumes"]
    assert worker["environment"].keys() > SERVICES["web"]["environment"].keys()


def test_the_database_makes_every_role_that_a_service_uses() -> None:
    roles = (ROOT / "docker" / "roles.sh").read_text()
    used = {
        re.match(r"postgresql://(\w+):", value)[1]  # type: ignore[index]
        for service in SERVICES.values()
        for value in service.get("environment", {}).values()
        if value.startswith("postgresql://")
    }

    assert used == {"app", "propertyservice_owner", "backup"}
    assert all(f"CREATE ROLE {role} " in roles for role in used)


def test_the_image_holds_no_secret_and_does_not_run_as_root() -> None:
    lines = (ROOT / "Dockerfile").read_text()

    assert re.search(r"^USER app$", lines, re.M)
    assert not re.search(r"^(ARG|ENV).*(SECRET|PASSWORD|_URL)", lines, re.M)
    assert (ROOT / ".dockerignore").read_text().startswith("*\n")
