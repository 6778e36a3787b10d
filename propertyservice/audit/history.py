"""History of every business table, written by triggers whatever wrote the row (4.9)."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

import pghistory
import pgtrigger
from django.db import models

M = TypeVar("M", bound=type[models.Model])


def tracked(*, hidden: tuple[str, ...] = ()) -> Callable[[M], M]:
    """Keep every insert, update and delete of a model as rows of its event table.

    Fields named in ``hidden`` (phones, identity numbers, signatures) are recorded as
    "changed" without their value, so that they can be erased for good.
    """

    def track(model: M) -> M:
        columns = [field.name for field in model._meta.local_fields]
        pghistory.track(
            pghistory.InsertEvent(),
            pghistory.UpdateEvent(condition=pgtrigger.AnyChange(*columns)),
            pghistory.DeleteEvent(),
            exclude=list(hidden) or None,
            obj_field=pghistory.ObjForeignKey(related_name="events"),
        )(model)
        return model

    return track


def append_only(model: M) -> M:
    """Mark a model whose rows the application may add, never change or delete.

    ``audit.database`` takes UPDATE and DELETE from the application's role.
    """
    model.append_only = True  # type: ignore[attr-defined]
    return model
