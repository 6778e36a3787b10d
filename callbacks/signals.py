"""What callbacks announces. Receivers run inside the same transaction.

Each is sent with ``record`` (Callback), ``by`` (Staff or None), ``at`` and ``step``.
"""

from django.dispatch import Signal

callback_made = Signal()
callback_given_up = Signal()
callback_reviewed = Signal()
callback_unhappy = Signal()
callback_closed = Signal()
