"""QR codes are drawings in the page (LOOK 13)."""

from __future__ import annotations

import re

import pytest
import segno
from django.template import Context, Template

from propertyservice.printing.qr import drawing

ADDRESS = "http://localhost:8000/repairs/JX-BX-20260317-0012/"


def test_the_drawing_holds_exactly_the_dark_modules_of_the_code():
    svg = drawing(ADDRESS, "code")
    drawn = {(int(x), int(y)) for x, y in re.findall(r"M(\d+) (\d+)h1v1h-1z", svg)}
    code = segno.make_qr(ADDRESS, error="m").matrix
    dark = {(x, y) for y, row in enumerate(code) for x, bit in enumerate(row) if bit}
    assert drawn == dark
    assert f'viewBox="-1 -1 {len(code) + 2} {len(code) + 2}"' in svg


def test_a_label_can_not_break_out_of_the_drawing():
    svg = drawing('"><script>', '"><script>')
    assert "<script>" not in svg
    assert "&quot;" in svg


def test_a_code_without_content_is_refused():
    with pytest.raises(ValueError, match="content"):
        drawing("", "x")


def test_a_template_draws_a_code_by_its_tag():
    page = Template("{% load printing %}{% qr url %}").render(Context({"url": ADDRESS}))
    assert page.startswith('<svg class="qr"')
    assert "style=" not in page
