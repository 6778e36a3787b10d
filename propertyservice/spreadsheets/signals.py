"""What exports announce. Receivers run inside the same transaction."""

from django.dispatch import Signal

export_written = Signal()
"""A long export is ready. Sent with ``attachment``, ``title`` and ``by`` (Staff)."""
