"""Keeping bytes: written beside, flushed, renamed; a broken upload leaves nothing.

A file is on the disk before its row is committed. If the transaction fails after all,
``sweep`` finds the file without a row and removes it a day later.
"""

from __future__ import annotations

import contextlib
import hashlib
import os
import time
import uuid
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.files.uploadedfile import UploadedFile
from django.utils import timezone

from propertyservice.audit.models import Run
from propertyservice.cases.models import Case
from propertyservice.files.checking import Checked, check
from propertyservice.files.models import Attachment
from propertyservice.organisation import scope
from propertyservice.organisation.models import Office, Staff

PHOTO = "PHOTO"
EXPORT = "EXPORT"
SMALL = ".small"
UNFINISHED = ".part"
SPARED_SECONDS = 24 * 3600


def attach(
    case: Case,
    uploaded: UploadedFile[Any] | Checked,
    *,
    by: Staff,
    kind: str = PHOTO,
) -> Attachment:
    """Keep an uploaded file with a case (4.9).

    Raises ValidationError, with a sentence for the field, for a file that may not be
    kept; forms with a PhotosField have checked it before.
    """
    checked = uploaded if isinstance(uploaded, Checked) else check(uploaded)
    return keep(checked, case=case, office=case.office, by=by, kind=kind)


def keep(
    checked: Checked,
    *,
    office: Office,
    by: Staff,
    kind: str,
    case: Case | None = None,
    name: uuid.UUID | None = None,
) -> Attachment:
    """Write the bytes and the row of a file that was checked, or made here."""
    name = name or uuid.uuid4()
    path = f"{name.hex[:2]}/{name.hex[2:4]}/{name.hex}"
    write(path, checked.content)
    if checked.thumbnail:
        write(path + SMALL, checked.thumbnail)
    try:
        return Attachment.objects.create(
            uuid=name,
            case=case,
            office=office,
            kind=kind,
            name=checked.name,
            content_type=checked.content_type,
            size=len(checked.content),
            sha256=hashlib.sha256(checked.content).hexdigest(),
            path=path,
            has_thumbnail=bool(checked.thumbnail),
            uploaded_by=by,
        )
    except BaseException:
        remove(path)
        raise


def write(path: str, content: bytes) -> None:
    """Write a file of the store so that it is whole or not there at all."""
    target = place(path)
    target.parent.mkdir(parents=True, exist_ok=True)
    unfinished = target.with_name(target.name + UNFINISHED)
    try:
        with unfinished.open("wb") as out:
            out.write(content)
            out.flush()
            os.fsync(out.fileno())
        unfinished.rename(target)
    except BaseException:
        unfinished.unlink(missing_ok=True)
        raise
    _flush_folder(target.parent)


def place(path: str) -> Path:
    """Where a path of the store is on this machine."""
    return Path(settings.MEDIA_ROOT) / path


def remove(path: str) -> None:
    """Take a file and its small picture away."""
    for ending in ("", SMALL):
        place(path + ending).unlink(missing_ok=True)


def sweep() -> Run:
    """Remove files without a row, a day after they were written, and report rows
    without a file. Looks at every office; safe to run at any time.
    """
    with scope.everywhere("files.sweep"):
        known = set(Attachment.objects.values_list("path", flat=True))
        present = dict(_stored())
        lost = [path for path in present if _is_lost(path, known)]
        for path in lost:
            place(path).unlink(missing_ok=True)
        missing = sorted(known - present.keys())
        return Run.objects.create(
            job="files.sweep",
            counts={
                "known": len(known),
                "removed": len(lost),
                "missing": len(missing),
            },
            findings=[f"missing: {path}" for path in missing[:100]],
            finished_at=timezone.now(),
        )


def _is_lost(path: str, known: set[str]) -> bool:
    owner = path.removesuffix(UNFINISHED).removesuffix(SMALL)
    written = place(path).stat().st_mtime
    return owner not in known and written < time.time() - SPARED_SECONDS


def _stored() -> Iterator[tuple[str, Path]]:
    root = Path(settings.MEDIA_ROOT)
    for file in root.glob("[0-9a-f][0-9a-f]/[0-9a-f][0-9a-f]/*"):
        yield str(file.relative_to(root)), file


def _flush_folder(folder: Path) -> None:
    """Make the rename last through a power cut, where the system can."""
    with contextlib.suppress(OSError):
        handle = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)
