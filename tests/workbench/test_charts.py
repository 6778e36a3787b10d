"""Charts are pure: attributes only, bars from 0, labels apart (LOOK 14)."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from propertyservice.workbench import charts
from propertyservice.workbench.charts import Line

MONTHS = ["10 月", "11 月", "12 月"]
VALUES = st.lists(
    st.none() | st.floats(0, 1e9, allow_nan=False), min_size=3, max_size=3
)


@given(VALUES)
def test_every_figure_can_be_drawn(values: list[float | None]) -> None:
    drawn = Line("报修", values, target=98.0)
    for picture in (
        charts.bars(MONTHS, drawn, "件", "报修"),
        charts.lines(MONTHS, [drawn], "%", "报修"),
    ):
        assert picture.startswith("<svg")
        assert "nan" not in picture
        assert "style=" not in picture


def test_bars_start_at_zero() -> None:
    picture = charts.bars(MONTHS, Line("报修", [98, 99, 100]), "件", "报修")
    heights = [float(h) for h in re.findall(r'height="([\d.]+)" rx', picture)]
    assert heights[0] > 0.9 * heights[-1]


def test_labels_at_the_ends_are_kept_apart() -> None:
    close = [Line("一", [99, 99, 99]), Line("二", [98, 99, 99.1])]
    picture = charts.lines(MONTHS, close, "%", "及时率")
    ys = [float(y) for y in re.findall(r'class="lab" x="\d+" y="([\d.]+)"', picture)]
    assert abs(ys[0] - ys[1]) >= charts.APART


@pytest.mark.parametrize("text", ["<b>", '"', "&"])
def test_words_are_escaped(text: str) -> None:
    picture = charts.lines(MONTHS, [Line(text, [1, 2, 3])], "%", text)
    assert f">{text}<" not in picture


@pytest.mark.parametrize("least", [0, 42, 75.5, 97, 99.9])
def test_shares_are_not_drawn_above_the_whole(least: float) -> None:
    drawn = [Line("及时率", [least, 99, 100], target=98)]
    picture = charts.lines(MONTHS, drawn, "%", "及时率")
    grid = [float(value) for value in re.findall(r">(-?[\d.]+)%</text>", picture)]
    assert max(grid) == 100
    assert 0 <= min(grid) <= least
