"""What policy announces. Receivers run inside the same transaction (RULES 2.0.3)."""

from django.dispatch import Signal

calendar_corrected = Signal()
"""Days of a loaded year changed. Sent with ``year`` (int), ``days`` (frozenset of
dates), ``reason`` and ``by`` (Staff). Open deadlines in working days are recomputed."""

rule_corrected = Signal()
"""A rule was wrong and is put right for cases that have begun. Sent with ``version``
(RuleVersion), ``reason`` and ``by`` (Staff)."""
