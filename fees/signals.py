"""What fees announces. Receivers run inside the same transaction."""

from django.dispatch import Signal

paid = Signal()
"""Money was taken. Sent with ``voucher`` and ``by``, from the counter also with
``accounts``: those of its lines."""

undone = Signal()
"""A receipt was voided or reversed. Sent with ``voucher`` (the undoing one) and
``by``."""
