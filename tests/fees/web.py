"""A real server in a process of its own on the test's database, and browsers for it."""

from __future__ import annotations

import http.client
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Mapping
from typing import Any
from urllib.parse import urlencode

from django.conf import settings
from django.test import Client

from propertyservice.organisation.models import Staff
from tests.support.people import sign_in

# The product's own server; only the database is the test's.
SERVER = """
import sys
import django
django.setup()
from django.db import connections
connections.settings["default"]["NAME"] = sys.argv[1]
from django.core.wsgi import get_wsgi_application
from gunicorn.app.base import BaseApplication

class Server(BaseApplication):
    def load_config(self):
        self.cfg.set("bind", "127.0.0.1:" + sys.argv[2])
        self.cfg.set("workers", 2)
        self.cfg.set("worker_class", "gthread")
        self.cfg.set("threads", 4)
        self.cfg.set("loglevel", "error")

    def load(self):
        return get_wsgi_application()

Server().run()
"""
WAIT = 60


class Server:
    """Started, killed without warning, started again on the same port."""

    def __init__(self, database: str) -> None:
        self.database = database
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            self.port: int = free.getsockname()[1]
        self.process: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        """Wait until it answers."""
        self.process = subprocess.Popen(
            [sys.executable, "-c", SERVER, self.database, str(self.port)],
            env={
                **os.environ,
                "DJANGO_SETTINGS_MODULE": "propertyservice.settings",
                "DEBUG": "True",
            },
            cwd=settings.BASE_DIR,
            start_new_session=True,
        )
        for _n in range(WAIT * 10):
            try:
                with socket.create_connection(("127.0.0.1", self.port), timeout=1):
                    return
            except OSError:
                time.sleep(0.1)
        raise RuntimeError("The server does not answer.")

    def kill(self) -> None:
        """All its processes at once, as by a power cut."""
        if self.process is not None:
            os.killpg(self.process.pid, signal.SIGKILL)
            self.process.wait()
            self.process = None


class Browser:
    """Somebody's browser: posts forms, and may be cut off before the answer."""

    def __init__(self, server: Server, person: Staff) -> None:
        client: Client = sign_in(person)
        cookies = {name: each.value for name, each in client.cookies.items()}
        self.token = "t" * 32
        cookies["csrftoken"] = self.token
        self.cookie = "; ".join(f"{name}={value}" for name, value in cookies.items())
        self.server = server

    def post(self, path: str, data: Mapping[str, Any], *, cut: bool = False) -> str:
        """Where the answer leads; empty where it is a page. Raises OSError when the
        line is cut, by us (``cut``) or because the server died."""
        body = urlencode({**data, "csrfmiddlewaretoken": self.token}, doseq=True)
        line = http.client.HTTPConnection("127.0.0.1", self.server.port, timeout=WAIT)
        try:
            line.request(
                "POST",
                path,
                body,
                {
                    "Cookie": self.cookie,
                    "Content-Type": "application/x-www-form-urlencoded",
                },
            )
            if cut:
                raise ConnectionAbortedError
            answer = line.getresponse()
            answer.read()
            if answer.status not in (200, 302):
                raise RuntimeError(f"{answer.status} for {path}")
            return answer.getheader("Location") or ""
        except http.client.HTTPException as error:
            raise ConnectionError from error
        finally:
            line.close()
