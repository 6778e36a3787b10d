"""Explaining a finding of the reconciliation (4.8.5)."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as lazy

from propertyservice.ui.inputs import TextField
from propertyservice.ui.steps import StepForm


class SettleForm(StepForm):
    """What it was, and what was done about it."""

    answer = TextField(label=lazy("Explanation"), max_length=500, lines=3)
