"""The monthly figures of repairs (RULES 2.1), each number opening its list."""

from repairs.reports.monthly import REPORTS

__all__ = ["REPORTS"]
