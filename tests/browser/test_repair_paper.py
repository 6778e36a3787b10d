"""The sizes of what repairs print, in Chromium (4.2.2; LOOK 13)."""

from __future__ import annotations

import re

import pytest

from propertyservice.organisation.scope import scope
from repairs import transitions as do
from tests.browser.conftest import At
from tests.repairs.test_life import call
from tests.support.cast import House

pytestmark = pytest.mark.clause("4.2.2")
A4, ACROSS = (595, 842), (842, 595)


def pages_of(pdf: bytes) -> list[tuple[int, int]]:
    """Width and height in points of every page of a PDF."""
    boxes = re.findall(rb"/MediaBox\s*\[\s*0\s+0\s+([\d.]+)\s+([\d.]+)\s*\]", pdf)
    return [(round(float(w)), round(float(h))) for w, h in boxes]


def test_a_task_sheet_is_three_pages_of_a4_however_long_its_words(
    at: At, house: House
) -> None:
    with scope(offices=[house.office.pk]):
        repair = call(house, description="厨房水管漏水，地面积水。" * 30)
        do.dispatch(repair, by=house.clerk, technician=house.repairer)

    page = at("clerk", f"/repairs/{repair.number}/print/")
    assert pages_of(page.pdf(prefer_css_page_size=True)) == [A4] * 3

    page.goto("/repairs/print/?view=all")
    assert pages_of(page.pdf(prefer_css_page_size=True)) == [ACROSS]
