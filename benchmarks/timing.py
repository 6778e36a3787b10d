"""Medians of alternating runs, so that a slow second hits both sides alike."""

from __future__ import annotations

import gc
import statistics
import time
from collections.abc import Callable
from dataclasses import dataclass

Act = Callable[[], object]


@dataclass(frozen=True)
class Pair:
    """Milliseconds of what is measured and of its limit."""

    measured: float
    limit: float

    @property
    def ratio(self) -> float:
        """How many times the limit."""
        return self.measured / self.limit


def clock(act: Act) -> float:
    """Milliseconds of one run."""
    started = time.perf_counter()
    act()
    return (time.perf_counter() - started) * 1000


def compare(measured: Act, limit: Act, runs: int, warm: int = 3) -> Pair:
    """Alternate both and take the medians."""
    for _ in range(warm):
        measured(), limit()
    here, there = [], []
    gc.collect()
    gc.disable()
    try:
        for _ in range(runs):
            there.append(clock(limit))
            here.append(clock(measured))
    finally:
        gc.enable()
    return Pair(statistics.median(here), statistics.median(there))
