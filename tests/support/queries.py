"""Statements of a page: every one that the database got, compared with a baseline.

The baseline ``tests/query_counts.json`` is committed; a page that needs more, or fewer,
fails until the figure is changed on purpose.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from django.contrib.sessions.models import Session  # noqa: F401 (its table is counted)
from django.db import connection
from django.test.utils import CaptureQueriesContext

BASELINE = Path(__file__).parents[1] / "query_counts.json"


def baseline() -> dict[str, int]:
    """The committed figures by name."""
    found: dict[str, int] = json.loads(BASELINE.read_text())
    return found


@contextmanager
def statements() -> Iterator[CaptureQueriesContext]:
    """Capture what a request sends: session, user, BEGIN and COMMIT included.

    A test runs inside a transaction, so that BEGIN and COMMIT of the request are a
    SAVEPOINT and its RELEASE there; they count the same.
    """
    with CaptureQueriesContext(connection) as captured:
        yield captured


def costs(name: str, ask: Callable[[], Any]) -> Any:
    """Call ``ask`` twice, the second time counted, and compare with the baseline."""
    ask()
    with statements() as captured:
        response = ask()
    check(name, captured)
    return response


def check(name: str, captured: CaptureQueriesContext) -> None:
    """Compare what was captured with the committed figure of ``name``."""
    expected = baseline().get(name)
    listed = "\n".join(
        f"{n}. {each['sql'][:160]}"
        for n, each in enumerate(captured.captured_queries, start=1)
    )
    assert len(captured) == expected, (
        f"{name}: {len(captured)}, not {expected}\n{listed}"
    )
