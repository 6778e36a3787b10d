"""What the organisation announces, inside the transaction."""

from django.dispatch import Signal

password_given = Signal()
"""Somebody set another person's password: ``person`` and ``by`` (Staff), ``at``."""

second_factor_reset = Signal()
"""Somebody forgot another's app and codes for him: ``person``, ``by``, ``at``."""
