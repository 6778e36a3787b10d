"""What RULES 2.2 asks of callbacks: due, done and rate per source and month."""

from callbacks.reports.monthly import REPORTS

__all__ = ["REPORTS"]
