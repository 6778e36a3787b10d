"""What a step wrote, row by row, as the history kept it (4.9)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

from django.db.models import Model
from django.utils.translation import gettext as _

from propertyservice.cases.models import Case
from propertyservice.ui.formats import stamp
from propertyservice.workflow.models import Deadline, Pause

Tables = Iterable[tuple[type[Model], dict[str, Any]]]
KEPT = ("pgh_id", "pgh_created_at", "pgh_label", "pgh_obj", "pgh_context")
NEVER = ("id", "register", "case", "repair", "sheet", "complaint", "once_key")


@dataclass(frozen=True)
class Change:
    """One column: what stood there, and what stands there now."""

    field: str
    before: str
    after: str


@dataclass(frozen=True)
class Row:
    """One row that was written."""

    table: str
    what: str
    changes: list[Change]


def rows(case_id: int, own: Tables, request_id: Any) -> Iterator[Row]:
    """The rows written in one request: of the clause's ``own`` tables (each with what
    narrows its events to the case), of the register, of limits and pauses."""
    every: Tables = (
        *own,
        (Case, {"pgh_obj": case_id}),
        (Deadline, {"case": case_id}),
        (Pause, {"case": case_id}),
    )
    for model, which in every:
        yield from _of_table(model, which, request_id)


def _of_table(
    model: type[Model], which: dict[str, Any], request_id: Any
) -> Iterator[Row]:
    """The events of a table in this request, each against the one before it."""
    events = model.events.rel.related_model.objects  # type: ignore[attr-defined]
    by_object: dict[Any, list[Any]] = {}
    for event in events.filter(**which).order_by("pgh_id"):
        by_object.setdefault(event.pgh_obj_id, [None]).append(event)
    for history in by_object.values():
        for before, after in pairwise(history):
            if after.pgh_context_id == request_id:
                yield Row(
                    str(model._meta.verbose_name),
                    _label(after.pgh_label),
                    list(_compared(before, after)),
                )


def _label(label: str) -> str:
    return {
        "insert": _("written"),
        "update": _("changed"),
        "delete": _("taken away"),
    }.get(label, label)


def _compared(before: Any, after: Any) -> Iterable[Change]:
    shown = 0
    for field in after._meta.fields:
        if field.name in KEPT or field.name in NEVER:
            continue
        old = getattr(before, field.attname) if before else None
        new = getattr(after, field.attname)
        if old == new or (before is None and new in (None, "", False)):
            continue
        shown += 1
        name = str(field.verbose_name)
        yield Change(name, _text(field, old), _text(field, new))
    if not shown and before is not None:
        yield Change(_("a protected field"), _("hidden"), _("hidden"))


def _text(field: Any, value: Any) -> str:
    if value is None or value == "":
        return "—"
    if hasattr(value, "tzinfo"):
        return stamp(value)
    if field.choices:
        return str(dict(field.flatchoices).get(value, value))
    return str(value)
