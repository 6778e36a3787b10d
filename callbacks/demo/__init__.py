"""Callbacks of the demonstration: drawn night by night, called in the days after."""

from callbacks.demo.loading import load

__all__ = ["load"]
