"""The scope of a piece of work: whose it is, and which offices exist for it.

Row-level security reads the offices; the history reads who and why. Both are set once
per transaction, so that a pooled connection can't leak them.
"""

from __future__ import annotations

import json
import uuid
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field
from typing import Any

from django.db import connection, transaction

from propertyservice.organisation.models import Office, Staff


@dataclass(frozen=True)
class Scope:
    """What the running transaction may see, and on whose behalf it runs."""

    user: Staff | None
    offices: frozenset[int]
    request_id: uuid.UUID
    read: dict[str, Any] = field(default_factory=dict)


_current: ContextVar[Scope | None] = ContextVar("scope", default=None)
_also: dict[str, str] = {}
BECAUSE = """
SELECT set_config('pghistory.context_metadata', (coalesce(nullif(
  current_setting('pghistory.context_metadata', true), '')::jsonb, '{}') || %s::jsonb
)::text, true)
"""


def also_read(name: str, expression: str) -> None:
    """Register a scalar SQL expression that each scope reads along, for free."""
    _also[name] = expression


def current() -> Scope | None:
    """The scope of the running transaction, or None outside of any."""
    return _current.get()


@contextmanager
def scope(
    user: Staff | None = None,
    *,
    offices: Iterable[int] | None = None,
    reason: str = "",
) -> Iterator[Scope]:
    """Open a transaction that sees only these offices and signs what it changes.

    ``offices`` defaults to those of the user. Raises whatever the block raises, after
    rolling back.
    """
    seen = frozenset(
        offices if offices is not None else user.office_ids if user else ()
    )
    request_id = uuid.uuid4()
    with transaction.atomic():
        read = _announce(user, seen, request_id, reason)
        token = _current.set(Scope(user, seen, request_id, read))
        try:
            yield _current.get()  # type: ignore[misc]
        finally:
            _current.reset(token)


def because(reason: str) -> None:
    """Sign what the running transaction changes from here on with a reason."""
    with connection.cursor() as cursor:
        cursor.execute(BECAUSE, [json.dumps({"reason": reason}, ensure_ascii=False)])


def everywhere(reason: str) -> Any:
    """The scope of a job or command: every office, nobody in particular."""
    return scope(offices=Office.objects.values_list("pk", flat=True), reason=reason)


def _announce(
    user: Staff | None, offices: frozenset[int], request_id: uuid.UUID, reason: str
) -> dict[str, Any]:
    """Tell the database, and that no page's statement is worth compiling (jit)."""
    facts = {"user": user.pk if user else None, "reason": reason}
    extra = "".join(f", ({sql})" for sql in _also.values())
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT set_config('app.offices', %s, true),"
            " set_config('app.user', %s, true),"
            " set_config('pghistory.context_id', %s, true),"
            " set_config('jit', 'off', true),"
            f" set_config('pghistory.context_metadata', %s, true){extra}",
            [
                ",".join(map(str, sorted(offices))),
                str(user.pk) if user else "",
                str(request_id),
                json.dumps(facts, ensure_ascii=False),
            ],
        )
        row = cursor.fetchone()
    return dict(zip(_also, row[5:], strict=True))
