"""Web server, worker and beat of one machine: started, watched, stopped together."""

from __future__ import annotations

import contextlib
import fcntl
import os
import signal
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from types import FrameType

from .commands import BEAT, WEB, WORKER
from .home import LOCAL, ROOT, Home, SetupError, say
from .server import Server, is_free

PATIENCE = 3
"""How often a process that ends by itself is started again before we give up."""


class Stop(Exception):  # noqa: N818
    """Somebody asked to stop: Ctrl-C, or the end of the terminal."""


@contextlib.contextmanager
def stoppable() -> Iterator[None]:
    """Turn the first request to stop into ``Stop``; leave later ones unheard."""
    signals = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)

    def stop(number: int, frame: FrameType | None) -> None:
        for each in signals:
            signal.signal(each, signal.SIG_IGN)
        raise Stop

    for each in signals:
        signal.signal(each, stop)
    yield


@contextlib.contextmanager
def alone(home: Home) -> Iterator[None]:
    """Refuse a second run in the same work tree."""
    with (home.private / "run.lock").open("w") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as taken:
            raise SetupError("It runs already in this folder: stop that first.") from (
                taken
            )
        yield


def choose_port(host: str) -> int:
    """Return ``PORT``, or the first free port from 8000 when none was asked for."""
    asked = os.environ.get("PORT")
    if asked:
        if not asked.isdigit() or not is_free(host, int(asked)):
            raise SetupError(f"Port {asked} can't be used: choose another with PORT=.")
        return int(asked)
    for port in range(8000, 8100):
        if is_free(host, port):
            return port
    raise SetupError("No port from 8000 to 8099 is free: choose one with PORT=.")


@contextlib.contextmanager
def processes(environment: dict[str, str]) -> Iterator[list[Server]]:
    """Start web server, worker and beat; stop them in this order."""
    # The programme has no use for the owner's password.
    needed = {k: v for k, v in environment.items() if k != "DATABASE_OWNER_URL"}
    popen = {"cwd": ROOT, "env": needed}
    logs = LOCAL / "log"
    logs.mkdir(exist_ok=True)
    commands = {"web server": WEB, "worker": WORKER, "beat": BEAT}
    tree = [
        Server(name, argv, log=logs / f"{name.split()[0]}.log", popen=popen)
        for name, argv in commands.items()
    ]
    try:
        for each in tree:
            each.log.unlink(missing_ok=True)
            each.start()
        yield tree
    finally:
        for each in tree:
            say(f"Stopping the {each.name} ...")
            each.stop()


def wait_for_page(tree: list[Server], address: str) -> None:
    """Wait until the login page answers, and a little for the worker's first job."""

    def answers(path: str) -> None:
        with urllib.request.urlopen(address + path, timeout=20):  # noqa: S310
            pass

    tree[0].wait_until(lambda: answers("/login/"), patience=90)
    with contextlib.suppress(SetupError):
        tree[0].wait_until(lambda: answers("/healthz"), patience=5)


def watch(tree: list[Server]) -> None:
    """Start again what ends by itself; raise SetupError when that doesn't help."""
    restarts = dict.fromkeys(tree, 0)
    while True:
        time.sleep(0.5)
        for each in tree:
            if each.ended_with is None:
                continue
            restarts[each] += 1
            if restarts[each] > PATIENCE:
                raise SetupError(each.obituary())
            say(f"The {each.name} ended ({each.ended_with}): starting it again.")
            each.start()
