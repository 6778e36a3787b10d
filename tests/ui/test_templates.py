"""Every template: no inline code or style, short, and compilable."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from django.conf import settings
from django.template.loader import get_template

ROOT = Path(settings.BASE_DIR)
TEMPLATES = sorted((ROOT / "templates").rglob("*.html"))
INLINE = {
    "a style attribute": re.compile(r"\sstyle\s*="),
    "a style element": re.compile(r"<style\b"),
    "a script without src": re.compile(r"<script(?![^>]*\ssrc=)"),
    "an event attribute": re.compile(r"\son[a-z]+\s*=\s*[\"']"),
    "htmx code": re.compile(r"hx-on|\bjs:|javascript:"),
    "another host": re.compile(r"(?:src|href)=[\"'](?:https?:)?//"),
}


@pytest.mark.parametrize("path", TEMPLATES, ids=lambda p: str(p.relative_to(ROOT)))
def test_a_template_has_no_inline_code_and_is_short(path: Path) -> None:
    text = path.read_text(encoding="utf-8")

    assert {what for what, pattern in INLINE.items() if pattern.search(text)} == set()
    assert len(text.splitlines()) <= 120
    assert get_template(str(path.relative_to(ROOT / "templates")))


def test_colours_live_in_the_style_sheets_alone() -> None:
    hexes = re.compile(r"[\"'\s:]#[0-9a-fA-F]{6}\b")
    found = [p.name for p in TEMPLATES if hexes.search(p.read_text(encoding="utf-8"))]
    assert found == []


def test_style_sheets_ask_no_other_host() -> None:
    for path in (ROOT / "static").rglob("*.css"):
        text = path.read_text(encoding="utf-8")
        assert "sourceMappingURL" not in text
        assert not re.search(r"url\(\s*[\"']?(?:https?:)?//", text), path.name
