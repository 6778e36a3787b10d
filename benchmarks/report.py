"""What was measured, against which bar."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Result:
    """One figure. ``value`` is a ratio unless ``unit`` says otherwise; at most ``bar``.

    Without a bar it is only told.
    """

    group: str
    name: str
    value: float
    bar: float | None
    unit: str = "x"
    measured_ms: float | None = None
    limit_ms: float | None = None
    limit: str = ""

    @property
    def holds(self) -> bool | None:
        """Whether the bar holds; None without one."""
        return None if self.bar is None else self.value <= self.bar


def line(result: Result) -> str:
    """A row of the table."""
    verdict = {True: "ok", False: "MISSED", None: ""}[result.holds]
    bar = "" if result.bar is None else f"{result.bar:g}"
    times = ""
    if result.measured_ms is not None and result.limit_ms is not None:
        times = f"{result.measured_ms:9.2f} / {result.limit_ms:.2f} ms"
    return (
        f"{result.group:9} {result.name:44} {result.value:8.2f} {result.unit:10}"
        f" {bar:>5} {verdict:6} {times:26} {result.limit}"
    ).rstrip()


HEAD = (
    f"{'':9} {'':44} {'value':>8} {'':10} {'bar':>5} {'':6} "
    f"{'measured / limit':26} the limit is"
)
