"""The stages between an empty folder and a page that answers.

Each stage is skipped when nothing it depends on has changed since it last succeeded.
"""

from __future__ import annotations

import contextlib
import hashlib
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import psycopg
from psycopg import sql

from .commands import MANAGE
from .home import LOCAL, ROOT, SetupError, say


def run(argv: list[str], environment: dict[str, str]) -> None:
    """Run one command of the project; raise SetupError with its words if it fails."""
    done = subprocess.run(
        argv, cwd=ROOT, env=environment, capture_output=True, text=True, check=False
    )
    if done.returncode:
        last_words = (done.stdout + done.stderr).splitlines()[-25:]
        raise SetupError("\n".join([f"`{' '.join(argv[1:])}` failed:", *last_words]))


def compile_messages(environment: dict[str, str]) -> None:
    """Make the .mo files, which are not committed, from the .po files."""
    sources = sorted(ROOT.glob("locale/*/LC_MESSAGES/django.po"))
    made = [source.with_suffix(".mo") for source in sources]
    mark = fingerprint(sources)
    if _stamp("messages") != mark or not all(path.exists() for path in made):
        say("Compiling the translations ...")
        run([sys.executable, "tools/messages.py", "compile"], environment)
        _remember("messages", mark)


def collect_static(environment: dict[str, str]) -> None:
    """Put style sheets, scripts and icons where the web server finds them."""
    if environment.get("DEBUG") == "True":
        return
    mark = fingerprint([*ours("static/**/*"), ROOT / "requirements.txt"])
    if _stamp("static") != mark or not (LOCAL / "static").exists():
        say("Collecting the static files ...")
        run([*MANAGE, "collectstatic", "--noinput", "--clear"], environment)
        _remember("static", mark)


def migrate(environment: dict[str, str]) -> None:
    """Bring the tables up to date, as their owner.

    The database remembers, in its comment, for which source that was last done.
    """
    mark = f"propertyservice {fingerprint([*ours('**/*.py'), *_locked()])}"
    with psycopg.connect(environment["DATABASE_OWNER_URL"], autocommit=True) as db:
        query = (
            "SELECT shobj_description(oid, 'pg_database') FROM pg_database"
            " WHERE datname = current_database()"
        )
        if db.execute(query).fetchone() == (mark,):
            return
        say("Bringing the tables up to date ...")
        run([*MANAGE, "migrate", "--noinput"], environment)
        name = sql.Identifier(db.info.dbname)
        comment = sql.SQL("COMMENT ON DATABASE {} IS {}").format(
            name, sql.Literal(mark)
        )
        # Only the owner of the database itself may; others migrate at each start.
        with contextlib.suppress(psycopg.errors.InsufficientPrivilege):
            db.execute(comment)


def load_demo(environment: dict[str, str]) -> bool:
    """Load the demo into a database without staff; return whether it is there.

    The marker is in the database: its data. ``DEMO=False`` leaves it empty.
    """
    with psycopg.connect(environment["DATABASE_OWNER_URL"], autocommit=True) as db:
        everyone = "SELECT FROM organisation_staff LIMIT 1"
        known = any(ours("**/management/commands/load_demo.py"))
        is_empty = db.execute(everyone).fetchone() is None
        if known and is_empty and environment.get("DEMO") != "False":
            say("Loading the demo office (half a minute, once) ...")
            run([*MANAGE, "load_demo"], environment)
        demo = "SELECT FROM organisation_staff WHERE username = 'clerk2'"
        return db.execute(demo).fetchone() is not None


def ours(pattern: str) -> Iterator[Path]:
    """The project's own files: nothing hidden, nothing of the tests."""
    top, _, rest = pattern.partition("/")
    for folder in sorted(ROOT.glob("*" if top == "**" else top)):
        if folder.is_dir() and folder.name != "tests" and folder.name[0] != ".":
            yield from folder.glob(pattern if top == "**" else rest)


def _locked() -> list[Path]:
    return [ROOT / "requirements.txt", ROOT / "manage.py"]


def fingerprint(paths: list[Path]) -> str:
    """A mark that changes with the name or the content of any of the files."""
    digest = hashlib.sha256()
    for path in sorted(paths):
        if path.is_file():
            digest.update(f"{path.relative_to(ROOT)}\n".encode())
            digest.update(path.read_bytes())
    return digest.hexdigest()


def _stamp(name: str) -> str:
    path = LOCAL / f"{name}.stamp"
    return path.read_text() if path.exists() else ""


def _remember(name: str, mark: str) -> None:
    (LOCAL / f"{name}.stamp").write_text(mark)
