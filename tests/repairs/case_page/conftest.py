"""A repair at work."""

from __future__ import annotations

import pytest

from repairs.models import Repair
from tests.repairs.stages import at_work
from tests.support.cast import House


@pytest.fixture
def working(house: House) -> Repair:
    """A leak that the repairer is working on."""
    return at_work(house)
