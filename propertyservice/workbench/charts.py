"""Charts as inline SVG: attributes and classes only, the table stands beside (LOOK 14).

Pure: series in, SVG out.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe

WIDTH, HEIGHT = 570, 204
LEFT, RIGHT, TOP, BOTTOM = 56, 430, 22, 176
APART = 24
MOST = 4
STEPS = 4
FEW = 5
NICE = (1, 2, 2.5, 5, 10)
WHOLE = 100.0


@dataclass(frozen=True)
class Line:
    """One series: a label, a value for each month (None: no figure), and its target."""

    label: str
    values: Sequence[float | None]
    target: float | None = None


@dataclass(frozen=True)
class Axis:
    """The values between which the chart is drawn, in round steps."""

    low: float
    high: float

    @property
    def step(self) -> float:
        """The distance of two gridlines."""
        return (self.high - self.low) / STEPS

    def y(self, value: float) -> float:
        """Where a value stands."""
        share = (value - self.low) / (self.high - self.low)
        return round(BOTTOM - share * (BOTTOM - TOP), 1)


def lines(
    months: Sequence[str], drawn: Sequence[Line], unit: str, title: str
) -> SafeString:
    """Up to four lines over months; a cut axis is allowed for lines only."""
    drawn = drawn[:MOST]
    axis = _axis(drawn, from_zero=unit != "%")
    if unit == "%" and axis.high > WHOLE:
        axis = _up_to_the_whole(drawn, axis)
    xs = _places(len(months))
    parts = [_grid(axis, unit), _months(months, xs)]
    parts += [_target(axis, line) for line in drawn[:1] if line.target is not None]
    parts += [_line(axis, xs, line, n) for n, line in enumerate(drawn, 1)]
    parts += [_labels(axis, drawn)]
    return _svg(parts, title)


def bars(months: Sequence[str], line: Line, unit: str, title: str) -> SafeString:
    """One bar a month, from 0."""
    axis = _axis([line], from_zero=True)
    xs = _places(len(months), WIDTH)
    width = max(6.0, round((WIDTH - LEFT) / max(len(months), 1) * 0.6, 1))
    parts = [_grid(axis, unit, WIDTH), _months(months, xs)]
    for x, value in zip(xs, line.values, strict=True):
        if value is not None:
            parts.append(_bar(axis, x, value, width))
    return _svg(parts, title)


def _svg(parts: Sequence[SafeString], title: str) -> SafeString:
    return format_html(
        '<svg class="chart" viewBox="0 0 {} {}" role="img"><title>{}</title>{}</svg>',
        WIDTH,
        HEIGHT,
        title,
        mark_safe("".join(parts)),  # noqa: S308 (each part is escaped)
    )


def _axis(drawn: Sequence[Line], *, from_zero: bool) -> Axis:
    values = [v for line in drawn for v in line.values if v is not None]
    values += [line.target for line in drawn[:1] if line.target is not None]
    high, low = max(values, default=1.0), min(values, default=0.0)
    if from_zero or low == high:
        low = 0.0
    step = _nice((high - low) / STEPS or 1.0)
    base = step * (low // step)
    while base + step * STEPS < high:
        step = _nice(step * 1.01)
        base = step * (low // step)
    return Axis(base, base + step * STEPS)


def _up_to_the_whole(drawn: Sequence[Line], axis: Axis) -> Axis:
    """The axis ends at 100 % when every share does, since more can't be."""
    values = [v for line in drawn for v in (*line.values, line.target) if v is not None]
    if max(values, default=0.0) > WHOLE:
        return axis
    step = next(
        n * power
        for power in (1.0, 10.0)
        for n in NICE
        if WHOLE - STEPS * n * power <= min(values) or n * power * STEPS >= WHOLE
    )
    return Axis(WHOLE - STEPS * step, WHOLE)


def _nice(rough: float) -> float:
    power = 10.0 ** (len(str(int(rough))) - 1) if rough >= 1 else 0.1
    while power > rough:
        power /= 10
    return next(n * power for n in NICE if n * power >= rough)


def _places(count: int, right: int = RIGHT) -> list[float]:
    gap = (right - LEFT) / max(count, 1)
    return [round(LEFT + gap * (n + 0.5), 1) for n in range(count)]


def _grid(axis: Axis, unit: str, right: int = RIGHT) -> SafeString:
    sign = unit if unit == "%" else ""
    rows = (
        (axis.y(value), axis.y(value) + 4, _number(value) + sign)
        for value in (axis.low + axis.step * n for n in range(STEPS + 1))
    )
    return format_html_join(
        "",
        f'<line class="ax" x1="{LEFT}" x2="{right}" y1="{{0}}" y2="{{0}}"/>'
        f'<text x="{LEFT - 6}" y="{{1}}" text-anchor="end">{{2}}</text>',
        rows,
    )


def _months(months: Sequence[str], xs: Sequence[float]) -> SafeString:
    """Their names; of many, a phone shows every other one, ending with the last."""
    many = len(months) > FEW
    skipped = [
        "alt" if many and (len(months) - n) % 2 == 0 else "mon" for n in range(len(xs))
    ]
    return format_html_join(
        "",
        f'<text class="{{}}" x="{{}}" y="{BOTTOM + 20}" text-anchor="middle">{{}}'
        "</text>",
        zip(skipped, xs, months, strict=True),
    )


def _target(axis: Axis, line: Line) -> SafeString:
    y = axis.y(line.target or 0.0)
    return format_html(
        '<line class="goal" x1="{}" x2="{}" y1="{}" y2="{}"/>', LEFT, RIGHT, y, y
    )


def _line(axis: Axis, xs: Sequence[float], line: Line, n: int) -> SafeString:
    points = [
        (x, axis.y(value))
        for x, value in zip(xs, line.values, strict=True)
        if value is not None
    ]
    if not points:
        return SafeString()
    path = " ".join(f"{x},{y}" for x, y in points)
    dots = format_html_join(
        "", f'<circle class="p{n}" cx="{{}}" cy="{{}}" r="3"/>', points
    )
    return format_html('<polyline class="l{}" points="{}"/>{}', n, path, dots)


def _labels(axis: Axis, drawn: Sequence[Line]) -> SafeString:
    """Names at the line ends, kept apart; no legend box."""
    ends = [
        (axis.y(values[-1]), line.label)
        for line in drawn
        if (values := [value for value in line.values if value is not None])
    ]
    placed: list[tuple[float, str]] = []
    for y, label in sorted(ends):
        least = placed[-1][0] + APART if placed else y
        placed.append((max(y, least), label))
    return format_html_join(
        "",
        f'<text class="lab" x="{RIGHT + 8}" y="{{}}">{{}}</text>',
        ((round(y + 4, 1), label) for y, label in placed),
    )


def _bar(axis: Axis, x: float, value: float, width: float) -> SafeString:
    y = axis.y(value)
    return format_html(
        '<rect class="b1" x="{}" y="{}" width="{}" height="{}" rx="2"/>'
        '<text class="lab" x="{}" y="{}" text-anchor="middle">{}</text>',
        round(x - width / 2, 1),
        y,
        width,
        round(BOTTOM - y, 1),
        x,
        y - 4,
        _number(value),
    )


def _number(value: float) -> str:
    return f"{Decimal(str(round(value, 2))).normalize():f}"
