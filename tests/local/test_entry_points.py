"""Web server, worker and beat as the container starts them, without Docker."""

from __future__ import annotations

import os
import signal
import subprocess
import time
import urllib.request
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from django.conf import settings
from django.core.cache import cache

from propertyservice.celery import HEARTBEAT
from propertyservice.local.commands import BEAT, MANAGE, WEB, WORKER
from propertyservice.local.server import free_port

ROOT = Path(__file__).resolve().parents[2]
Start = Callable[..., subprocess.Popen[bytes]]


@pytest.fixture
def environment(committing_db: str) -> dict[str, str]:
    """What compose would hand over, pointing at this test's own database."""
    application = settings.DATABASE_APP_URL.rpartition("/")[0]
    owner = settings.DATABASE_OWNER_URL.rpartition("/")[0]
    return {
        **os.environ,
        "DEBUG": "True",
        "DATABASE_URL": f"{application}/{committing_db}",
        "DATABASE_OWNER_URL": f"{owner}/{committing_db}",
        "PORT": str(free_port()),
        "WEB_WORKERS": "1",
    }


@pytest.fixture
def start(environment: dict[str, str]) -> Iterator[Start]:
    """Start a command of the programme; all are ended after the test."""
    started: list[subprocess.Popen[bytes]] = []

    def start_one(command: list[str], **more: str) -> subprocess.Popen[bytes]:
        process = subprocess.Popen(
            command,
            cwd=ROOT,
            env=environment | more,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
        )
        started.append(process)
        return process

    yield start_one
    for process in started:
        if process.poll() is None:
            process.send_signal(signal.SIGTERM)
            process.wait(20)


def wait_for(answer: Callable[[], object], seconds: float = 90) -> object:
    """Return the first truthy answer; the last problem is raised when time is up."""
    deadline = time.monotonic() + seconds
    while True:
        try:
            if found := answer():
                return found
        except OSError:
            if time.monotonic() > deadline:
                raise
        assert time.monotonic() < deadline, "no answer in time"
        time.sleep(0.1)


def test_the_web_server_serves_the_login_page_and_stops_when_asked(
    start: Start, environment: dict[str, str]
) -> None:
    web = start(WEB)
    address = f"http://localhost:{environment['PORT']}/login/"

    def status() -> int:
        with urllib.request.urlopen(address, timeout=10) as answer:
            return int(answer.status)

    assert wait_for(status) == 200
    web.send_signal(signal.SIGTERM)
    assert web.wait(20) == 0


def test_the_beat_passes_a_job_through_broker_and_worker(start: Start) -> None:
    cache.key_prefix = "propertyservice"  # what the worker uses; given back afterwards
    cache.delete(HEARTBEAT)
    began = time.time()

    start(WORKER)
    start(BEAT)

    beaten = wait_for(lambda: cache.get(HEARTBEAT))
    assert isinstance(beaten, float)
    assert began < beaten < time.time()


def test_migrating_again_as_the_owner_changes_nothing(start: Start) -> None:
    process = start([*MANAGE, "migrate", "--noinput"])

    said, _ = process.communicate(timeout=60)

    assert process.returncode == 0, said
    assert b"No migrations to apply" in said


@pytest.mark.clause("4.9")
def test_the_web_server_refuses_the_owner_of_the_tables(
    start: Start, environment: dict[str, str]
) -> None:
    web = start(WEB, DATABASE_URL=environment["DATABASE_OWNER_URL"])

    said, _ = web.communicate(timeout=60)

    assert web.returncode != 0
    assert b"owns tables, so that it could alter history" in said


def test_without_a_secret_key_nothing_starts(start: Start) -> None:
    process = start([*MANAGE, "check"], SECRET_KEY="")

    said, _ = process.communicate(timeout=60)

    assert process.returncode != 0
    assert b"Set the environment variable SECRET_KEY" in said
