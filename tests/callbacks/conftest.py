"""A browser for whoever asks, as the workbench's tests have it."""

from tests.workbench.conftest import browse  # noqa: F401
