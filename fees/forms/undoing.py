"""Asking to take a receipt back (RULES 4.5)."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as lazy

from propertyservice.ui.inputs import TextField


class VoidForm(forms.Form):
    """A receipt of the open day: all three copies, or the payer's statement."""

    reason = TextField(label=lazy("Reason"), max_length=300, lines=2)
    all_copies = forms.BooleanField(
        label=lazy("All three copies are back"), required=False
    )
    statement = TextField(
        label=lazy("The payer's signed statement"),
        help_text=lazy("Where the customer's copy is gone: who signed what."),
        max_length=300,
        required=False,
    )


class ReversalForm(forms.Form):
    """A receipt of a closed day: a red receipt dated today."""

    reason = TextField(label=lazy("Reason"), max_length=300, lines=2)
    never_came = forms.BooleanField(
        label=lazy("The money never came (a cheque that bounced, a failed transfer)"),
        required=False,
    )

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if "never_came" in data:
            data["came_in"] = not data.pop("never_came")
        return data
