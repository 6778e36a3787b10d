"""The office's own spreadsheet of homes and people, taken over whole or not at all.

``reading`` opens the file, ``headings`` finds out which column is what, ``cells`` reads
one cell, ``parsing`` puts rows together; all of that without a database. ``writing``
brings the estate into line with it, ``run`` does both and leaves a record.
"""

from propertyservice.estate.roster.run import Report, import_roster

__all__ = ["Report", "import_roster"]
