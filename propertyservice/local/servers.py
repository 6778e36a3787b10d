"""The database and the broker: the given ones, or embedded ones of our own."""

from __future__ import annotations

import contextlib
import os
from collections.abc import Iterator

from . import roles
from .broker import Broker
from .home import Home, say
from .postgres import QUICK_AND_FORGETFUL, Postgres
from .server import Server

DATABASE = "propertyservice"


@contextlib.contextmanager
def servers(home: Home, *, tests: bool = False) -> Iterator[dict[str, str]]:
    """Give the environment with a database and a broker; stop what was started."""
    given = {key: value for key, value in os.environ.items() if value}
    environment = {"SECRET_KEY": home.secrets["secret_key"], "HTTPS": "False"} | given
    with contextlib.ExitStack() as started:
        if "DATABASE_URL" not in given:
            environment |= _embedded_database(home, started, tests=tests)
        elif "DATABASE_OWNER_URL" not in given:
            app, owner = roles.beside(given["DATABASE_URL"], home.secrets["app"])
            environment |= {"DATABASE_URL": app, "DATABASE_OWNER_URL": owner}
        if "REDIS_URL" not in given:
            environment["REDIS_URL"] = _embedded_broker(home, started)
        yield environment


def _embedded_database(
    home: Home, started: contextlib.ExitStack, *, tests: bool
) -> dict[str, str]:
    database = Postgres(home, QUICK_AND_FORGETFUL if tests else ())
    say("Making the embedded database ..." if database.is_new else "Database ...")
    started.callback(_stop, database.server)
    database.start()
    roles.make_both(
        database.url(), database=DATABASE, passwords=home.secrets, tests=tests
    )
    return {
        "DATABASE_URL": database.url(roles.APP, DATABASE),
        "DATABASE_OWNER_URL": database.url(roles.OWNER, DATABASE),
    }


def _embedded_broker(home: Home, started: contextlib.ExitStack) -> str:
    say("Broker ...")
    broker = Broker(home)
    started.callback(_stop, broker.server)
    broker.start()
    return broker.url


def _stop(server: Server) -> None:
    if server.process is not None:
        say(f"Stopping the {server.name} ...")
        server.stop()
