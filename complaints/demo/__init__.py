"""Believable complaints for the demonstration."""

from complaints.demo.loading import load

__all__ = ["load"]
