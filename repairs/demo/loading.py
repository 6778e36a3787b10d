"""The repairs of every office of the demonstration."""

from __future__ import annotations

from propertyservice.workbench.demo import Demo
from repairs.demo.calls import Calls
from repairs.demo.writing import write


def load(demo: Demo) -> dict[str, int]:
    """Tell the repairs of each office and write them; returns how many."""
    count = 0
    for house in demo.offices:
        lives = Calls(demo, house).everything()
        write(lives)
        count += len(lives)
    return {"repairs": count}
