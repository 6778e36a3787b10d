"""``python -m propertyservice.local run | test [WORDS ...] | with COMMAND ...``."""

from __future__ import annotations

import contextlib
import os
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Iterator

from . import setup, tree
from .home import LOCAL, ROOT, Home, SetupError, say
from .servers import servers

DEMO_ACCOUNTS = """\
  clerk  supervisor  manager  cashier  maintenance  repairer  callback  archivist
  keykeeper  renovation  storekeeper         (each also with a 2: the second office)
  company  finance  auditor         (all offices)
  sales  aftersales  engineering    (the developer's)
  Password of all: demo-pass-2026"""


def run() -> int:
    """Set up, start everything, say where it is, and wait for Ctrl-C."""
    began = time.monotonic()
    home = Home()
    host = os.environ.get("HOST", "127.0.0.1")
    with tree.alone(home), servers(home) as environment:
        port = tree.choose_port(host)
        shown = "localhost" if host in ("127.0.0.1", "0.0.0.0") else host  # noqa: S104
        address = f"http://{shown}:{port}"
        environment = {
            "ALLOWED_HOSTS": "localhost,127.0.0.1,[::1]",
            "BASE_URL": address,
            **environment,
            "HOST": host,
            "PORT": str(port),
        }
        setup.compile_messages(environment)
        setup.collect_static(environment)
        setup.migrate(environment)
        has_demo = setup.load_demo(environment)
        say("Web server, worker and timetable ...")
        with tree.processes(environment) as running, kept_for_commands(environment):
            tree.wait_for_page(running, address)
            say(f"\nReady after {time.monotonic() - began:.0f} s:  {address}\n")
            if has_demo:
                say(f"Demo accounts:\n{DEMO_ACCOUNTS}\n")
            say("Data and logs are in .local/. Ctrl-C stops everything.")
            tree.watch(running)
    return 0


@contextlib.contextmanager
def kept_for_commands(environment: dict[str, str]) -> Iterator[None]:
    """Let ``python manage.py ...`` in another terminal find what runs here."""
    path = LOCAL / "environment"
    ours = {
        key: environment[key]
        for key in environment
        if os.environ.get(key) != environment[key]
    }
    path.unlink(missing_ok=True)
    path.touch(mode=0o600)
    path.write_text("".join(f"{key}={value}\n" for key, value in ours.items()))
    try:
        yield
    finally:
        path.unlink(missing_ok=True)


def with_servers(argv: list[str]) -> int:
    """Run a command beside servers of its own, which are thrown away afterwards."""
    folder = f"test-{os.getpid()}"
    _forget_dead_tests()
    home = Home(folder)
    try:
        with servers(home, tests=True) as environment:
            setup.compile_messages(environment)
            return _run_to_its_end(argv, environment)
    finally:
        shutil.rmtree(home.servers, ignore_errors=True)
        shutil.rmtree(home.private, ignore_errors=True)


def _run_to_its_end(argv: list[str], environment: dict[str, str]) -> int:
    """Run a command; after Ctrl-C, which it hears too, let it tidy up."""
    command = subprocess.Popen(argv, cwd=ROOT, env=environment)
    try:
        return command.wait()
    except tree.Stop:
        command.send_signal(signal.SIGINT)
        with contextlib.suppress(subprocess.TimeoutExpired):
            command.wait(15)
        raise
    finally:
        command.kill()


def _forget_dead_tests() -> None:
    for folder in LOCAL.glob("test-*"):
        with contextlib.suppress(PermissionError):
            try:
                os.kill(int(folder.name.removeprefix("test-")), 0)
            except ProcessLookupError:
                shutil.rmtree(folder, ignore_errors=True)


def main(words: list[str]) -> int:
    """Carry out the command line and return the exit code."""
    match words:
        case ["run"]:
            return run()
        case ["test", *rest]:
            return with_servers([sys.executable, "-m", "pytest", *rest])
        case ["with", *command] if command:
            return with_servers(command)
        case _:
            say(str(__doc__))
            return 2


if __name__ == "__main__":
    with tree.stoppable():
        try:
            sys.exit(main(sys.argv[1:]))
        except tree.Stop:
            say("Stopped. The data is kept.")
            sys.exit(0)
        except SetupError as problem:
            say(f"\n{problem}")
            sys.exit(1)
