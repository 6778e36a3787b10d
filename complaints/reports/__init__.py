"""The figures of complaints in /reports/ (RULES 2.3)."""

from complaints.reports.monthly import REPORTS

__all__ = ["REPORTS"]
