"""Exports: which registers can leave as Excel, and the record of each time one did."""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import IO, Any

from django.db.models import QuerySet
from django.http import QueryDict  # noqa: TID251 (a query string, no request)
from django.utils import timezone
from django.utils.functional import Promise
from openpyxl import Workbook

from propertyservice.audit.models import AccessEntry, Act
from propertyservice.organisation.models import Staff
from propertyservice.spreadsheets.columns import Column
from propertyservice.spreadsheets.writing import write

CHUNK = 1000
DIRECT_ROWS = "spreadsheets.direct_rows"


@dataclass(frozen=True)
class Export:
    """A register that can be exported; registered in ``apps.ready()``.

    ``rows(user, params)`` must be narrowed to what the user sees; ``prepare`` loads
    what a thousand rows need at a time. ``sealed`` rows are hidden from somebody: the
    access log, which he may read, does not count them.
    """

    key: str
    title: str | Promise
    permission: str
    columns: Sequence[Column]
    rows: Callable[[Staff, QueryDict], QuerySet[Any]]
    prepare: Callable[[list[Any], Staff], None] | None = None
    sealed: Callable[[Any], bool] | None = None


_exports: dict[str, Export] = {}


def register(*exports: Export) -> None:
    """Make exports known; the same key may be registered once."""
    for export in exports:
        if _exports.setdefault(export.key, export) != export:
            raise ValueError(f"The export {export.key} is registered twice.")


def get(key: str) -> Export:
    """A registered export; KeyError for an unknown key."""
    return _exports[key]


def build(
    export: Export,
    user: Staff,
    params: QueryDict,
    told: Callable[[int], None] | None = None,
) -> tuple[IO[bytes], int]:
    """Write the file of one query string, whole, into a temporary file.

    Every row is read here, so nothing is asked of the database while it is sent. Gives
    how many rows the access log may name. ``told`` hears how many are written.
    """
    sealed: list[None] = []
    read = _in_chunks(export, user, params, told)
    rows = _noticing(read, export.sealed, sealed)
    workbook, count = write(export.columns, rows, export.title)
    return finished(workbook), count - len(sealed)


def _noticing(
    rows: Iterator[Any], is_sealed: Callable[[Any], bool] | None, found: list[None]
) -> Iterator[Any]:
    for row in rows:
        if is_sealed and is_sealed(row):
            found.append(None)
        yield row


def finished(workbook: Workbook) -> IO[bytes]:
    """A workbook as an open temporary file, at its beginning."""
    out = tempfile.TemporaryFile(suffix=".xlsx")  # noqa: SIM115 (the response closes it)
    workbook.save(out)
    out.seek(0)
    return out


def record(
    user: Staff, subject: str, *, rows: int, detail: str = "", purpose: str = ""
) -> AccessEntry:
    """Write into the access log that rows left the house (4.9)."""
    return AccessEntry.objects.create(
        act=Act.EXPORT,
        office=user.office,
        by=user,
        subject=subject[:120],
        detail=detail[:300],
        purpose=purpose[:300],
        rows=rows,
    )


def filename(export: Export) -> str:
    """What the file is called: the register's name and today's date."""
    return f"{export.title} {timezone.localdate():%Y-%m-%d}.xlsx"


def _in_chunks(
    export: Export,
    user: Staff,
    params: QueryDict,
    told: Callable[[int], None] | None,
) -> Iterator[Any]:
    rows = export.rows(user, params).iterator(chunk_size=CHUNK)
    done = 0
    while chunk := list(islice(rows, CHUNK)):
        yield from _prepared(export, chunk, user)
        done += len(chunk)
        if told:
            told(done)


def _prepared(export: Export, chunk: list[Any], user: Staff) -> list[Any]:
    if export.prepare:
        export.prepare(chunk, user)
    return chunk
