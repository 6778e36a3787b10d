"""What repairs announces. Receivers run inside the same transaction.

Each is sent with ``record`` (Repair), ``by`` (Staff or None), ``at`` and ``step``; if a
receiver fails, the step is rolled back too.
"""

from django.dispatch import Signal

repair_reported = Signal()
repair_dispatched = Signal()
repair_finished = Signal()
sheet_returned = Signal()
repair_closed = Signal()
repair_cancelled = Signal()
repair_reworked = Signal()
