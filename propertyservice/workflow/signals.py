"""What the workflow announces, inside the transaction."""

from django.dispatch import Signal

case_closed = Signal()
"""A case is closed: ``case`` (the register row), ``by`` (None: a job), ``at``."""
