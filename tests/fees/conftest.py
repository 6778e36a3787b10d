"""Fixtures of the fees' tests."""

from tests.fees.till import till  # noqa: F401
