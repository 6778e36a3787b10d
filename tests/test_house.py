"""The house keeps its rooms small, and says what each refusal means."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.apps import apps

from propertyservice.audit import refusals

ROOT = Path(__file__).resolve().parent.parent
LONGEST = {"*.py": 300, "*.html": 120}
NOT_OURS = {"migrations", ".venv", ".local", "static"}  # or generated
NAMED = re.compile(r"CONSTRAINT = '(\w+)'")
OURS = ("propertyservice", "repairs", "callbacks", "complaints", "fees")


@pytest.mark.parametrize("kind", LONGEST)
def test_no_file_outgrows_one_reading(kind: str) -> None:
    too_long = {
        str(path.relative_to(ROOT)): lines
        for path in ROOT.rglob(kind)
        if not NOT_OURS & set(path.relative_to(ROOT).parts)
        if (lines := len(path.read_text().splitlines())) > LONGEST[kind]
    }
    assert too_long == {}


def constraints() -> Iterator[str]:
    """The names of every constraint of our own tables, and what triggers refuse by."""
    for model in apps.get_models():
        if not model.__module__.startswith(OURS) or model.__name__.endswith("Event"):
            continue
        yield from (each.name for each in model._meta.constraints)
        for trigger in getattr(model._meta, "triggers", ()):
            yield from NAMED.findall(str(trigger.func or ""))


def test_every_constraint_has_its_sentence() -> None:
    assert [name for name in constraints() if not refusals.known(name)] == []
