"""What the estate announces. Receivers run inside the same transaction.

Every signal carries ``by`` (Staff). If a receiver fails, the change is rolled back too.
"""

from django.dispatch import Signal

phone_corrected = Signal()
"""A person's phone changed. Sent with ``person`` and ``contact``."""

moved_in = Signal()
"""A tenant, relative or agent came. Sent with ``occupancy``."""

moved_out = Signal()
"""Somebody left. Sent with ``occupancy``, whose ``ends_on`` is the last day."""

ownership_transferred = Signal()
"""A unit has new owners. Sent with ``unit``, ``on`` (the first day), ``former`` and
``owners`` (lists of Occupancy)."""

persons_merged = Signal()
"""A person was entered twice. Sent with ``keep`` and ``drop``; what pointed to ``drop``
points to ``keep``."""

person_erased = Signal()
"""Phones, identity and bank numbers of ``person`` are gone for good."""
