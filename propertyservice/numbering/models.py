"""Counters behind the numbers of paper registers (RULES 2.0.4)."""

from django.db import models


class Counter(models.Model):
    """The last number allotted in a series, e.g. ``JX-BX-20260317``.

    The row stays locked until the transaction that took a number commits, so a series
    has neither gap nor duplicate.
    """

    series = models.CharField(max_length=40, primary_key=True)
    value = models.PositiveBigIntegerField()

    def __str__(self) -> str:
        return f"{self.series}: {self.value}"
