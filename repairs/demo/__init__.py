"""Six months of repairs for the demonstration, in every status, some late."""

from repairs.demo.loading import load

__all__ = ["load"]
