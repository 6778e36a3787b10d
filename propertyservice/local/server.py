"""A server process of our own: started in its own session, ended when we end."""

from __future__ import annotations

import contextlib
import ctypes
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any

from .home import SetupError

_PR_SET_PDEATHSIG = 1


def free_port() -> int:
    """Return a port of this machine that nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def is_free(host: str, port: int) -> bool:
    """Whether a server could listen on ``port`` now."""
    with socket.socket() as probe, contextlib.suppress(OSError):
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        probe.bind((host, port))
        return True
    return False


def _die_with_parent(ending: signal.Signals) -> Callable[[], None] | None:
    """Ask Linux to end the child when we are killed; elsewhere nothing is asked."""
    if sys.platform != "linux":
        return None
    libc = ctypes.CDLL(None, use_errno=True)
    return lambda: libc.prctl(_PR_SET_PDEATHSIG, ending.value, 0, 0, 0)


class Server:
    """One child process with its log file.

    Ctrl-C reaches only the launcher, because each child has a session of its own;
    the launcher then stops them in the order that loses nothing.
    """

    def __init__(
        self,
        name: str,
        argv: Sequence[str | Path],
        *,
        log: Path,
        ending: signal.Signals = signal.SIGTERM,
        popen: Mapping[str, Any],
    ) -> None:
        self.name = name
        self.argv = [str(part) for part in argv]
        self.log = log
        self.ending = ending
        self.popen = popen
        self.process: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        """Start the process; what it writes goes to its log file."""
        with self.log.open("ab") as log:
            self.process = subprocess.Popen(
                self.argv,
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=subprocess.STDOUT,
                start_new_session=True,
                preexec_fn=_die_with_parent(self.ending),
                **self.popen,
            )

    @property
    def ended_with(self) -> int | None:
        """The exit code, or None while it runs."""
        return self.process.poll() if self.process else None

    def stop(self, patience: float = 20) -> None:
        """Ask the process to end, wait, and end its whole session if it doesn't."""
        process, self.process = self.process, None
        if process is None or process.poll() is not None:
            return
        process.send_signal(self.ending)
        try:
            process.wait(patience)
        except subprocess.TimeoutExpired:
            os.killpg(process.pid, signal.SIGKILL)
            process.wait()

    def wait_until(self, answers: Callable[[], object], patience: float = 60) -> None:
        """Wait until ``answers()`` raises nothing.

        Raises SetupError with the end of the log if the process ends before.
        """
        deadline = time.monotonic() + patience
        while True:
            try:
                answers()
            except Exception as problem:
                if self.ended_with is not None or time.monotonic() > deadline:
                    raise SetupError(self.obituary(str(problem))) from problem
                time.sleep(0.05)
            else:
                return

    def obituary(self, problem: str = "") -> str:
        """Say that the process failed, with the last lines of its log."""
        lines = self.log.read_text(errors="replace").splitlines()[-15:]
        return "\n".join([f"The {self.name} does not answer. {problem}", *lines])
