"""Writing all lives at once: numbers in the order of the paper, then table by table."""

from __future__ import annotations

import uuid
from collections import Counter
from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any

import pgtrigger
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import models
from django.utils import timezone

from propertyservice.approvals import demo as approvals
from propertyservice.cases.models import Case, Step
from propertyservice.files import storage
from propertyservice.files.checking import check
from propertyservice.files.models import Attachment
from propertyservice.numbering.models import Counter as Series
from propertyservice.numbering.numbers import series
from propertyservice.workflow.models import Deadline, Pause
from repairs.demo.life import Life
from repairs.demo.pictures import drawn
from repairs.models import CLOSED, IncidentReport, MaterialLine, Repair, TaskSheet

BATCH = 2_000
PHOTOS_AN_OFFICE = 8


def write(lives: Sequence[Life]) -> None:
    """Write the lives of one office, whose rows all hang together."""
    _number(lives)
    for life in lives:
        _settle(life)
    _create(Case, (life.case for life in lives))
    _create_repairs(lives)
    for life in lives:
        _belong(life)
    _create(TaskSheet, (sheet for life in lives for sheet in life.sheets))
    _point_at_sheets(lives)
    _create(Step, _in_time(lives))
    _create(Deadline, (each for life in lives for each in life.book.deadlines))
    _create(Pause, (each for life in lives for each in life.book.pauses))
    _create(MaterialLine, (each for life in lives for each in life.materials))
    _create(IncidentReport, (each for life in lives for each in life.reports))
    approvals.write(each for life in lives for each in life.requests)
    _keep_photos(lives)


def _create(model: type[models.Model], rows: Iterable[models.Model]) -> None:
    model._default_manager.bulk_create(list(rows), batch_size=BATCH)


def _number(lives: Sequence[Life]) -> None:
    """Allot the numbers of both series as the desk would, and keep the counters."""
    used: Counter[str] = Counter()
    code = lives[0].house.office.code

    def following(kind: str, at: datetime) -> str:
        name = series(code, kind, timezone.localdate(at))
        used[name] += 1
        return f"{name}-{used[name]:04d}"

    for life in sorted(lives, key=lambda each: each.case.recorded_at):
        life.case.number = following("BX", life.case.recorded_at)
    sheets = [sheet for life in lives for sheet in life.sheets]
    for sheet in sorted(sheets, key=lambda each: each.dispatched_at):
        sheet.task_no = following("WX", sheet.dispatched_at)
    for life in lives:
        for step, sheet in life.sheet_steps:
            step.details["task_no"] = sheet.task_no
        for step in life.steps:
            if step.name == "join_incident" and life.incident is not None:
                step.details["incident"] = life.incident.case.number
    Series.objects.bulk_create(
        Series(series=name, value=value) for name, value in sorted(used.items())
    )


def _settle(life: Life) -> None:
    """The register's end of it: the next due time, and whether the line is open."""
    upcoming = life.book.next
    life.repair.due_at = life.case.due_at = upcoming.due_at if upcoming else None
    life.repair.due_kind = upcoming.kind if upcoming else ""
    life.repair.in_time = life.book.kept(life.repair.JUDGED_BY)
    life.case.is_open = life.repair.status not in CLOSED
    if not life.case.is_open:
        life.case.closed_at = life.steps[-1].occurred_at


def _create_repairs(lives: Sequence[Life]) -> None:
    for life in lives:
        life.repair.register = life.case
        if life.incident is not None:
            life.repair.incident_id = life.incident.case.pk
        if life.repeats is not None:
            life.repair.repeats_id = life.repeats.case.pk
    # They are born with the status they reached; only the owner may let them.
    with pgtrigger.ignore("repairs.Repair:repairs_status_born"):
        _create(Repair, (life.repair for life in lives))


def _point_at_sheets(lives: Sequence[Life]) -> None:
    """The sheet of the present round, once it has a key."""
    handed = [life.repair for life in lives if life.repair.technician is not None]
    for life in lives:
        if life.repair.technician is not None:
            life.repair.sheet = life.sheets[-1]
    Repair.objects.bulk_update(handed, ["sheet"], batch_size=500)


def _belong(life: Life) -> None:
    """Let every row know the key of its case."""
    rows: list[Any] = [*life.steps, *life.book.deadlines, *life.book.pauses]
    for row in [*rows, *life.requests]:
        row.case = life.case
    for sheet in life.sheets:
        sheet.repair = life.repair
    for report in life.reports:
        report.incident = life.repair


def _in_time(lives: Sequence[Life]) -> list[Step]:
    steps = [step for life in lives for step in life.steps]
    return sorted(steps, key=lambda step: step.recorded_at)


# ── photos ──────────────────────────────────────────────────────────────


def _keep_photos(lives: Sequence[Life]) -> None:
    """A picture for the latest steps that need one."""
    wanted = [(life, *photo) for life in lives for photo in life.photos]
    wanted.sort(key=lambda each: each[2], reverse=True)
    demo = lives[0].demo
    chance = demo.chance(lives[0].house.office.code, "photos")
    for number, (life, kind, at, by) in enumerate(wanted[:PHOTOS_AN_OFFICE]):
        picture = SimpleUploadedFile(f"{kind.lower()}-{number + 1}.png", drawn(number))
        kept = storage.keep(
            check(picture),
            case=life.case,
            office=life.house.office,
            by=by,
            kind=kind,
            name=uuid.UUID(int=chance.getrandbits(128), version=4),
        )
        Attachment.objects.filter(pk=kept.pk).update(uploaded_at=at)
