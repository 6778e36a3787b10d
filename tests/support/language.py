"""The language that a test speaks; Chinese, as everywhere, unless it asks."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from django.utils import translation


@pytest.fixture
def in_english() -> Iterator[None]:
    """English sentences, for tests that compare them."""
    with translation.override("en"):
        yield
